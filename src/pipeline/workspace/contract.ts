import type { ZodType } from "zod";
import type { InputError } from "../errors.ts";

/**
 * Where a workspace keeps its bytes: a folder in Node, OPFS in the browser. Paths are relative, "/"-separated.
 * `write` is atomic: after a crash or a full disk either the old or the new content is there, whole.
 * @throws JobError `storage-full`, `storage-failed`
 */
export interface WorkspaceStorage {
  /** In words for a person: a folder's path, or "this browser". */
  readonly description: string;
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** As `write`, but never over a file that is there: false, and nothing changed, when another writer was first. */
  writeNew(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Names (not paths) of the files directly in a folder, sorted; empty where the folder is not there. */
  list(folder: string): Promise<string[]>;
  /** Paths of all files, sorted by code unit. */
  listAll(): Promise<string[]>;
  /** Bytes of a file; undefined where there is none. */
  sizeOf(path: string): Promise<number | undefined>;
  remove(path: string): Promise<void>;
}

/** One kind of JSON record, kept at `records/<name>/<id>.json`. Each stage defines its own kinds in its contract. */
export interface RecordKind<T> {
  readonly name: string;
  readonly schema: ZodType<T>;
  idOf(record: T): string;
}

/** A column's physical type; `string` is UTF-8. No column has nulls. */
export type ColumnType = "int32" | "float" | "double" | "string" | "boolean";
export type ColumnData =
  | { readonly type: "int32"; readonly values: Int32Array }
  | { readonly type: "float"; readonly values: Float32Array }
  | { readonly type: "double"; readonly values: Float64Array }
  | { readonly type: "string"; readonly values: readonly string[] }
  | { readonly type: "boolean"; readonly values: readonly boolean[] };
export type TableColumn = { readonly name: string } & ColumnData;

/** A table in memory: columns of equal length, and key-value metadata that Parquet carries along. */
export interface ColumnTable {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Workspace {
  readonly description: string;
  putRecord<T>(kind: RecordKind<T>, record: T): Promise<void>;
  /** Stores a record whose id nobody has yet; false when it is taken. Safe among several writers. */
  createRecord<T>(kind: RecordKind<T>, record: T): Promise<boolean>;
  /** @throws InputError `record-damaged` when the stored JSON does not fit its schema */
  getRecord<T>(kind: RecordKind<T>, id: string): Promise<T | undefined>;
  /** Sorted by id. */
  listRecords<T>(kind: RecordKind<T>): Promise<T[]>;
  /** As `listRecords`, but goes on past what is damaged, and tells it. */
  inspectRecords<T>(
    kind: RecordKind<T>,
  ): Promise<{ readonly records: readonly T[]; readonly damaged: readonly InputError[] }>;
  removeRecord<T>(kind: RecordKind<T>, id: string): Promise<void>;
  /** Parquet at `path` (for instance `silver/<id>/<survey>.parquet`). @returns SHA-256 of its bytes, for the record to name */
  putTable(path: string, table: ColumnTable): Promise<string>;
  /** @throws InputError `table-missing`, `table-damaged` */
  getTable(path: string, columns?: readonly string[]): Promise<ColumnTable>;
  hasFile(path: string): Promise<boolean>;
  /** @returns SHA-256 of the bytes */
  putFile(path: string, bytes: Uint8Array): Promise<string>;
  getFile(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Paths of all files in the folders that workspaces have, sorted; what a person put beside them is not among them. */
  listFiles(): Promise<string[]>;
}

export { encodeParquet, decodeParquet, rowsPerGroup } from "./parquet.ts";
export { openParquetRows } from "./parquet-rows.ts";
export { createSha256, sha256Hex, stableJson } from "./hash.ts";
export { openWorkspace, pathSegment } from "./open-workspace.ts";
export { largestArchiveBytes, StoredZipWriter } from "./archive-zip.ts";
export { exportArchive } from "./export-archive.ts";
export { importArchive } from "./import-archive.ts";
export { columnOf } from "./column-table.ts";
