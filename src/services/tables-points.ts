import { seededRandom } from "../numerics/random.ts";
import { InputError } from "../pipeline/errors.ts";
import { EmbeddingFit, projectOnto, type Embedding } from "../pipeline/features/contract.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import { finiteRows } from "../pipeline/steps/exploratory-embedding.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { VerticalUnit } from "../quantities/units.ts";
import { unitOfFeature } from "./feature-units.ts";
import { LinesOfWindows } from "./lines-of-windows.ts";
import {
  componentNames,
  type FeaturePoints,
  type PointColumn,
  type PointColumnFacts,
  type PointsRequest,
} from "./points-contract.ts";
import { isFiniteRow, type LabelledPart } from "./tables-labelled-parts.ts";
import { WindowReservoir } from "./window-reservoir.ts";

/** Components that explain less than this share are rounding errors: of a feature that another one determines. */
const leastShare = 1e-9;

/** The windows of a feature set, part by part. */
export interface WindowSource {
  readonly featureSetId: string;
  readonly labelSetId?: string | undefined;
  /** Of all parts. */
  readonly windows: number;
  readonly lengthMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Class names; a row's label is an index. */
  readonly classes: readonly string[];
  readonly surveys: readonly SurveyRecord[];
  /** Begins anew at every call. */
  parts(): AsyncIterable<LabelledPart>;
}

/** Points to draw, and the components they were projected on; no component where fewer than two windows have numbers. */
export interface DrawnPoints {
  readonly points: FeaturePoints;
  readonly embedding: Embedding | undefined;
}

/** Fitted on the standardised features of all rows that were added, the components that mean something. */
function componentsOf(fit: EmbeddingFit): Embedding | undefined {
  if (fit.rows < 2) return undefined;
  const all = fit.finish(featureNames.length);
  const count = all.explainedVarianceRatio.findIndex((share) => share < leastShare);
  if (count < 0) return all;
  if (count === 0) return undefined;
  const { data, columns } = all.components;
  return {
    ...all,
    components: { rows: count, columns, data: data.slice(0, count * columns) },
    explainedVarianceRatio: all.explainedVarianceRatio.slice(0, count),
  };
}

/**
 * Windows to draw as points, each with the same chance, and principal components of the standardised features of all
 * windows, in one pass over the parts.
 * @throws InputError `points-out-of-range`; the signal's reason
 */
export async function drawPoints(
  source: WindowSource,
  { most, seed }: PointsRequest,
  signal?: AbortSignal,
): Promise<DrawnPoints> {
  if (!Number.isInteger(most) || most < 1 || most > 200_000)
    throw new InputError("points-out-of-range", `${most} points: a plot here draws 1 to 200,000`);
  const kept = new WindowReservoir(Math.min(most, source.windows), seededRandom(seed, "points"));
  const lines = new LinesOfWindows(source.surveys);
  const fit = new EmbeddingFit(featureNames.length);
  for await (const { table, labels } of source.parts()) {
    signal?.throwIfAborted();
    fit.add(finiteRows(table.features));
    for (let row = 0; row < table.rows; row++) {
      const line = lines.lineOf(table, row);
      if (isFiniteRow(table, row)) kept.offer(table, row, line, labels[row]!);
    }
  }
  const { windows, features } = kept.finish();
  const embedding = componentsOf(fit);
  const scores = embedding && projectOnto(embedding, features);
  const components = scores?.columns ?? 0;
  const columns = featureNames.length + components;
  const values = new Float32Array(windows.rows * columns);
  for (let row = 0; row < windows.rows; row++) {
    values.set(features.data.subarray(row * features.columns, (row + 1) * features.columns), row * columns);
    if (scores)
      values.set(
        scores.data.subarray(row * components, (row + 1) * components),
        row * columns + featureNames.length,
      );
  }
  const { verticalUnit, lengthMs, classes, featureSetId, labelSetId } = source;
  return {
    embedding,
    points: {
      ...windows,
      windows: source.windows,
      nonFinite: source.windows - kept.offered,
      seed,
      featureSetId,
      ...(labelSetId === undefined ? {} : { labelSetId }),
      lines: lines.lines,
      classes,
      lengthMs,
      verticalUnit,
      columns: [
        ...featureNames.map((name) => ({ name, unit: unitOfFeature(name, verticalUnit) })),
        ...componentNames.slice(0, components).map((name) => ({ name, unit: "standardised" })),
      ].map((column, at) => ({ ...column, ...rangesOf(windows.rows, (row) => values[row * columns + at]!) })),
      values,
      components: {
        explainedVarianceRatio: embedding?.explainedVarianceRatio ?? new Float64Array(0),
        loadings: embedding ? Float64Array.from(embedding.components.data) : new Float64Array(0),
      },
    },
  };
}

/** How much wider the whole range has to be for the usual one to leave anything out. */
const muchWider = 1.6;

function rangesOf(rows: number, value: (row: number) => number): Pick<PointColumnFacts, "whole" | "usual"> {
  if (rows === 0) return { whole: [0, 1], usual: [0, 1] };
  const sorted = Float64Array.from({ length: rows }, (_, row) => value(row)).sort();
  const withMargin = (from: number, to: number): [number, number] => {
    const margin = 0.04 * (to - from) || Math.abs(from) / 2 || 0.5;
    return [from - margin, to + margin];
  };
  const off = Math.floor(rows / 1000);
  const [least, most] = [sorted[0]!, sorted[rows - 1]!];
  const [low, high] = [sorted[off]!, sorted[rows - 1 - off]!];
  const whole = withMargin(least, most);
  return { whole, usual: most - least < muchWider * (high - low) ? whole : withMargin(low, high) };
}

/**
 * What a column says of each row of a part: the same number as the point that is drawn for it.
 * @throws InputError `column-unknown`
 */
export function columnReader(
  column: PointColumn,
  embedding: Embedding | undefined,
): (part: LabelledPart) => (row: number) => number {
  const feature = featureNames.indexOf(column as (typeof featureNames)[number]);
  if (feature >= 0)
    return ({ table }) => {
      const { data, columns } = table.features;
      return (row) => data[row * columns + feature]!;
    };
  const component = componentNames.indexOf(column as (typeof componentNames)[number]);
  if (!embedding || component < 0 || component >= embedding.components.rows)
    throw new InputError("column-unknown", `the windows have no column ${column}`);
  return ({ table }) => {
    const { data, columns } = projectOnto(embedding, table.features);
    return (row) => data[row * columns + component]!;
  };
}
