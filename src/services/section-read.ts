import { float32Matrix, type Float32Matrix } from "../quantities/matrix.ts";
import type { SegyFile } from "../pipeline/segy/contract.ts";
import { tracesPerBlock } from "../pipeline/steps/survey-files.ts";

/** Gaps up to this many traces are read along: fewer, larger reads are quicker than many small ones. */
const largestGap = 8;
/** Reads under way at once: a crossline lies in thousands of places, and each has to be waited for. */
const mostReads = 16;

/** Neighbouring traces that are read at once. */
interface Span {
  readonly first: number;
  readonly traces: number;
  /** The wanted ones: places in the ascending list. */
  readonly from: number;
  readonly end: number;
}

function spansOf(ascending: Int32Array, most: number): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < ascending.length;) {
    const first = ascending[from]!;
    let end = from + 1;
    while (
      end < ascending.length &&
      ascending[end]! - ascending[end - 1]! <= largestGap &&
      ascending[end]! - first < most
    )
      end++;
    spans.push({ first, traces: ascending[end - 1]! - first + 1, from, end });
    from = end;
  }
  return spans;
}

/**
 * Samples of traces in any order, `[traces, samples]`: they are read in the order in which they lie in the file, neighbours
 * together and several places at once, and put where they belong. Beside the result, memory holds about 16 MiB.
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
  const block = tracesPerBlock(samplesPerTrace);
  const spans = spansOf(ascending, block);
  const longest = spans.reduce((most, { traces }) => Math.max(most, traces), 1);
  const atOnce = Math.max(1, Math.min(mostReads, Math.floor(block / longest)));
  let next = 0;
  const readOn = async (): Promise<void> => {
    for (let span = spans[next++]; span; span = spans[next++]) {
      signal?.throwIfAborted();
      const { data } = await segy.readSamples(span.first, span.traces, signal);
      for (let place = span.from; place < span.end; place++) {
        const from = (ascending[place]! - span.first) * samplesPerTrace;
        samples.data.set(data.subarray(from, from + samplesPerTrace), columnAt[place]! * samplesPerTrace);
      }
    }
  };
  // All have ended before an error is told: the file may be closed then.
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, readOn));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
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
