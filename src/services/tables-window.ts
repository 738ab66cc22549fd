import { InputError } from "../pipeline/errors.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import { unitOfFeature } from "./feature-units.ts";
import type { WindowFeatures, WindowRequest } from "./points-contract.ts";
import { isFiniteRow, type LabelledPart } from "./tables-labelled-parts.ts";
import type { WindowSource } from "./tables-points.ts";

interface Found {
  readonly traceIndex: number;
  readonly inline: number;
  readonly crossline: number;
  readonly startMs: number;
  readonly label: number;
  readonly values: Float32Array;
}

/** The window nearest to the place: of the nearest trace first, then by the distance of its middle. */
async function nearestWindow(
  source: WindowSource,
  { survey, traceIndex, atMs }: WindowRequest,
  reach: number,
  signal: AbortSignal | undefined,
): Promise<Found | undefined> {
  let found: Found | undefined;
  let [traces, distance] = [reach, Infinity];
  const columns = featureNames.length;
  for await (const { table, labels } of source.parts()) {
    signal?.throwIfAborted();
    if (table.survey !== survey) continue;
    for (let row = 0; row < table.rows; row++) {
      const off = Math.abs(table.traceIndex[row]! - traceIndex);
      if (off > traces) continue;
      const far = Math.abs(table.startMs[row]! + source.lengthMs / 2 - atMs);
      if (off === traces && far >= distance) continue;
      [traces, distance] = [off, far];
      found = {
        traceIndex: table.traceIndex[row]!,
        inline: table.inline[row]!,
        crossline: table.crossline[row]!,
        startMs: table.startMs[row]!,
        label: labels[row]!,
        values: table.features.data.slice(row * columns, (row + 1) * columns),
      };
    }
  }
  return found;
}

/** How many values of each feature are smaller, and how many the same. */
class Ranks {
  readonly #values: Float32Array;
  readonly #smaller = new Float64Array(featureNames.length);
  readonly #same = new Float64Array(featureNames.length);
  windows = 0;

  constructor(values: Float32Array) {
    this.#values = values;
  }

  add({ table }: LabelledPart, row: number): void {
    this.windows++;
    for (let i = 0, at = row * featureNames.length; i < featureNames.length; i++, at++) {
      const other = table.features.data[at]!;
      if (other < this.#values[i]!) this.#smaller[i]!++;
      else if (other === this.#values[i]) this.#same[i]!++;
    }
  }

  percentile(feature: number): number | undefined {
    if (this.windows === 0 || !Number.isFinite(this.#values[feature])) return undefined;
    return (100 * (this.#smaller[feature]! + this.#same[feature]! / 2)) / this.windows;
  }
}

/**
 * The features of the window at a place, and where they stand among all windows and among those of its class.
 * @param every only each so manieth trace of a line has windows: the nearest one that has is taken
 * @throws InputError `window-unknown`; the signal's reason
 */
export async function windowFeatures(
  source: WindowSource,
  request: WindowRequest,
  every: number,
  signal?: AbortSignal,
): Promise<WindowFeatures> {
  const found = await nearestWindow(source, request, every - 1, signal);
  if (!found)
    throw new InputError("window-unknown", `the features hold no window of this trace of ${request.survey}`, {
      advice: "Compute features of this survey, or of more of its traces.",
    });
  const [all, ofClass] = [new Ranks(found.values), new Ranks(found.values)];
  for await (const part of source.parts()) {
    signal?.throwIfAborted();
    for (let row = 0; row < part.table.rows; row++) {
      if (!isFiniteRow(part.table, row)) continue;
      all.add(part, row);
      if (found.label >= 0 && part.labels[row] === found.label) ofClass.add(part, row);
    }
  }
  const label = source.classes[found.label];
  return {
    survey: request.survey,
    traceIndex: found.traceIndex,
    inline: found.inline,
    crossline: found.crossline,
    startMs: found.startMs,
    endMs: found.startMs + source.lengthMs,
    verticalUnit: source.verticalUnit,
    ...(label === undefined ? {} : { label }),
    windows: all.windows,
    windowsOfClass: ofClass.windows,
    features: featureNames.map((feature, i) => {
      const [percentile, percentileInClass] = [all.percentile(i), ofClass.percentile(i)];
      return {
        feature,
        unit: unitOfFeature(feature, source.verticalUnit),
        value: found.values[i]!,
        ...(percentile === undefined ? {} : { percentile }),
        ...(percentileInClass === undefined ? {} : { percentileInClass }),
      };
    }),
  };
}
