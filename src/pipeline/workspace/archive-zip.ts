import { Zip, ZipPassThrough } from "fflate";
import type { ByteSink } from "../byte-access.ts";

/** Bytes of an entry's local header, the descriptor behind its data, and its place in the directory, beside the name. */
const localHeaderBytes = 30;
const descriptorBytes = 16;
const directoryBytes = 46;
export const endBytes = 22;
/** Beyond these a zip needs the zip64 form, which not every program reads. */
export const largestArchiveBytes = 0xffff_fffe;
export const mostEntries = 0xfffe;
/** The first moment that zip knows: an archive says nothing of when it was written. */
const noTime = new Date(1980, 0, 1);

export interface ZipEntry {
  /** ASCII. */
  readonly name: string;
  readonly bytes: number;
}

/** Where an entry's data begin, given where its header does. */
export const dataOffset = (entryOffset: number, name: string): number =>
  entryOffset + localHeaderBytes + name.length;

/** Where the next entry begins, given where this one does. */
export const nextEntryOffset = (entryOffset: number, { name, bytes }: ZipEntry): number =>
  dataOffset(entryOffset, name) + bytes + descriptorBytes;

/** Size of the whole zip: entries are stored, so it follows from names and sizes alone. */
export function zipBytes(entries: readonly ZipEntry[]): number {
  let offset = 0;
  for (const entry of entries) offset = nextEntryOffset(offset, entry);
  return entries.reduce((sum, { name }) => sum + directoryBytes + name.length, offset) + endBytes;
}

/** A zip of stored entries, streamed: the same entries give the same bytes everywhere. */
export class StoredZipWriter {
  readonly #sink: ByteSink;
  readonly #zip: Zip;
  #chunks: Uint8Array[] = [];
  #entry: ZipPassThrough | undefined;

  constructor(sink: ByteSink) {
    this.#sink = sink;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#chunks.push(chunk);
    });
  }

  async begin(name: string): Promise<void> {
    const entry = new ZipPassThrough(name);
    entry.mtime = noTime;
    entry.os = 3;
    entry.attrs = 0o644 << 16;
    this.#entry = entry;
    this.#zip.add(entry);
    await this.#flush();
  }

  /** A piece of the entry's data. */
  async append(bytes: Uint8Array): Promise<void> {
    this.#entry!.push(bytes);
    await this.#flush();
  }

  async finish(): Promise<void> {
    this.#entry!.push(new Uint8Array(0), true);
    await this.#flush();
  }

  /** The directory; nothing may follow. */
  async end(): Promise<void> {
    this.#zip.end();
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = [];
    for (const chunk of chunks) if (chunk.length > 0) await this.#sink.write(chunk);
  }
}
