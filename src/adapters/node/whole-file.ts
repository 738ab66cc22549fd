import { readFile } from "node:fs/promises";
import path from "node:path";
import { createFileSink } from "./file-byte-sink.ts";
import { fileFault } from "./file-errors.ts";

/** Reads a small file (labels, a bundle) whole. @throws GeophoneError as `fileFault` says */
export async function readWholeFile(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw fileFault(error, "read", file);
  }
}

/** Writes a file whole or not at all: what stood there before stays until the new content is on disk. */
export async function writeWholeFile(file: string, bytes: Uint8Array): Promise<void> {
  const sink = await createFileSink(path.resolve(file));
  try {
    await sink.write(bytes);
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
