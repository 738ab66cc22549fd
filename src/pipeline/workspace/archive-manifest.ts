import { z } from "zod";
import { stableJson } from "./hash.ts";
import { manifestPath as workspaceManifest, workspaceFolders } from "./open-workspace.ts";

export const archiveFormat = "geophone-archive";
export const archiveVersion = 1;
/** The archive's first entry. */
export const archiveManifestName = "geophone-archive.json";

const count = z.number().int().nonnegative();
/** Read before all else, to tell a newer archive from a damaged one. */
export const archiveVersionSchema = z.looseObject({
  format: z.literal(archiveFormat),
  version: z.number().int().positive(),
});
export const archiveManifestSchema = z.strictObject({
  format: z.literal(archiveFormat),
  version: z.literal(archiveVersion),
  /** Of the program that wrote it. */
  codeVersion: z.string(),
  /** In the order of the entries: tables, then records, then `workspace.json`. */
  files: z.array(
    z.strictObject({ path: z.string(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});
export type ArchiveManifest = z.infer<typeof archiveManifestSchema>;
export type ArchivedFile = ArchiveManifest["files"][number];

export const encodeManifest = (manifest: ArchiveManifest): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(stableJson(manifest));

/** How far an archive is, in bytes. */
export interface ArchiveProgress {
  readonly step: "export archive" | "check archive" | "import archive";
  /** The file in work. */
  readonly detail: string;
  readonly done: number;
  readonly total: number;
}

export interface ArchiveOptions {
  readonly onProgress?: (progress: ArchiveProgress) => void;
  readonly signal?: AbortSignal;
  readonly yieldControl?: () => Promise<void>;
}

/** A name that `encodeURIComponent` gives, and no leading dot: nothing that leaves a folder or hides in it. */
const segment = /^(?!\.)[A-Za-z0-9_\-!~*'()%.]+$/;

/** Whether a workspace keeps a file there; nothing else is put into an archive, nor taken out of one. */
export function isWorkspacePath(path: string): boolean {
  if (path === workspaceManifest) return true;
  const segments = path.split("/");
  return (
    path.length <= 1000 &&
    segments.length > 1 &&
    workspaceFolders.has(segments[0]!) &&
    segments.every((name) => segment.test(name))
  );
}

export const isRecordPath = (path: string): boolean => path.startsWith("records/");

/** Tables before the records that name them, `workspace.json` last: what is broken off is never half of a workspace. */
export function archiveOrder(paths: readonly string[]): string[] {
  const rank = (path: string): number => (path === workspaceManifest ? 2 : isRecordPath(path) ? 1 : 0);
  return [...paths].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
