import type { ByteSink } from "../byte-access.ts";
import { InputError, JobError } from "../errors.ts";
import {
  archiveFormat,
  archiveManifestName,
  archiveOrder,
  archiveVersion,
  encodeManifest,
  isWorkspacePath,
  type ArchivedFile,
  type ArchiveManifest,
  type ArchiveOptions,
} from "./archive-manifest.ts";
import { largestArchiveBytes, mostEntries, StoredZipWriter, zipBytes } from "./archive-zip.ts";
import type { WorkspaceStorage } from "./contract.ts";
import { sha256Hex } from "./hash.ts";
import { manifestPath } from "./open-workspace.ts";

async function listFiles(storage: WorkspaceStorage): Promise<{ path: string; bytes: number }[]> {
  const files: { path: string; bytes: number }[] = [];
  for (const path of archiveOrder((await storage.listAll()).filter(isWorkspacePath)))
    files.push({ path, bytes: (await storage.sizeOf(path)) ?? 0 });
  if (files.at(-1)?.path !== manifestPath)
    throw new InputError("workspace-missing", `there is no workspace at ${storage.description}`, {
      advice: "Make one with geophone ingest.",
    });
  return files;
}

/** Hashes have a fixed length, so the size of the manifest, and with it of the archive, is known before anything is read. */
function requireFits(files: readonly { path: string; bytes: number }[], codeVersion: string): void {
  const manifest = encodeManifest({
    format: archiveFormat,
    version: archiveVersion,
    codeVersion,
    files: files.map((file) => ({ ...file, sha256: "0".repeat(64) })),
  });
  const entries = files.map(({ path, bytes }) => ({ name: path, bytes }));
  const size = zipBytes([{ name: archiveManifestName, bytes: manifest.length }, ...entries]);
  if (size > largestArchiveBytes || entries.length > mostEntries)
    throw new InputError(
      "archive-too-large",
      `the archive would have ${(size / 1e9).toFixed(1)} GB in ${entries.length} files; a zip holds up to 4.2 GB in ${mostEntries}`,
      { advice: "Copy the workspace's folder instead, or export the models alone, as bundles." },
    );
}

/**
 * Writes a whole workspace as one zip: tables, records, models; the SEG-Y files themselves stay where they are. Memory holds
 * one file. The same workspace and program give the same bytes.
 * @throws InputError `workspace-missing`, `archive-too-large`; JobError `workspace-changed`
 */
export async function exportArchive(
  storage: WorkspaceStorage,
  sink: ByteSink,
  { codeVersion, onProgress, signal, yieldControl }: ArchiveOptions & { readonly codeVersion: string },
): Promise<{ readonly files: number; readonly bytes: number }> {
  const listed = await listFiles(storage);
  requireFits(listed, codeVersion);
  const total = 2 * listed.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    signal?.throwIfAborted();
    const bytes = await storage.read(path);
    if (!bytes) throw changed(path);
    done += bytes.length;
    onProgress?.({ step: "export archive", detail: path, done, total: Math.max(total, done) });
    await yieldControl?.();
    return bytes;
  };
  const changed = (path: string): JobError =>
    new JobError("workspace-changed", `${path} changed while the archive was written`, {
      place: { file: path },
      advice: "Wait until other work on this workspace is done, and export again.",
    });

  const files: ArchivedFile[] = [];
  for (const { path } of listed) {
    const bytes = await read(path);
    files.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
  }
  requireFits(files, codeVersion);
  const manifest: ArchiveManifest = { format: archiveFormat, version: archiveVersion, codeVersion, files };
  let written = 0;
  const zip = new StoredZipWriter({
    write: async (bytes) => {
      written += bytes.length;
      await sink.write(bytes);
    },
  });
  await zip.begin(archiveManifestName);
  await zip.append(encodeManifest(manifest));
  await zip.finish();
  for (const { path, sha256 } of files) {
    const bytes = await read(path);
    if ((await sha256Hex(bytes)) !== sha256) throw changed(path);
    await zip.begin(path);
    await zip.append(bytes);
    await zip.finish();
  }
  await zip.end();
  return { files: files.length, bytes: written };
}
