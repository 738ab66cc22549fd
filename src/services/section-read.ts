import { float32Matrix, type Float32Matrix } from "../quantities/matrix.ts";
import type { SegyFile } from "../pipeline/segy/contract.ts";
import { readSelectedTraces } from "../pipeline/steps/read-selected-traces.ts";

/**
 * Samples of traces in any order, `[traces, samples]`: they are read in the order in which they lie in the file, neighbours
 * together, and put where they belong.
 */
export async function readTracesInOrder(
  segy: SegyFile,
  traceIndex: Int32Array,
  signal?: AbortSignal,
): Promise<Float32Matrix> {
  const { samplesPerTrace } = segy.layout;
  const samples = float32Matrix(traceIndex.length, samplesPerTrace);
  const columnAt = Int32Array.from(traceIndex.keys()).sort((a, b) => traceIndex[a]! - traceIndex[b]!);
  const ascending = columnAt.map((column) => traceIndex[column]!);
  let done = 0;
  await readSelectedTraces(
    segy,
    ascending,
    async (block) => {
      for (let row = 0; row < block.rows; row++)
        samples.data.set(
          block.data.subarray(row * samplesPerTrace, (row + 1) * samplesPerTrace),
          columnAt[done++]! * samplesPerTrace,
        );
    },
    signal,
  );
  return samples;
}

/** Columns whose samples are all equal. */
export function deadColumns({ rows, columns, data }: Float32Matrix): Int32Array {
  const dead: number[] = [];
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    const level = data[from];
    let k = 1;
    while (k < columns && data[from + k] === level) k++;
    if (k >= columns) dead.push(row);
  }
  return Int32Array.from(dead);
}
