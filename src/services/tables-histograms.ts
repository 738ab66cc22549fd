import type { VerticalUnit } from "../quantities/units.ts";
import { InputError } from "../pipeline/errors.ts";
import { featureNames, type FeatureName } from "../pipeline/features/feature-names.ts";
import { unitOfFeature } from "./feature-units.ts";
import type { FeatureHistogram, FeatureHistograms, HistogramRequest } from "./tables-contract.ts";
import { isFiniteRow, type LabelledPart } from "./tables-labelled-parts.ts";

/** Rows that the quantiles are taken from, about. */
const sampledRows = 100_000;
const quantiles = [0.005, 0.995] as const;

export interface HistogramSource {
  /** Rows of all parts. */
  readonly rows: number;
  /** Dominant frequencies are multiples of this. */
  readonly frequencyStep: number;
  readonly verticalUnit: VerticalUnit;
  /** Class names; a row's label is an index. */
  readonly classes: readonly string[];
  /** Begins anew at every call. */
  parts(): AsyncIterable<LabelledPart>;
}

/**
 * Histograms by class in two passes over the parts: the range (quantiles of evenly chosen rows), then the counts of all rows.
 * Values outside the range are counted, not drawn.
 * @throws InputError `bins-out-of-range`; the signal's reason
 */
export async function featureHistograms(
  source: HistogramSource,
  { features = featureNames, bins = 60 }: HistogramRequest = {},
  signal?: AbortSignal,
): Promise<FeatureHistograms> {
  if (!Number.isInteger(bins) || bins < 1 || bins > 500)
    throw new InputError("bins-out-of-range", `${bins} bins: a histogram here has 1 to 500`);
  const { rows, classes } = source;
  const columns = features.map((name) => featureNames.indexOf(name));
  const ranges = await rangesOf(
    partsUntil(source, signal),
    columns,
    Math.max(1, Math.floor(rows / sampledRows)),
  );
  const edges = ranges.map(([low, high], i) => {
    const step = stepOf(features[i]!, source.frequencyStep);
    return step === undefined ? evenEdges(low, high, bins) : steppedEdges(low, high, step, bins);
  });
  // The last row of counts is for windows without a label.
  const groups = classes.length + 1;
  const tallies = features.map((_, i) => tallyOf(edges[i]!, groups));
  const rowsByClass = new Float64Array(groups);
  let nonFinite = 0;
  for await (const { table, labels } of partsUntil(source, signal))
    for (let row = 0; row < table.rows; row++) {
      const group = labels[row]! < 0 ? classes.length : labels[row]!;
      rowsByClass[group]!++;
      const offset = row * featureNames.length;
      if (!isFiniteRow(table, row)) nonFinite++;
      else
        columns.forEach((column, i) => {
          tallies[i]!.add(group, table.features.data[offset + column]!);
        });
    }
  const shown = rowsByClass[classes.length] === 0 ? classes.length : groups;
  return {
    classes: [...classes, null].slice(0, shown),
    rows: rowsByClass.slice(0, shown),
    nonFinite,
    histograms: features.map((feature, i): FeatureHistogram => {
      const { counts, below, above } = tallies[i]!;
      return {
        feature,
        unit: unitOfFeature(feature, source.verticalUnit),
        edges: edges[i]!,
        counts: counts.slice(0, shown),
        below: below.slice(0, shown),
        above: above.slice(0, shown),
      };
    }),
  };
}

async function* partsUntil(source: HistogramSource, signal?: AbortSignal): AsyncGenerator<LabelledPart> {
  for await (const part of source.parts()) {
    signal?.throwIfAborted();
    yield part;
  }
}

/** Features that take values in steps get bins of whole steps. */
function stepOf(feature: FeatureName, frequencyStep: number): number | undefined {
  if (feature === "zero_crossings") return 1;
  return feature === "dominant_frequency" ? frequencyStep : undefined;
}

async function rangesOf(
  parts: AsyncIterable<LabelledPart>,
  columns: readonly number[],
  every: number,
): Promise<(readonly [low: number, high: number])[]> {
  const samples = columns.map((): number[] => []);
  for await (const { table, firstRow } of parts)
    for (let row = (every - (firstRow % every)) % every; row < table.rows; row += every) {
      const offset = row * featureNames.length;
      if (isFiniteRow(table, row))
        columns.forEach((column, i) => samples[i]!.push(table.features.data[offset + column]!));
    }
  return samples.map((values) => {
    const sorted = Float64Array.from(values).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    return [at(quantiles[0]), at(quantiles[1])];
  });
}

/** A single value gets a range of its own size around it. */
function evenEdges(low: number, high: number, bins: number): Float64Array {
  const half = low < high ? 0 : Math.abs(low) / 2 || 0.5;
  const width = (high - low + 2 * half) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, i) => low - half + i * width);
}

/** Bins of as many steps each, edges between the values: otherwise some bins hold two of them, some one or none. */
function steppedEdges(low: number, high: number, step: number, bins: number): Float64Array {
  const first = Math.round(low / step);
  const steps = Math.round(high / step) - first + 1;
  const stepsPerBin = Math.ceil(steps / bins);
  const count = Math.ceil(steps / stepsPerBin);
  return Float64Array.from({ length: count + 1 }, (_, i) => (first - 0.5 + i * stepsPerBin) * step);
}

interface Tally {
  readonly counts: readonly Float64Array[];
  readonly below: Float64Array;
  readonly above: Float64Array;
  add(group: number, value: number): void;
}

function tallyOf(edges: Float64Array, groups: number): Tally {
  const bins = edges.length - 1;
  const low = edges[0]!;
  const high = edges[bins]!;
  const perUnit = bins / (high - low);
  const counts = Array.from({ length: groups }, () => new Float64Array(bins));
  const below = new Float64Array(groups);
  const above = new Float64Array(groups);
  return {
    counts,
    below,
    above,
    add(group, value) {
      if (value < low) below[group]!++;
      else if (value > high) above[group]!++;
      else counts[group]![Math.min(bins - 1, Math.floor((value - low) * perUnit))]!++;
    },
  };
}
