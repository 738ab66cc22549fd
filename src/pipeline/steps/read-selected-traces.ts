import { ArrayRoom } from "../../quantities/array-room.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { SegyFile } from "../segy/contract.ts";
import { tracesPerBlock } from "./survey-files.ts";

/** Gaps in a selection up to this many traces are read along: fewer, larger reads are quicker than many small ones. */
const largestGap = 8;

/**
 * Reads the traces of an ascending selection, block by block; `work` gets `[traces, samples]` and their indices.
 * Memory holds one block, the same one each time: `work` may not keep it.
 * @param room for the block, where more selections are read one after the other
 */
export async function readSelectedTraces(
  segy: SegyFile,
  selection: ArrayLike<number>,
  work: (block: Float32Matrix, indices: readonly number[]) => Promise<void>,
  signal?: AbortSignal,
  room = new ArrayRoom(),
): Promise<void> {
  const { samplesPerTrace } = segy.layout;
  const blockTraces = tracesPerBlock(samplesPerTrace);
  let at = 0;
  while (at < selection.length) {
    signal?.throwIfAborted();
    const first = selection[at]!;
    const indices: number[] = [];
    let last = first;
    while (at < selection.length) {
      const next = selection[at]!;
      if (next - first >= blockTraces || next - last > largestGap) break;
      indices.push(next);
      last = next;
      at++;
    }
    const span = last - first + 1;
    const read = await segy.readSamples(first, span, signal, room.floats("block", span * samplesPerTrace));
    if (indices.length === read.rows) {
      await work(read, indices);
      continue;
    }
    // The wanted traces move to the front of the block, none over one that is still to be moved.
    indices.forEach((trace, row) => {
      const from = (trace - first) * samplesPerTrace;
      read.data.copyWithin(row * samplesPerTrace, from, from + samplesPerTrace);
    });
    const wanted = indices.length;
    const picked = float32Matrix(wanted, samplesPerTrace, read.data.subarray(0, wanted * samplesPerTrace));
    await work(picked, indices);
  }
}
