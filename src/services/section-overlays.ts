import { classColour, cssColour } from "../pipeline/reports/class-colours.ts";
import { nearestWindows, type Predictions } from "../pipeline/serving/contract.ts";
import type { LegendEntry, Overlay } from "./section-contract.ts";
import { paintIndices } from "./section-paint.ts";
import { confidenceColour, rgbaWord } from "./section-palettes.ts";

/** Class of each sample of a section. */
export interface SampleClasses {
  readonly names: readonly string[];
  /** `[traces, samples]`; −1 for none. */
  readonly index: Int16Array;
}

/** What a model said of each sample of a section. */
export interface SamplePredictions extends SampleClasses {
  /** Probability of the class, `[traces, samples]`; NaN for none. */
  readonly confidence: Float32Array;
}

/** First row of each trace's windows; rows of one trace stand together. */
function firstRows({ traceIndex, rows }: Predictions): Map<number, number> {
  const first = new Map<number, number>();
  for (let row = 0; row < rows; row++) if (!first.has(traceIndex[row]!)) first.set(traceIndex[row]!, row);
  return first;
}

/**
 * For each column the column whose prediction it shows: its own, or the nearest one where only every n-th trace was
 * predicted; −1 where none is as near as the predicted traces are to each other.
 */
export function nearestPredicted(isPredicted: readonly boolean[]): Int32Array {
  const nearest = new Int32Array(isPredicted.length).fill(-1);
  const predicted = [...isPredicted.keys()].filter((column) => isPredicted[column]);
  let spacing = Infinity;
  for (let i = 1; i < predicted.length; i++) spacing = Math.min(spacing, predicted[i]! - predicted[i - 1]!);
  const reach = Number.isFinite(spacing) ? spacing / 2 : 0;
  for (const column of predicted)
    for (
      let near = Math.max(0, Math.ceil(column - reach));
      near <= column + reach && near < nearest.length;
      near++
    ) {
      const known = nearest[near]!;
      if (known < 0 || Math.abs(column - near) < Math.abs(known - near)) nearest[near] = column;
    }
  return nearest;
}

/** Spreads windows over samples: each sample shows the window whose centre is nearest. */
export function predictionsOnSamples(
  predictions: Predictions,
  traceIndex: Int32Array,
  samples: number,
  intervalMs: number,
): SamplePredictions {
  const { startSample, classIndex, probabilities, rows } = predictions;
  const firstRow = firstRows(predictions);
  const shown = nearestPredicted(Array.from(traceIndex, (trace) => firstRow.has(trace)));
  const index = new Int16Array(traceIndex.length * samples).fill(-1);
  const confidence = new Float32Array(index.length).fill(NaN);
  const length = rows > 0 ? Math.round((predictions.endMs[0]! - predictions.startMs[0]!) / intervalMs) : 0;
  let nearest: Int32Array = new Int32Array(0);
  let starts = "";
  for (let column = 0; column < traceIndex.length; column++) {
    const trace = shown[column]! < 0 ? undefined : traceIndex[shown[column]!]!;
    const first = trace === undefined ? undefined : firstRow.get(trace);
    if (first === undefined) continue;
    let end = first;
    while (end < rows && predictions.traceIndex[end] === trace) end++;
    const own = startSample.subarray(first, end);
    // All traces of one file have the same windows, as a rule.
    if (own.join() !== starts) {
      starts = own.join();
      nearest = nearestWindows(own.slice(), length, samples);
    }
    for (let k = 0, at = column * samples; k < samples; k++, at++) {
      const row = first + nearest[k]!;
      const answer = classIndex[row]!;
      index[at] = answer;
      if (answer >= 0) confidence[at] = probabilities.data[row * probabilities.columns + answer]!;
    }
  }
  return { names: predictions.classes, index, confidence };
}

function sharesOf(index: ArrayLike<number>, classes: number): { shares: number[]; covered: number } {
  const counts = new Array<number>(classes).fill(0);
  let covered = 0;
  for (let i = 0; i < index.length; i++) {
    const own = index[i]!;
    if (own < 0) continue;
    counts[own]!++;
    covered++;
  }
  const all = Math.max(1, index.length);
  return { shares: counts.map((count) => count / all), covered: covered / all };
}

export interface ClassLook {
  /** The scheme whose order gives the colours; the classes' own where absent. */
  readonly scheme?: readonly string[] | undefined;
  /** Names of classes that are left transparent; they keep their place in the legend. */
  readonly hidden?: readonly string[] | undefined;
}

/** Classes as colours. */
export function paintClasses(
  { names, index }: SampleClasses,
  traces: number,
  samples: number,
  { scheme = names, hidden = [] }: ClassLook = {},
): Overlay {
  const order = [...scheme, ...names.filter((name) => !scheme.includes(name))];
  const colours = names.map((name) => classColour(order.indexOf(name)));
  const { shares, covered } = sharesOf(index, names.length);
  return {
    ...paintIndices(
      index,
      traces,
      samples,
      Uint32Array.from(colours, (colour, i) => (hidden.includes(names[i]!) ? 0 : rgbaWord(colour))),
    ),
    covered,
    legend: names.map((name, i) => ({ name, colour: cssColour(colours[i]!), share: shares[i]! })),
  };
}

const confidenceSteps = 256;
const legendSteps = 5;

/** Confidence from its floor (an even guess among the classes) to 1. */
export function paintConfidence(
  { names, confidence }: SamplePredictions,
  traces: number,
  samples: number,
): Overlay {
  const floor = 1 / Math.max(2, names.length);
  const stepOf = (value: number, steps: number): number =>
    Math.min(steps - 1, Math.max(0, Math.floor(((value - floor) / (1 - floor)) * steps)));
  const steps = Int16Array.from(confidence, (value) =>
    Number.isNaN(value) ? -1 : stepOf(value, confidenceSteps),
  );
  const bins = Int16Array.from(confidence, (value) =>
    Number.isNaN(value) ? -1 : stepOf(value, legendSteps),
  );
  const { shares, covered } = sharesOf(bins, legendSteps);
  const edge = (bin: number): string => (floor + ((1 - floor) * bin) / legendSteps).toFixed(2);
  const legend = shares.map((share, bin): LegendEntry => ({
    name: `${edge(bin)} – ${edge(bin + 1)}`,
    colour: cssColour(confidenceColour((bin + 0.5) / legendSteps)),
    share,
  }));
  return {
    ...paintIndices(
      steps,
      traces,
      samples,
      Uint32Array.from({ length: confidenceSteps }, (_, step) =>
        rgbaWord(confidenceColour(step / (confidenceSteps - 1))),
      ),
    ),
    covered,
    legend: legend.reverse(),
  };
}
