import { open } from "node:fs/promises";
import path from "node:path";
import { InputError, JobError } from "../../pipeline/errors.ts";
import type { OpenedSource } from "../../pipeline/steps/context.ts";
import { fileFault } from "./file-errors.ts";

/** Opens a file for reading at random. @throws GeophoneError `file-missing`, `file-is-folder`, `storage-not-permitted` … */
export async function openFileSource(file: string): Promise<OpenedSource> {
  let handle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    throw fileFault(error, "read", file);
  }
  const stats = await handle.stat();
  if (stats.isDirectory()) {
    await handle.close();
    throw new InputError("file-is-folder", `${file} is a folder`, {
      place: { file },
      advice: "Name a file.",
    });
  }
  return {
    name: path.basename(file),
    sizeBytes: stats.size,
    modifiedMs: stats.mtimeMs,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        let read: number;
        try {
          read = (await handle.read(bytes, done, length - done, offset + done)).bytesRead;
        } catch (error) {
          throw fileFault(error, "read", file);
        }
        if (read === 0)
          throw new JobError(
            "file-unreadable",
            `${file} ended at byte ${offset + done}, ${length - done} bytes short`,
            {
              place: { file, byteOffset: offset + done },
              advice: "The file changed while it was read: start again once it is whole.",
            },
          );
        done += read;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}
