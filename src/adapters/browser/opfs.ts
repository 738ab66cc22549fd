import type { ByteSink } from "../../pipeline/segy/contract.ts";
import { storageFault, storageFull } from "./database.ts";

/** Folders at the root of the origin's private file system. */
export type OpfsFolder = "blobs" | "generated" | "outgoing";

export async function openFolder(name: OpfsFolder): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(name, { create: true });
}

/** In all browsers that have OPFS; TypeScript does not know it yet. */
interface MovableHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
}

const unfinished = ".unfinished";
/** Whether a file was still being written when its tab was killed, or its disk was full. */
export const isUnfinished = (name: string): boolean => name.endsWith(unfinished);

export interface OpfsSink extends ByteSink {
  /** Flushes; the file is whole from here on. */
  finish(): Promise<number>;
  /** Ends writing and removes the file. */
  abort(): Promise<void>;
}

/**
 * A new file in OPFS, written in order. Runs in a dedicated worker.
 * Every write's return value is checked: on a full disk `write` may return a wrong count instead of throwing.
 */
export async function createOpfsFile(folder: OpfsFolder, name: string, shownAs: string): Promise<OpfsSink> {
  let directory: FileSystemDirectoryHandle;
  let access: FileSystemSyncAccessHandle | undefined;
  try {
    directory = await openFolder(folder);
    const handle = await directory.getFileHandle(name, { create: true });
    access = await handle.createSyncAccessHandle();
    access.truncate(0);
  } catch (error) {
    access?.close();
    throw storageFault(error, shownAs);
  }
  return sinkInto(directory, name, access, shownAs);
}

/** As `createOpfsFile`, but the file has its name only once it is whole: one that is there stays until then. */
export async function replaceOpfsFile(folder: OpfsFolder, name: string): Promise<OpfsSink> {
  const sink = await createOpfsFile(folder, name + unfinished, name);
  return {
    ...sink,
    finish: async () => {
      const bytes = await sink.finish();
      try {
        const directory = await openFolder(folder);
        const handle = (await directory.getFileHandle(name + unfinished)) as MovableHandle;
        await handle.move(name);
      } catch (error) {
        throw storageFault(error, name);
      }
      return bytes;
    },
  };
}

function sinkInto(
  directory: FileSystemDirectoryHandle,
  name: string,
  access: FileSystemSyncAccessHandle,
  shownAs: string,
): OpfsSink {
  let at = 0;
  let isOpen = true;
  const close = (): void => {
    if (isOpen) access.close();
    isOpen = false;
  };
  return {
    write: async (bytes) => {
      let written: number;
      try {
        // TypeScript's view of a shared buffer: writes take any view.
        written = access.write(bytes, { at });
      } catch (error) {
        throw storageFault(error, shownAs);
      }
      if (written !== bytes.byteLength) throw storageFull(shownAs);
      at += written;
    },
    finish: async () => {
      try {
        access.flush();
        if (access.getSize() !== at) throw storageFull(shownAs);
      } catch (error) {
        throw storageFault(error, shownAs);
      } finally {
        close();
      }
      return at;
    },
    abort: async () => {
      close();
      await directory.removeEntry(name).catch(() => undefined);
    },
  };
}

/** A file of OPFS, or undefined where there is none. */
export async function opfsFile(folder: OpfsFolder, name: string): Promise<File | undefined> {
  try {
    return await (await (await openFolder(folder)).getFileHandle(name)).getFile();
  } catch (error) {
    if (error instanceof Error && error.name === "NotFoundError") return undefined;
    throw error;
  }
}

export async function removeOpfsFile(folder: OpfsFolder, name: string): Promise<void> {
  await (await openFolder(folder)).removeEntry(name).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === "NotFoundError")) throw error;
  });
}

export async function listOpfs(folder: OpfsFolder): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await openFolder(folder)).keys()) names.push(name);
  return names.sort();
}
