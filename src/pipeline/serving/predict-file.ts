import { float32Matrix, float64Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { predictedClasses } from "../evaluation/contract.ts";
import { selectTraces, windowStarts } from "../features/contract.ts";
import { findMutes, isMuted } from "../quality/contract.ts";
import { orientationOf } from "../lines.ts";
import { describeGeometry, type SegyFile } from "../segy/contract.ts";
import { checkInput } from "./check-input.ts";
import type { Predictions } from "./contract.ts";
import { scoreWindows } from "./score-windows.ts";

/** Samples and windows of one block of traces stay below about this. */
const blockBytes = 8 << 20;
/** Gaps in a selection up to this many traces are read along: fewer, larger reads are quicker than many small ones. */
const largestGap = 8;

export interface PredictFileOptions {
  /** Traces 0, every, 2·every … of each line; 1 (all) where absent. */
  readonly every?: number;
  /** Gets the number of traces scored and the number to score. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Awaited after every block, so that the house can paint or take a cancel. */
  readonly yieldControl?: () => Promise<void>;
}

/**
 * Scores every window of a file, block by block. Windows with NaN or infinite samples, and windows within a mute, get the class
 * −1 and NaN.
 * @throws InputError `input-mismatch` when the file is not what the model declares, `every-invalid`
 */
export async function predictFile(
  model: ScoringModel,
  segy: SegyFile,
  surveyName: string,
  options: PredictFileOptions = {},
): Promise<Predictions> {
  const { every = 1, onProgress, signal, yieldControl } = options;
  const { layout } = segy;
  checkInput(model, layout);
  const { lengthSamples } = model.window;
  const intervalMs = layout.intervalMicroseconds / 1000;
  const starts = windowStarts(model.window, layout.samplesPerTrace);
  const headers = await segy.scanHeaders(undefined, signal);
  const { geometry } = describeGeometry(headers, segy.lineBytes);
  const orientation = orientationOf({ ...geometry, geometryKind: geometry.kind });
  const traces = selectTraces(headers, orientation, every);

  const rows = traces.length * starts.length;
  const classes = model.classes.length;
  const probabilities = float64Matrix(rows, classes);
  const startSample = Int32Array.from({ length: rows }, (_, row) => starts[row % starts.length]!);
  const traceIndex = Int32Array.from({ length: rows }, (_, row) => traces[Math.floor(row / starts.length)]!);
  const startMs = Float64Array.from(startSample, (start) => layout.delayMs + start * intervalMs);

  const tracesPerBlock = Math.max(
    1,
    Math.floor(blockBytes / (4 * Math.max(layout.samplesPerTrace, starts.length * lengthSamples))),
  );
  for (let at = 0; at < traces.length;) {
    signal?.throwIfAborted();
    const first = traces[at]!;
    let next = at + 1;
    while (
      next < traces.length &&
      traces[next]! - first < tracesPerBlock &&
      traces[next]! - traces[next - 1]! <= largestGap
    )
      next++;
    const block = await segy.readSamples(first, traces[next - 1]! - first + 1, signal);
    const mutes = findMutes(block);
    const windows = float32Matrix((next - at) * starts.length, lengthSamples);
    let to = 0;
    for (let i = at; i < next; i++)
      for (const start of starts) {
        const from = (traces[i]! - first) * block.columns + start;
        windows.data.set(block.data.subarray(from, from + lengthSamples), to);
        to += lengthSamples;
      }
    const [firstRow, endRow] = [at * starts.length, next * starts.length];
    const scored = scoreWindows(model, windows, startMs.subarray(firstRow, endRow));
    for (let i = at; i < next; i++)
      starts.forEach((start, k) => {
        if (!isMuted(mutes, traces[i]! - first, block.columns, start, lengthSamples)) return;
        const row = (i - at) * starts.length + k;
        scored.data.fill(NaN, row * classes, (row + 1) * classes);
      });
    probabilities.data.set(scored.data, firstRow * classes);
    at = next;
    onProgress?.(at, traces.length);
    await yieldControl?.();
  }
  return {
    survey: surveyName,
    classes: model.classes,
    rows,
    traceIndex,
    inline: traceIndex.map((trace) => headers.inline[trace]!),
    crossline: traceIndex.map((trace) => headers.crossline[trace]!),
    startSample,
    startMs,
    verticalUnit: layout.verticalUnit,
    endMs: startMs.map((start) => start + lengthSamples * intervalMs),
    classIndex: predictedClasses(probabilities),
    probabilities,
  };
}
