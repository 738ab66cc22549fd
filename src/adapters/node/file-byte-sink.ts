import { randomUUID } from "node:crypto";
import { link, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ByteSink } from "../../pipeline/segy/contract.ts";
import { fileFault } from "./file-errors.ts";

/** Files that a write has not finished begin with this; a crash may leave one behind. */
export const temporaryPrefix = ".tmp-";

/** A file under construction: nobody sees it before `commit`, and `abort` leaves no trace. */
export interface FileSink extends ByteSink {
  commit(): Promise<void>;
  /** As `commit`, but never over a file that is there: false when it is. */
  commitNew(): Promise<boolean>;
  abort(): Promise<void>;
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes beside `file` and puts it in place by one rename, flushed to disk. Missing folders are made. */
export async function createFileSink(file: string): Promise<FileSink> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `${temporaryPrefix}${randomUUID()}`);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw fileFault(error, "write", file);
    }
  };
  const handle = await guard(async () => {
    await mkdir(folder, { recursive: true });
    return open(temporary, "wx");
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  return {
    write: (bytes) =>
      guard(async () => {
        for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
      }),
    commit: () =>
      guard(async () => {
        await handle.sync();
        await close();
        await rename(temporary, file);
        await flushFolder(folder);
      }),
    commitNew: () =>
      guard(async () => {
        await handle.sync();
        await close();
        try {
          // A second name for the finished file: the one step of a file system that fails where the name is taken.
          await link(temporary, file);
        } catch (error) {
          if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
          throw error;
        } finally {
          await rm(temporary, { force: true });
        }
        await flushFolder(folder);
        return true;
      }),
    abort: async () => {
      await close();
      await rm(temporary, { force: true });
    },
  };
}
