import type { ByteSource } from "../byte-access.ts";
import { InputError, JobError } from "../errors.ts";
import { isRecordPath, isWorkspacePath, type ArchiveOptions } from "./archive-manifest.ts";
import { openArchive, verifyArchive, type OpenedArchive } from "./read-archive.ts";
import type { WorkspaceStorage } from "./contract.ts";
import { sha256Hex } from "./hash.ts";
import { checkWorkspaceManifest, manifestPath } from "./open-workspace.ts";

/**
 * An archive goes where no workspace is, or one without records. What an import of the same archive left when it was broken
 * off is no hindrance: such files are the same, byte for byte.
 * @throws InputError `workspace-not-empty`, `not-a-workspace`
 */
async function requireRoom(storage: WorkspaceStorage, { files }: OpenedArchive): Promise<void> {
  const there = await storage.listAll();
  const foreign = there.filter((path) => !isWorkspacePath(path));
  if (!there.includes(manifestPath) && foreign.length > 0)
    throw new InputError(
      "not-a-workspace",
      `${storage.description} holds other things (${foreign.slice(0, 3).join(", ")}) and no workspace`,
      { advice: "Name a new or empty folder." },
    );
  const hashes = new Map(files.map(({ file }) => [file.path, file.sha256]));
  for (const path of there.filter(isRecordPath)) {
    const bytes = await storage.read(path);
    if (bytes && hashes.get(path) !== (await sha256Hex(bytes)))
      throw new InputError("workspace-not-empty", `${storage.description} holds a workspace already`, {
        place: { file: path },
        advice: "Import into a new or empty workspace; this one was not changed.",
      });
  }
}

/**
 * Puts an archive's workspace into an empty storage. Nothing of the archive is trusted: its structure and every hash are
 * checked before the first byte is written. Broken off, it can be run again. Memory holds one file.
 * @throws InputError `archive-not-zip`, `archive-damaged`, `archive-newer`, `workspace-newer`, `workspace-damaged`,
 * `workspace-not-empty`, `not-a-workspace`; JobError `workspace-changed`
 */
export async function importArchive(
  storage: WorkspaceStorage,
  source: ByteSource,
  options: ArchiveOptions = {},
): Promise<{ readonly files: number; readonly bytes: number }> {
  const archive = await openArchive(source);
  await requireRoom(storage, archive);
  await verifyArchive(archive, source, options);
  const read = async (index: number): Promise<Uint8Array<ArrayBuffer>> => {
    const { file, offset } = archive.files[index]!;
    const bytes = await source.read(offset, file.bytes, options.signal);
    // It was right a moment ago; the file may have changed since.
    if ((await sha256Hex(bytes)) !== file.sha256)
      throw new InputError("archive-damaged", `${source.name} changed while it was read`, {
        place: { file: source.name, byteOffset: offset },
        advice: "Start again once the file is whole.",
      });
    return bytes;
  };
  checkWorkspaceManifest(await read(archive.files.length - 1), source.name);
  // A record that another program wrote since the look around is not ours to lose.
  const put = async (path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (!isRecordPath(path)) return storage.write(path, bytes);
    if (await storage.writeNew(path, bytes)) return;
    const there = await storage.read(path);
    if (!there || (await sha256Hex(there)) !== (await sha256Hex(bytes)))
      throw new JobError("workspace-changed", `${storage.description} was written to meanwhile`, {
        place: { file: path },
        advice: "Import into a new or empty workspace; what the other program wrote was not changed.",
      });
  };

  const total = archive.files.reduce((sum, { file }) => sum + file.bytes, 0);
  let done = 0;
  for (const [index, { file }] of archive.files.entries()) {
    options.signal?.throwIfAborted();
    await put(file.path, await read(index));
    done += file.bytes;
    options.onProgress?.({ step: "import archive", detail: file.path, done, total });
    await options.yieldControl?.();
  }
  return { files: archive.files.length, bytes: total };
}
