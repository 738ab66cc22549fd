import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { JobError } from "../../pipeline/errors.ts";

/** A file of the workspace: its bytes lie in OPFS under a name of their own, so that a commit is one entry here. */
export interface StoredFile {
  readonly blob: string;
  readonly bytes: number;
}

interface Schema extends DBSchema {
  /** Records and the manifest: path → JSON bytes. */
  records: { key: string; value: Uint8Array<ArrayBuffer> };
  /** Tables, artefacts, bundles: path → where in OPFS. */
  files: { key: string; value: StoredFile };
  /** Long work that has begun and not ended: id → the job. */
  jobs: { key: string; value: unknown };
  /** Lasting handles to a person's own files, where the browser gives them: location → handle. */
  handles: { key: string; value: FileSystemFileHandle };
}
export type GeophoneDatabase = IDBPDatabase<Schema>;

let opened: Promise<GeophoneDatabase> | undefined;

/** The one database of this origin; each worker holds its own connection. */
export function openDatabase(): Promise<GeophoneDatabase> {
  opened ??= openDB<Schema>("geophone", 1, {
    upgrade: (database) => {
      database.createObjectStore("records");
      database.createObjectStore("files");
      database.createObjectStore("jobs");
      database.createObjectStore("handles");
    },
    // A newer version in another tab must not wait for this one.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
  }).catch((cause: unknown) => {
    opened = undefined;
    throw new JobError("storage-failed", "this browser does not let Geophone keep anything here", {
      cause,
      advice: "Leave private browsing, or allow this site to store data, and reload.",
    });
  });
  return opened;
}

/**
 * Waits for a transaction to be whole on disk.
 * A full disk aborts the transaction: its requests then only say that they were aborted, the transaction says why.
 * @throws JobError `storage-full`, `storage-failed`
 */
export async function committed<T>(
  transaction: { readonly done: Promise<void>; readonly error: DOMException | null },
  work: Promise<T>,
  path: string,
): Promise<T> {
  const [worked, done] = await Promise.allSettled([work, transaction.done]);
  if (worked.status === "rejected" || done.status === "rejected") {
    const reason: unknown = done.status === "rejected" ? done.reason : undefined;
    throw storageFault(transaction.error ?? reason ?? (worked as PromiseRejectedResult).reason, path);
  }
  return worked.value;
}

/** What a failure of IndexedDB or OPFS means for a person. */
export function storageFault(error: unknown, path: string): JobError {
  if (error instanceof JobError) return error;
  const name = error instanceof Error ? error.name : "";
  if (name === "QuotaExceededError" || (error instanceof Error && /quota|space|full/i.test(error.message)))
    return storageFull(path, error);
  return new JobError(
    "storage-failed",
    `${path} could not be stored: ${error instanceof Error ? error.message : String(error)}`,
    { place: { file: path }, cause: error, advice: "Try again; if it fails again, reload the page." },
  );
}

export const storageFull = (path: string, cause?: unknown): JobError =>
  new JobError("storage-full", `this browser has no room left to store ${path}`, {
    place: { file: path },
    cause,
    advice:
      "Free some space (Storage shows what is kept; a workspace can be exported first) and run it again. What was stored before is untouched.",
  });
