import { HeaderView, turnWords } from "./byte-order.ts";
import type { ByteOrder } from "./contract.ts";
import { textHeaderBytes } from "./text-encoding.ts";

export const binaryHeaderBytes = 400;
export const fileHeaderBytes = textHeaderBytes + binaryHeaderBytes;

/** Zero-based offsets within the file of the binary header's fields. */
export const at = {
  interval: 3216,
  samples: 3220,
  format: 3224,
  measurementSystem: 3254,
  impulsePolarity: 3256,
  extendedSamples: 3268,
  extendedInterval: 3272,
  orderConstant: 3296,
  revision: 3500,
  extendedTexts: 3504,
  traceHeaders: 3506,
  traces: 3512,
  firstTrace: 3520,
  trailers: 3528,
} as const;

/** What the constant of revision 2 (bytes 3297–3300) reads as, byte by byte. */
const orderConstants: readonly (readonly [ByteOrder, number])[] = [
  ["big", 0x01020304],
  ["little", 0x04030201],
  ["pairwise", 0x02010403],
];

export function orderOfConstant(bytes: Uint8Array): ByteOrder | undefined {
  const found = new HeaderView(bytes, "big").uint32(at.orderConstant);
  return orderConstants.find(([, constant]) => constant === found)?.[0];
}

export interface Revision {
  /** 0, 1, 2 or 2.1: what the file is read as. */
  readonly revision: number;
  /** What the header says, where no revision is called so. */
  readonly unknown?: string;
}

/**
 * Two single bytes, major and minor. Programs also write a plain number into either byte, or both bytes the wrong way round.
 * A revision that is not known is read as 2.1 where the file bears revision 2's constant, else as 0: blanks or leftovers.
 */
export function revisionOf(bytes: Uint8Array): Revision {
  const [first, second] = [bytes[at.revision]!, bytes[at.revision + 1]!];
  if (first === 0 || second === 0) {
    const only = first || second;
    if (only <= 2) return { revision: only };
  }
  if ((first === 2 && second === 1) || (first === 1 && second === 2)) return { revision: 2.1 };
  return { revision: orderOfConstant(bytes) ? 2.1 : 0, unknown: `${first}.${second}` };
}

/** What the binary header says of the file's make-up. Fields that a revision lacks are 0. */
export interface BinaryHeader {
  readonly revision: Revision;
  readonly formatCode: number;
  /** 0: not said. */
  readonly samples: number;
  readonly intervalMicroseconds: number;
  readonly measurementSystem: number;
  readonly impulsePolarity: number;
  /** An IEEE double of revision 2, as it is; 0: not said. */
  readonly extendedInterval: number;
  readonly extendedSamples: number;
  readonly extendedTexts: number;
  /** What the number of further 240-byte blocks of a trace header may be; likeliest first. */
  readonly furtherBlocks: readonly number[];
  readonly traces: number;
  readonly firstTrace: number;
  /** Stanzas of 3200 bytes behind the traces; −1: as many as there are. */
  readonly trailers: number;
}

export function readBinaryHeader(bytes: Uint8Array, order: ByteOrder): BinaryHeader {
  const view = new HeaderView(bytes, order);
  const revision = revisionOf(bytes);
  const isLater = revision.revision >= 2;
  // Two bytes in revision 2.1 and in files seen; revision 2.0 was also read as having four.
  const blocks = [view.uint16(at.traceHeaders), view.uint32(at.traceHeaders)];
  return {
    revision,
    formatCode: view.int16(at.format),
    samples: view.uint16(at.samples),
    intervalMicroseconds: view.uint16(at.interval),
    measurementSystem: view.int16(at.measurementSystem),
    impulsePolarity: view.int16(at.impulsePolarity),
    extendedInterval: isLater ? view.float64(at.extendedInterval) : 0,
    extendedSamples: isLater ? view.uint32(at.extendedSamples) : 0,
    extendedTexts: view.int16(at.extendedTexts),
    furtherBlocks: isLater ? [...new Set(revision.revision === 2 ? blocks : blocks.slice(0, 1))] : [0],
    traces: isLater ? view.uint64(at.traces) : 0,
    firstTrace: isLater ? view.uint64(at.firstTrace) : 0,
    trailers: isLater ? view.int32(at.trailers) : 0,
  };
}

/** Where the binary header's numbers are, by their size; what lies between them are single bytes or nothing that is known. */
const fieldSizes: readonly (readonly [from: number, end: number, bytes: number])[] = [
  [0, 12, 4],
  [12, 60, 2],
  [60, 72, 4],
  [72, 88, 8],
  [88, 100, 4],
  [302, 312, 2],
  [312, 328, 8],
  [328, 332, 4],
];

/** A copy of the 400 bytes of a binary header, turned from big-endian to an order or from it: turning is its own inverse. */
export function turnBinaryHeader(bytes: Uint8Array, order: ByteOrder): Uint8Array<ArrayBuffer> {
  const turned = new Uint8Array(bytes);
  if (order !== "big")
    for (const [from, end, size] of fieldSizes) turnWords(turned, from, (end - from) / size, size, order);
  return turned;
}
