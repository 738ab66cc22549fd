import { crc32 } from "node:zlib";

/** One entry of a zip, and whatever of it should lie. What is not given is as a bundle has it. */
export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** Said sizes, packed and unpacked. */
  readonly packed?: number;
  readonly unpacked?: number;
  /** Of the directory alone. */
  readonly directoryName?: string;
  readonly directoryUnpacked?: number;
  readonly directoryCrc?: number;
  /** Where the directory says that the entry begins; its own bytes are then left out. */
  readonly at?: number;
  readonly extra?: Uint8Array;
  readonly attributes?: number;
}

interface RawEnd {
  readonly entries?: number;
  readonly directoryAt?: number;
  readonly comment?: Uint8Array;
  /** Put before the end record: zip64 records. */
  readonly before?: (directoryAt: number, endAt: number) => Uint8Array;
}

/** 1980-01-01 00:00 in DOS form. */
const dosTime = 0x00210000;

const bytesOf = (name: string | Uint8Array): Uint8Array =>
  typeof name === "string" ? new TextEncoder().encode(name) : name;

class Bytes {
  private readonly pieces: Uint8Array[] = [];
  length = 0;
  add(...pieces: readonly Uint8Array[]): this {
    for (const piece of pieces) {
      this.pieces.push(piece);
      this.length += piece.length;
    }
    return this;
  }
  u16(...values: readonly number[]): this {
    for (const value of values) this.add(Uint8Array.of(value & 255, (value >> 8) & 255));
    return this;
  }
  u32(...values: readonly number[]): this {
    for (const value of values) this.u16(value & 0xffff, value >>> 16);
    return this;
  }
  all(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

/** A zip, byte by byte, as APPNOTE.TXT lays it out and as bundles are; every field can be made to lie. */
export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Uint8Array<ArrayBuffer> {
  const zip = new Bytes();
  const directory = new Bytes();
  for (const entry of entries) {
    const { data, method = 0, flags = 0, extra = new Uint8Array(0), attributes = 0o644 << 16 } = entry;
    const crc = entry.crc ?? crc32(data);
    const packed = entry.packed ?? data.length;
    const unpacked = entry.unpacked ?? data.length;
    const at = entry.at ?? zip.length;
    const name = bytesOf(entry.name);
    if (entry.at === undefined)
      zip
        .u32(0x04034b50)
        .u16(20, flags, method)
        .u32(dosTime, crc, packed, unpacked)
        .u16(name.length, extra.length)
        .add(name, extra, data);
    const listed = entry.directoryName === undefined ? name : bytesOf(entry.directoryName);
    directory
      .u32(0x02014b50)
      .u16(20 | (3 << 8), 20, flags, method)
      .u32(dosTime, entry.directoryCrc ?? crc, packed, entry.directoryUnpacked ?? unpacked)
      .u16(listed.length, extra.length, 0, 0, 0)
      .u32(attributes, at)
      .add(listed, extra);
  }
  const directoryAt = zip.length;
  zip.add(directory.all());
  if (end.before) zip.add(end.before(directoryAt, zip.length));
  const count = end.entries ?? entries.length;
  return zip
    .u32(0x06054b50)
    .u16(0, 0, count, count)
    .u32(directory.length, end.directoryAt ?? directoryAt)
    .u16(end.comment?.length ?? 0)
    .add(end.comment ?? new Uint8Array(0))
    .all();
}

/** The zip64 end record and its locator, with a count and a place of the directory of one's own. */
export function zip64End(entries: bigint, directoryAt: bigint, recordAt: number): Uint8Array {
  const bytes = new Uint8Array(56 + 20);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06064b50, true);
  view.setBigUint64(4, 44n, true);
  view.setUint16(12, 45, true);
  view.setUint16(14, 45, true);
  view.setBigUint64(24, entries, true);
  view.setBigUint64(32, entries, true);
  view.setBigUint64(48, directoryAt, true);
  view.setUint32(56, 0x07064b50, true);
  view.setBigUint64(64, BigInt(recordAt), true);
  view.setUint32(72, 1, true);
  return bytes;
}
