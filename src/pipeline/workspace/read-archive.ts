import type { ByteSource } from "../byte-access.ts";
import { InputError } from "../errors.ts";
import {
  archiveManifestName,
  archiveManifestSchema,
  archiveOrder,
  archiveVersion,
  archiveVersionSchema,
  encodeManifest,
  isWorkspacePath,
  type ArchivedFile,
  type ArchiveManifest,
  type ArchiveOptions,
} from "./archive-manifest.ts";
import { dataOffset, endBytes, nextEntryOffset, StoredZipWriter, zipBytes } from "./archive-zip.ts";
import { createSha256 } from "./hash.ts";
import { manifestPath } from "./open-workspace.ts";

const largestManifestBytes = 64 << 20;
const blockBytes = 4 << 20;

/** An archive whose manifest was read; its files are not checked yet. */
export interface OpenedArchive {
  readonly manifestBytes: Uint8Array<ArrayBuffer>;
  readonly files: readonly {
    readonly file: ArchivedFile;
    /** Where its data begin. */ readonly offset: number;
  }[];
}

function damagedIn(source: ByteSource) {
  return (what: string, byteOffset?: number, cause?: unknown): InputError =>
    new InputError("archive-damaged", `${source.name} ${what}`, {
      place: { file: source.name, ...(byteOffset === undefined ? {} : { byteOffset }) },
      cause,
      advice: "Copy or export the archive again; it must not be unpacked and packed anew.",
    });
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The manifest's bytes: the first entry, whose size the directory tells. Each number is bounded before it is used. */
async function readManifestBytes(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const damaged = damagedIn(source);
  const { sizeBytes } = source;
  const head = sizeBytes >= endBytes ? await source.read(0, 4) : new Uint8Array(4);
  if (view(head).getUint32(0) !== 0x504b0304)
    throw new InputError("archive-not-zip", `${source.name} is no archive: it is no zip file`, {
      place: { file: source.name },
      advice: "Choose a file that geophone workspace export wrote.",
    });
  const nameBytes = archiveManifestName.length;
  const named = async (offset: number): Promise<boolean> =>
    offset + nameBytes <= sizeBytes &&
    new TextDecoder("latin1").decode(await source.read(offset, nameBytes)) === archiveManifestName;
  if (!(await named(dataOffset(0, ""))))
    throw damaged(`is a zip, but no archive of a workspace: it does not begin with ${archiveManifestName}`);
  const end = view(await source.read(sizeBytes - endBytes, endBytes));
  const directory = end.getUint32(16, true);
  if (end.getUint32(0) !== 0x504b0506 || directory + end.getUint32(12, true) + endBytes !== sizeBytes)
    throw damaged("is cut short, or something was added to it");
  if (directory + 46 + nameBytes > sizeBytes || !(await named(directory + 46)))
    throw damaged("has a damaged directory", directory);
  const bytes = view(await source.read(directory, 46)).getUint32(20, true);
  if (bytes > largestManifestBytes || dataOffset(0, archiveManifestName) + bytes > sizeBytes)
    throw damaged("has a damaged directory", directory);
  return source.read(dataOffset(0, archiveManifestName), bytes);
}

function parseManifest(source: ByteSource, bytes: Uint8Array): ArchiveManifest {
  const damaged = damagedIn(source);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(`has a damaged ${archiveManifestName}`, undefined, cause);
  }
  const version = archiveVersionSchema.safeParse(json);
  if (version.success && version.data.version > archiveVersion)
    throw new InputError(
      "archive-newer",
      `${source.name} is an archive of version ${version.data.version}; this Geophone reads up to version ${archiveVersion}`,
      { place: { file: source.name }, advice: "Use a newer Geophone." },
    );
  const manifest = archiveManifestSchema.safeParse(json);
  if (!manifest.success) throw damaged(`has a damaged ${archiveManifestName}`, undefined, manifest.error);
  const again = encodeManifest(manifest.data);
  if (again.length !== bytes.length || again.some((byte, i) => byte !== bytes[i]))
    throw damaged(`has an altered ${archiveManifestName}`);
  return manifest.data;
}

/** @throws InputError `archive-not-zip`, `archive-damaged`, `archive-newer` */
export async function openArchive(source: ByteSource): Promise<OpenedArchive> {
  const damaged = damagedIn(source);
  const manifestBytes = await readManifestBytes(source);
  const manifest = parseManifest(source, manifestBytes);
  const paths = manifest.files.map(({ path }) => path);
  const strange = paths.find((path) => !isWorkspacePath(path));
  if (strange !== undefined)
    throw damaged(`names a file that no workspace keeps: ${JSON.stringify(strange)}`);
  if (new Set(paths).size !== paths.length) throw damaged("names a file twice");
  if (paths.at(-1) !== manifestPath || archiveOrder(paths).some((path, i) => path !== paths[i]))
    throw damaged("does not hold its files in their order");

  const entries = manifest.files.map(({ path, bytes }) => ({ name: path, bytes }));
  const first = { name: archiveManifestName, bytes: manifestBytes.length };
  if (zipBytes([first, ...entries]) !== source.sizeBytes)
    throw damaged("is cut short, or is not what its list of files says");
  let offset = nextEntryOffset(0, first);
  const files = manifest.files.map((file, i) => {
    const own = { file, offset: dataOffset(offset, file.path) };
    offset = nextEntryOffset(offset, entries[i]!);
    return own;
  });
  return { manifestBytes, files };
}

/**
 * Holds every byte of an archive to what its manifest says: data to their hashes, all else to the one form that an archive of
 * these files has. @throws InputError `archive-damaged`
 */
export async function verifyArchive(
  { manifestBytes, files }: OpenedArchive,
  source: ByteSource,
  { onProgress, signal, yieldControl }: ArchiveOptions,
): Promise<void> {
  const damaged = damagedIn(source);
  let position = 0;
  let data: Uint8Array | undefined;
  // The archive is written again, into nothing but a comparison.
  const zip = new StoredZipWriter({
    write: async (bytes) => {
      if (bytes !== data) {
        const there = await source.read(position, bytes.length, signal);
        const differs = there.findIndex((byte, i) => byte !== bytes[i]);
        if (differs >= 0) throw damaged("was altered", position + differs);
      }
      position += bytes.length;
    },
  });
  await zip.begin(archiveManifestName);
  await zip.append(manifestBytes);
  await zip.finish();
  for (const { file, offset } of files) {
    const hash = createSha256();
    await zip.begin(file.path);
    for (let at = 0; at < file.bytes; at += blockBytes) {
      signal?.throwIfAborted();
      data = await source.read(offset + at, Math.min(blockBytes, file.bytes - at), signal);
      hash.update(data);
      await zip.append(data);
      onProgress?.({ step: "check archive", detail: file.path, done: position, total: source.sizeBytes });
      await yieldControl?.();
    }
    if (hash.hex() !== file.sha256)
      throw damaged(`holds a damaged ${file.path}: its SHA-256 differs`, offset);
    await zip.finish();
  }
  await zip.end();
}
