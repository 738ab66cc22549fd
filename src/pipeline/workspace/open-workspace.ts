import { z } from "zod";
import { InputError } from "../errors.ts";
import type { RecordKind, Workspace, WorkspaceStorage } from "./contract.ts";
import { sha256Hex, stableJson } from "./hash.ts";
import { decodeParquet, encodeParquet, ParquetRoom } from "./parquet.ts";

export const manifestPath = "workspace.json";
const currentVersion = 1;
const manifestSchema = z.object({
  format: z.literal("geophone-workspace"),
  version: z.number().int().positive(),
  createdAt: z.string(),
});

/** Where a workspace keeps its files, beside its manifest. */
export const workspaceFolders: ReadonlySet<string> = new Set([
  "bronze",
  "silver",
  "labels",
  "runs",
  "bundles",
  "gold",
  "records",
]);

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** An id or a survey's name as a part of a path: whatever is not plain is escaped, so that none leaves its folder or hides. */
export function pathSegment(name: string): string {
  return encodeURIComponent(name).replace(/^\.+/, (dots) => dots.replaceAll(".", "%2E"));
}

/** @throws InputError `workspace-damaged`, `workspace-newer` */
export function checkWorkspaceManifest(bytes: Uint8Array, description: string): void {
  const place = { file: manifestPath };
  let manifest;
  try {
    manifest = manifestSchema.parse(parseJson(bytes));
  } catch (cause) {
    throw new InputError("workspace-damaged", `the manifest of ${description} is damaged`, {
      place,
      cause,
      advice: "Restore workspace.json from a copy; the records and tables beside it are untouched.",
    });
  }
  if (manifest.version > currentVersion)
    throw new InputError(
      "workspace-newer",
      `${description} was written by a newer Geophone (workspace version ${manifest.version}; this one knows ${currentVersion})`,
      { place, advice: "Use that version of Geophone, or a newer one. Nothing was changed." },
    );
}

async function hasManifest(storage: WorkspaceStorage): Promise<boolean> {
  const bytes = await storage.read(manifestPath);
  if (bytes) checkWorkspaceManifest(bytes, storage.description);
  return bytes !== undefined;
}

/** Bytes of a part of features with room to spare: parts follow each other quicker than garbage is collected. */
const largestRoomKept = 16 << 20;

class StoredWorkspace implements Workspace {
  private room: ParquetRoom | undefined;

  constructor(private readonly storage: WorkspaceStorage) {}

  get description(): string {
    return this.storage.description;
  }

  async putRecord<T>(kind: RecordKind<T>, record: T): Promise<void> {
    const checked = kind.schema.parse(record);
    await this.storage.write(this.pathOf(kind, kind.idOf(record)), encode(`${stableJson(checked)}\n`));
  }

  async createRecord<T>(kind: RecordKind<T>, record: T): Promise<boolean> {
    const checked = kind.schema.parse(record);
    return this.storage.writeNew(this.pathOf(kind, kind.idOf(record)), encode(`${stableJson(checked)}\n`));
  }

  async getRecord<T>(kind: RecordKind<T>, id: string): Promise<T | undefined> {
    return this.readRecord(kind, this.pathOf(kind, id));
  }

  async listRecords<T>(kind: RecordKind<T>): Promise<T[]> {
    const records: T[] = [];
    for (const path of await this.recordPaths(kind)) {
      const record = await this.readRecord(kind, path);
      if (record !== undefined) records.push(record);
    }
    const ids = new Map(records.map((record) => [record, kind.idOf(record)]));
    return records.sort((a, b) => (ids.get(a)! < ids.get(b)! ? -1 : 1));
  }

  async inspectRecords<T>(
    kind: RecordKind<T>,
  ): Promise<{ readonly records: readonly T[]; readonly damaged: readonly InputError[] }> {
    const records: T[] = [];
    const damaged: InputError[] = [];
    for (const path of await this.recordPaths(kind))
      try {
        const record = await this.readRecord(kind, path);
        if (record === undefined) continue;
        if (this.pathOf(kind, kind.idOf(record)) !== path)
          throw new InputError("record-misplaced", `${path} holds the record of ${kind.idOf(record)}`, {
            place: { file: path },
            advice: "Restore it from a copy, or delete it.",
          });
        records.push(record);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        damaged.push(error);
      }
    return { records, damaged };
  }

  private async recordPaths<T>(kind: RecordKind<T>): Promise<string[]> {
    const folder = `records/${kind.name}`;
    return (await this.storage.list(folder))
      .filter((name) => name.endsWith(".json"))
      .map((name) => `${folder}/${name}`);
  }

  async removeRecord<T>(kind: RecordKind<T>, id: string): Promise<void> {
    await this.storage.remove(this.pathOf(kind, id));
  }

  async putTable(...[path, table]: Parameters<Workspace["putTable"]>): Promise<string> {
    const room = this.room ?? new ParquetRoom();
    // Another table that is put meanwhile gets a room of its own.
    this.room = undefined;
    const sha256 = await this.putFile(path, encodeParquet(table, room));
    if (room.buffer.byteLength <= largestRoomKept) this.room = room;
    return sha256;
  }

  async getTable(...[path, columns]: Parameters<Workspace["getTable"]>): ReturnType<Workspace["getTable"]> {
    const bytes = await this.storage.read(path);
    if (!bytes)
      throw new InputError("table-missing", `${path} is missing from ${this.description}`, {
        place: { file: path },
        advice: "Run the step that makes it again.",
      });
    return decodeParquet(bytes, columns, path);
  }

  async hasFile(path: string): Promise<boolean> {
    const at = path.lastIndexOf("/");
    return (await this.storage.list(path.slice(0, Math.max(0, at)))).includes(path.slice(at + 1));
  }

  async putFile(path: string, bytes: Uint8Array): Promise<string> {
    await this.storage.write(path, bytes);
    return sha256Hex(bytes);
  }

  getFile(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.storage.read(path);
  }

  async listFiles(): Promise<string[]> {
    return (await this.storage.listAll()).filter((path) => workspaceFolders.has(path.split("/")[0]!));
  }

  private pathOf<T>(kind: RecordKind<T>, id: string): string {
    return `records/${kind.name}/${pathSegment(id)}.json`;
  }

  private async readRecord<T>(kind: RecordKind<T>, path: string): Promise<T | undefined> {
    const bytes = await this.storage.read(path);
    if (!bytes) return undefined;
    try {
      return kind.schema.parse(parseJson(bytes));
    } catch (cause) {
      throw new InputError("record-damaged", `the record ${path} of ${this.description} is damaged`, {
        place: { file: path },
        cause,
        advice: "Restore it from a copy, or delete it and run the step that made it again.",
      });
    }
  }
}

/**
 * Opens a workspace, or makes one where `create` is set and the storage is empty.
 * @throws InputError `workspace-missing`, `not-a-workspace`, `workspace-damaged`, `workspace-newer`
 */
export async function openWorkspace(
  storage: WorkspaceStorage,
  options: { readonly create: boolean; readonly now: () => string },
): Promise<Workspace> {
  if (await hasManifest(storage)) return new StoredWorkspace(storage);
  const found = await storage.list("");
  if (found.length > 0)
    throw new InputError(
      "not-a-workspace",
      `${storage.description} holds other things (${found.slice(0, 3).join(", ")}) and no workspace`,
      {
        advice: "Name a workspace folder, or a new or empty one.",
      },
    );
  if (!options.create)
    throw new InputError("workspace-missing", `there is no workspace at ${storage.description}`, {
      advice: "Make one with geophone ingest.",
    });
  const manifest: z.infer<typeof manifestSchema> = {
    format: "geophone-workspace",
    version: currentVersion,
    createdAt: options.now(),
  };
  await storage.write(manifestPath, encode(`${stableJson(manifest)}\n`));
  return new StoredWorkspace(storage);
}
