import type { Float64Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { predictedClasses } from "../evaluation/contract.ts";
import { selectTraces, windowStarts } from "../features/contract.ts";
import { orientationOf } from "../lines.ts";
import { describeGeometry, type SegyFile } from "../segy/contract.ts";
import { checkInput } from "./check-input.ts";
import type { PredictionHead, Predictions } from "./contract.ts";
import { sampleMs, scoreTraces } from "./score-traces.ts";

/** Samples and windows of one block of traces stay below about this. */
const defaultBlockBytes = 8 << 20;
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

export interface PredictBlocksOptions extends PredictFileOptions {
  /** As `scoreTraces` of this model and file answers, wherever it is computed; here, where absent. */
  readonly score?: (traces: Int32Array, signal?: AbortSignal) => Promise<Float64Matrix>;
  /** Blocks being scored at once; more than 1 only with a `score` that works elsewhere. */
  readonly atOnce?: number;
  /** About the most that samples or windows of one block may take; default 8 MiB. */
  readonly blockBytes?: number;
}

/** A file that fits the model, about to be scored. */
export interface FileInBlocks extends PredictionHead {
  /** Traces that will be scored, and windows of them. */
  readonly traces: number;
  readonly rows: number;
  /** Taken once, in file order; each is of whole traces. Nothing is scored before it is asked for, but `atOnce` blocks ahead. */
  readonly blocks: AsyncGenerator<Predictions, void, void>;
}

/** Pieces of the selection, ascending, that are read and scored together. */
function* cut(traces: Int32Array, tracesPerBlock: number): Generator<Int32Array, undefined> {
  for (let at = 0; at < traces.length;) {
    const first = traces[at]!;
    let next = at + 1;
    while (
      next < traces.length &&
      traces[next]! - first < tracesPerBlock &&
      traces[next]! - traces[next - 1]! <= largestGap
    )
      next++;
    yield traces.subarray(at, next);
    at = next;
  }
}

/**
 * Scores every window of a file, block by block, so that memory is bounded by the blocks under way. Windows with NaN or
 * infinite samples, and windows within a mute, get the class −1 and NaN.
 * @throws InputError `input-mismatch` when the file is not what the model declares, `every-invalid`
 */
export async function predictFileBlocks(
  model: ScoringModel,
  segy: SegyFile,
  survey: string,
  options: PredictBlocksOptions = {},
): Promise<FileInBlocks> {
  const { every = 1, signal } = options;
  const { layout } = segy;
  checkInput(model, layout);
  const starts = windowStarts(model.window, layout.samplesPerTrace);
  let traces: Int32Array;
  if (every === 1) traces = Int32Array.from({ length: layout.traces }, (_, trace) => trace);
  else {
    const headers = await segy.scanHeaders(undefined, signal);
    const { geometry } = describeGeometry(headers, segy.lineBytes);
    traces = selectTraces(headers, orientationOf({ ...geometry, geometryKind: geometry.kind }), every);
  }
  return {
    survey,
    classes: model.classes,
    verticalUnit: layout.verticalUnit,
    traces: traces.length,
    rows: traces.length * starts.length,
    blocks: scoreBlocks(model, segy, { survey, traces, starts }, options),
  };
}

interface Plan {
  readonly survey: string;
  readonly traces: Int32Array;
  readonly starts: Int32Array;
}

async function* scoreBlocks(
  model: ScoringModel,
  segy: SegyFile,
  plan: Plan,
  options: PredictBlocksOptions,
): AsyncGenerator<Predictions, void, void> {
  const { signal, onProgress, yieldControl, atOnce = 1, blockBytes = defaultBlockBytes } = options;
  const score = options.score ?? ((traces, until) => scoreTraces(model, segy, traces, until));
  const { traces, starts } = plan;
  const bytesPerTrace = 4 * Math.max(segy.layout.samplesPerTrace, starts.length * model.window.lengthSamples);
  const pieces = cut(traces, Math.max(1, Math.floor(blockBytes / bytesPerTrace)));
  const underWay: { readonly piece: Int32Array; readonly scored: Promise<Float64Matrix> }[] = [];
  const askForMore = (): void => {
    while (underWay.length < atOnce) {
      const { value: piece } = pieces.next();
      if (!piece) return;
      const scored = score(piece, signal);
      // Whoever comes to this block gets the error; where an earlier one failed, nobody does.
      scored.catch(() => undefined);
      underWay.push({ piece, scored });
    }
  };
  let done = 0;
  for (;;) {
    signal?.throwIfAborted();
    askForMore();
    const next = underWay.shift();
    if (!next) return;
    const block = await describeBlock(model, segy, plan, next.piece, await next.scored, signal);
    done += next.piece.length;
    onProgress?.(done, traces.length);
    yield block;
    await yieldControl?.();
  }
}

/** Probabilities of a piece, with where each row is. */
async function describeBlock(
  { classes, window }: ScoringModel,
  segy: SegyFile,
  { survey, starts }: Plan,
  piece: Int32Array,
  probabilities: Float64Matrix,
  signal?: AbortSignal,
): Promise<Predictions> {
  const { layout } = segy;
  const { rows } = probabilities;
  const first = piece[0]!;
  const headers = await segy.readHeaders(first, piece[piece.length - 1]! - first + 1, signal);
  const traceIndex = Int32Array.from({ length: rows }, (_, row) => piece[Math.floor(row / starts.length)]!);
  const startSample = Int32Array.from({ length: rows }, (_, row) => starts[row % starts.length]!);
  const startMs = Float64Array.from(startSample, (start) => sampleMs(segy, start));
  const lengthMs = window.lengthSamples * (layout.intervalMicroseconds / 1000);
  return {
    survey,
    classes,
    verticalUnit: layout.verticalUnit,
    rows,
    traceIndex,
    inline: traceIndex.map((trace) => headers.inline[trace - first]!),
    crossline: traceIndex.map((trace) => headers.crossline[trace - first]!),
    startSample,
    startMs,
    endMs: startMs.map((start) => start + lengthMs),
    classIndex: predictedClasses(probabilities),
    probabilities,
  };
}
