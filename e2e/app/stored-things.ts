import type { Page } from "playwright-core";

/** Runs in the page. Reads the browser's own stores, without a line of the app. */
async function hashStored(): Promise<[path: string, sha256: string][]> {
  const result = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(request.error ?? new Error("IndexedDB"));
      };
    });
  const hash = async (bytes: BufferSource): Promise<string> =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  const database = await result(indexedDB.open("geophone"));
  const store = (name: string): IDBObjectStore => database.transaction(name).objectStore(name);
  const all = async (name: string): Promise<[string, unknown][]> => {
    const [keys, values] = await Promise.all([
      result(store(name).getAllKeys()),
      result<unknown[]>(store(name).getAll()),
    ]);
    return keys.map((key, index) => [key as string, values[index]]);
  };
  const stored: [string, string][] = [];
  for (const [path, bytes] of await all("records"))
    stored.push([path, await hash(bytes as Uint8Array<ArrayBuffer>)]);
  const blobs = await (await navigator.storage.getDirectory()).getDirectoryHandle("blobs", { create: true });
  for (const [path, file] of await all("files")) {
    const { blob } = file as { blob: string };
    const bytes = await blobs
      .getFileHandle(blob)
      .then(async (handle) => (await handle.getFile()).arrayBuffer())
      .catch(() => undefined);
    stored.push([path, bytes ? await hash(bytes) : "lost"]);
  }
  database.close();
  return stored.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All that the workspace keeps in this browser, with the hash of its bytes: path → SHA-256. */
export async function storedThings(page: Page): Promise<Map<string, string>> {
  return new Map(await page.evaluate(hashStored));
}

/** What of `before` is no longer there, or is no longer the same. */
export function lostThings(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...before].filter(([path, hash]) => after.get(path) !== hash).map(([path]) => path);
}
