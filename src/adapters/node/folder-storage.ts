import { readFile, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { JobError } from "../../pipeline/errors.ts";
import type { WorkspaceStorage } from "../../pipeline/workspace/contract.ts";
import { createFileSink, temporaryPrefix } from "./file-byte-sink.ts";
import { fileFault } from "./file-errors.ts";

/** Unfinished files older than this belong to no living writer. */
const abandonedAfterMs = 60 * 60 * 1000;

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** Clears what writers that were killed left unfinished in a folder. */
export async function removeAbandoned(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.startsWith(temporaryPrefix)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(file, { force: true });
  }
}

/** A workspace's storage in a folder, which is made with the first write. */
export async function openFolderStorage(folder: string): Promise<WorkspaceStorage> {
  await removeAbandoned(folder);
  const resolve = (relative: string): string => {
    const file = path.resolve(folder, relative);
    if (file !== folder && !file.startsWith(folder + path.sep))
      throw new JobError("storage-failed", `the path ${relative} leaves the workspace`, {
        place: { file: relative },
      });
    return file;
  };
  return {
    description: folder,
    read: async (relative) => {
      const file = resolve(relative);
      try {
        return new Uint8Array(await readFile(file));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw fileFault(error, "read", file);
      }
    },
    write: async (relative, bytes) => {
      const sink = await createFileSink(resolve(relative));
      try {
        await sink.write(bytes);
        await sink.commit();
      } catch (error) {
        await sink.abort();
        throw error;
      }
    },
    writeNew: async (relative, bytes) => {
      const sink = await createFileSink(resolve(relative));
      try {
        await sink.write(bytes);
        return await sink.commitNew();
      } catch (error) {
        await sink.abort();
        throw error;
      }
    },
    list: async (relative) => {
      const inside = resolve(relative);
      try {
        return (await readdir(inside)).filter((name) => !name.startsWith(temporaryPrefix)).sort();
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
        throw fileFault(error, "read", inside);
      }
    },
    listAll: async () => {
      try {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith(temporaryPrefix))
          .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
          .map((relative) => relative.split(path.sep).join("/"))
          .sort();
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
        throw fileFault(error, "read", folder);
      }
    },
    sizeOf: async (relative) => {
      const file = resolve(relative);
      try {
        return (await stat(file)).size;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw fileFault(error, "read", file);
      }
    },
    remove: async (relative) => {
      const file = resolve(relative);
      try {
        await rm(file, { force: true });
      } catch (error) {
        throw fileFault(error, "write", file);
      }
    },
  };
}
