import { binaryHeaderBytes, fileHeaderBytes, turnBinaryHeader } from "./binary-header.ts";
import type { SegyFile } from "./contract.ts";
import { textHeaderBytes } from "./text-encoding.ts";
import type { Revision, WrittenShape } from "./written-revision.ts";

/** Zero-based offsets within the 400 bytes. */
const at = {
  interval: 16,
  samples: 20,
  format: 24,
  sorting: 28,
  units: 54,
  polarity: 56,
  unassigned: 60,
  extendedSamples: 68,
  extendedInterval: 72,
  orderConstant: 96,
  revision: 300,
  fixedLength: 302,
  extendedTexts: 304,
  furtherBlocks: 306,
  traces: 312,
  firstTrace: 320,
  trailers: 328,
  afterTrailers: 332,
} as const;

export const fitsUint16 = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= 0xffff;

/**
 * The binary header of a copy: the source's bytes, with what must be true of the new file. Fields that a later revision brings
 * are blank before they are set, since older files may hold anything there.
 */
export async function copyBinaryHeader(
  segy: SegyFile,
  shape: WrittenShape & { readonly traces: number; readonly revision: Revision },
): Promise<Uint8Array> {
  const { layout, reading } = segy;
  const bytes = turnBinaryHeader(await segy.readBinaryHeaderBytes(), layout.byteOrder);
  const view = new DataView(bytes.buffer, bytes.byteOffset, binaryHeaderBytes);
  const { revision, samplesPerTrace } = shape;
  if (layout.container === "su") {
    view.setInt16(at.sorting, 4);
    view.setInt16(at.units, 1);
  }
  if (reading.horizontalUnit) view.setInt16(at.units, reading.horizontalUnit === "m" ? 1 : 2);
  if (layout.polarity && (reading.polarity ?? layout.reversed)) {
    // Of the samples as the source holds them; reversed ones have the other.
    const isNormal = (layout.polarity === "seg-normal") !== (layout.reversed ?? false);
    view.setInt16(at.polarity, isNormal ? 1 : 2);
  }
  if (layout.revision < 2 || revision < 2) {
    bytes.fill(0, at.unassigned, at.revision);
    bytes.fill(0, at.furtherBlocks, at.afterTrailers);
  }
  view.setUint16(at.samples, samplesPerTrace > 0xffff ? 0 : samplesPerTrace);
  view.setInt16(at.format, shape.formatCode);
  const interval = layout.intervalMicroseconds;
  // What 16 bits cannot hold is in revision 2's own field, or in the traces', as it was in the source.
  if (fitsUint16(interval)) view.setUint16(at.interval, interval);
  bytes[at.revision] = Math.trunc(revision);
  bytes[at.revision + 1] = Math.round((revision % 1) * 10);
  if (revision >= 1) view.setInt16(at.fixedLength, 1);
  view.setInt16(at.extendedTexts, shape.extendedTexts);
  if (revision >= 2) {
    if (samplesPerTrace > 0xffff || view.getUint32(at.extendedSamples) !== 0)
      view.setUint32(at.extendedSamples, samplesPerTrace);
    if (fitsUint16(interval) && view.getFloat64(at.extendedInterval) !== 0)
      view.setFloat64(at.extendedInterval, interval);
    view.setUint32(at.orderConstant, 0x01020304);
    view.setBigUint64(at.traces, BigInt(shape.traces));
    view.setBigUint64(at.firstTrace, BigInt(fileHeaderBytes + shape.extendedTexts * textHeaderBytes));
    view.setInt32(at.trailers, 0);
  }
  return turnBinaryHeader(bytes, shape.byteOrder);
}
