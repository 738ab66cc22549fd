import { JobError } from "../../pipeline/errors.ts";
import type { WorkspaceStorage } from "../../pipeline/workspace/contract.ts";
import { committed, openDatabase } from "./database.ts";
import { createOpfsFile, isUnfinished, listOpfs, opfsFile, removeOpfsFile } from "./opfs.ts";

const isRecord = (path: string): boolean => path.startsWith("records/") || path === "workspace.json";

/** Strict: the entry is on disk before the write is told done, as a folder's flush is. */
const durable = { durability: "strict" } as const;

export interface BrowserStorageOptions {
  /** Whether this tab may write; asked before each write. */
  readonly mayWrite: () => boolean;
}

class BrowserStorage implements WorkspaceStorage {
  readonly description = "this browser";

  constructor(private readonly mayWrite: () => boolean) {}

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (isRecord(path)) return (await openDatabase()).get("records", path);
    const stored = await (await openDatabase()).get("files", path);
    const file = stored && (await opfsFile("blobs", stored.blob));
    if (!file || file.size !== stored.bytes) return undefined;
    return new Uint8Array(await file.arrayBuffer());
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    await this.store(path, bytes, false);
  }

  async writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
    return this.store(path, bytes, true);
  }

  async list(folder: string): Promise<string[]> {
    const prefix = folder === "" ? "" : `${folder}/`;
    const names = (await this.listAll())
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split("/")[0]!);
    return [...new Set(names)].sort();
  }

  async listAll(): Promise<string[]> {
    const records = await (await openDatabase()).getAllKeys("records");
    const files = await (await openDatabase()).getAllKeys("files");
    return [...records, ...files].sort();
  }

  async sizeOf(path: string): Promise<number | undefined> {
    if (isRecord(path)) return (await (await openDatabase()).get("records", path))?.byteLength;
    return (await (await openDatabase()).get("files", path))?.bytes;
  }

  async remove(path: string): Promise<void> {
    this.requireWriter(path);
    if (isRecord(path)) return (await openDatabase()).delete("records", path);
    const stored = await (await openDatabase()).get("files", path);
    await (await openDatabase()).delete("files", path);
    if (stored) await removeOpfsFile("blobs", stored.blob);
  }

  private requireWriter(path: string): void {
    if (!this.mayWrite())
      throw new JobError(
        "tab-read-only",
        "another tab of this browser is at work on this workspace; this one only looks",
        { place: { file: path }, advice: "Go on in the other tab, or close it: this one takes over then." },
      );
  }

  /** The file first, flushed, under a name nobody knows; then one entry that makes it the content of `path`. */
  private async store(path: string, bytes: Uint8Array, onlyNew: boolean): Promise<boolean> {
    this.requireWriter(path);
    if (isRecord(path)) return this.commit("records", path, new Uint8Array(bytes), onlyNew);
    const before = await (await openDatabase()).get("files", path);
    if (before && onlyNew) return false;
    const blob = crypto.randomUUID();
    const sink = await createOpfsFile("blobs", blob, path);
    let stored: boolean;
    try {
      await sink.write(bytes);
      await sink.finish();
      stored = await this.commit("files", path, { blob, bytes: bytes.byteLength }, onlyNew);
    } catch (error) {
      await sink.abort();
      throw error;
    }
    // From here on the entry holds: what fails now leaves a file that the next sweep finds, and nothing else.
    if (!stored) await sink.abort();
    else if (before) await removeOpfsFile("blobs", before.blob).catch(() => undefined);
    return stored;
  }

  private async commit<Name extends "records" | "files">(
    store: Name,
    path: string,
    value: Name extends "records" ? Uint8Array<ArrayBuffer> : { blob: string; bytes: number },
    onlyNew: boolean,
  ): Promise<boolean> {
    const transaction = (await openDatabase()).transaction(store, "readwrite", durable);
    const put = async (): Promise<boolean> => {
      if (onlyNew && (await transaction.store.getKey(path)) !== undefined) return false;
      await transaction.store.put(value, path);
      return true;
    };
    return committed(transaction, put(), path);
  }
}

/** A workspace's storage in this browser: records in IndexedDB, tables and artefacts in OPFS. For dedicated workers. */
export function openBrowserStorage(
  options: BrowserStorageOptions = { mayWrite: () => false },
): WorkspaceStorage {
  return new BrowserStorage(options.mayWrite);
}

/** Removes what a killed tab left unfinished. Only the writer may call it: another's unfinished file looks the same. */
export async function sweepUnfinished(): Promise<number> {
  const database = await openDatabase();
  const known = new Set((await database.getAll("files")).map(({ blob }) => blob));
  let swept = 0;
  for (const name of await listOpfs("blobs"))
    if (!known.has(name)) {
      await removeOpfsFile("blobs", name);
      swept++;
    }
  for (const name of await listOpfs("generated"))
    if (isUnfinished(name)) await removeOpfsFile("generated", name);
  return swept;
}

/** Deletes everything that Geophone keeps in this browser; a person's own files are not here and stay. */
export async function deleteEverything(): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(["records", "files", "jobs", "handles"], "readwrite", durable);
  await Promise.all([
    transaction.objectStore("records").clear(),
    transaction.objectStore("files").clear(),
    transaction.objectStore("jobs").clear(),
    transaction.objectStore("handles").clear(),
    transaction.done,
  ]);
  for (const folder of ["blobs", "generated", "outgoing"] as const)
    for (const name of await listOpfs(folder)) await removeOpfsFile(folder, name);
}
