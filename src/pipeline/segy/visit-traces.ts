import type { ByteOrder, SampleFormat, SegyFile } from "./contract.ts";
import { readDoubles } from "./read-doubles.ts";

/** Bytes read at once, and the gap between two wanted traces that is read over rather than jumped. */
const blockBytes = 8 << 20;
const gapBytes = 64 << 10;

/** A trace as it lies in the file. */
export interface RawTrace {
  readonly index: number;
  /** All blocks, in the file's byte order. */
  readonly header: Uint8Array<ArrayBuffer>;
  readonly samples: Uint8Array<ArrayBuffer>;
  readonly format: SampleFormat;
  readonly byteOrder: ByteOrder;
}

/** A trace's samples as doubles, with the sign that they are to be read with. */
export function doublesOf({ samples, format, byteOrder }: RawTrace, { layout }: SegyFile): Float64Array {
  const values = readDoubles(format.code, samples, byteOrder);
  // 0 − 0 is +0, as `readSamples` has it.
  if (layout.reversed) for (let i = 0; i < values.length; i++) values[i] = 0 - values[i]!;
  return values;
}

/** Reads traces in few, bounded reads and gives them in blocks, in order. @param indices ascending */
export async function* readTraces(
  segy: SegyFile,
  indices: Int32Array,
  signal?: AbortSignal,
): AsyncGenerator<RawTrace[]> {
  const { bytesPerTrace } = segy.layout;
  for (let from = 0; from < indices.length;) {
    signal?.throwIfAborted();
    const first = indices[from]!;
    let to = from + 1;
    while (
      to < indices.length &&
      (indices[to]! - first + 1) * bytesPerTrace <= blockBytes &&
      (indices[to]! - indices[to - 1]! - 1) * bytesPerTrace <= gapBytes
    )
      to++;
    const block: RawTrace[] = [];
    let index = first;
    let next = from;
    for (const raw of await segy.readRawTraces(first, indices[to - 1]! - first + 1, signal)) {
      const { bytes, headerBytes, format, byteOrder } = raw;
      const length = bytes.length / raw.count;
      for (let at = 0; at < bytes.length; at += length, index++) {
        if (index !== indices[next]) continue;
        next++;
        const header = bytes.subarray(at, at + headerBytes);
        block.push({
          index,
          header,
          samples: bytes.subarray(at + headerBytes, at + length),
          format,
          byteOrder,
        });
      }
    }
    yield block;
    from = to;
  }
}

/**
 * Reads traces as doubles, one after the other, in bounded memory. `unassigned` holds bytes 233–236, which revisions 0 and 1
 * leave free.
 * @param indices ascending
 */
export async function visitTraces(
  segy: SegyFile,
  indices: Int32Array,
  visit: (trace: {
    readonly index: number;
    readonly samples: Float64Array;
    readonly unassigned: Uint8Array;
  }) => void,
  onBlock?: (done: number) => Promise<void> | void,
  signal?: AbortSignal,
): Promise<void> {
  let done = 0;
  for await (const block of readTraces(segy, indices, signal)) {
    for (const trace of block)
      visit({
        index: trace.index,
        samples: doublesOf(trace, segy),
        unassigned: trace.header.subarray(232, 236),
      });
    done += block.length;
    await onBlock?.(done);
  }
}
