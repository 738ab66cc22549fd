import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fileFault } from "../../../adapters/node/file-errors.ts";
import { JobError } from "../../../pipeline/errors.ts";

export interface FileStamp {
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** @throws GeophoneError `file-missing` … */
export async function stampOf(file: string): Promise<FileStamp> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { bytes: size, modifiedMs: mtimeMs };
  } catch (error) {
    throw fileFault(error, "read", file);
  }
}

/** SHA-256 of a file's bytes, read once from start to end. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20, signal }))
      hash.update(bytes as Buffer);
  } catch (error) {
    signal?.throwIfAborted();
    throw fileFault(error, "read", file);
  }
  return hash.digest("hex");
}

/** @throws JobError `file-changed` when a file is not as it was when its hash was taken */
export async function requireUnchanged(file: string, before: FileStamp): Promise<void> {
  const { bytes, modifiedMs } = await stampOf(file);
  if (bytes === before.bytes && modifiedMs === before.modifiedMs) return;
  throw new JobError("file-changed", `${file} changed while it was scored`, {
    place: { file },
    advice: "Run it again once the file is whole.",
  });
}
