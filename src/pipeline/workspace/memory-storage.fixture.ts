import type { WorkspaceStorage } from "./contract.ts";

/** A workspace's storage in memory, for tests. */
export function memoryStorage(
  files = new Map<string, Uint8Array<ArrayBuffer>>(),
): WorkspaceStorage & { readonly files: typeof files } {
  return {
    files,
    description: "a test's memory",
    read: async (path) => files.get(path)?.slice(),
    write: async (path, bytes) => void files.set(path, new Uint8Array(bytes)),
    writeNew: async (path, bytes) => {
      if (files.has(path)) return false;
      files.set(path, new Uint8Array(bytes));
      return true;
    },
    list: async (folder) => {
      const prefix = folder === "" ? "" : `${folder}/`;
      const names = [...files.keys()]
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).split("/")[0]!);
      return [...new Set(names)].sort();
    },
    listAll: async () => [...files.keys()].sort(),
    sizeOf: async (path) => files.get(path)?.length,
    remove: async (path) => void files.delete(path),
  };
}
