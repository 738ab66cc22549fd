import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { TraceMutes } from "../quality/contract.ts";
import { firstPercent, percentStep, percentSteps } from "./clip-range.ts";
import type { AmplitudeTable } from "./contract.ts";

/** Larger sections are judged by every n-th of their samples: sorting all of them would take longer than reading them. */
const mostSorted = 1 << 20;

/** Finite samples, or their sizes, in rising order: every n-th where they are many, with the least and the largest of all. */
interface Ranks {
  readonly sorted: Float32Array;
  readonly least: number;
  readonly largest: number;
}

function rank(samples: Float32Array, areSizes: boolean): Ranks {
  const every = Math.max(1, Math.ceil(samples.length / mostSorted));
  const chosen = new Float32Array(Math.ceil(samples.length / every));
  let kept = 0;
  let least = Infinity;
  let largest = -Infinity;
  for (let i = 0; i < samples.length; i++) {
    const value = areSizes ? Math.abs(samples[i]!) : samples[i]!;
    if (value - value !== 0) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
    if (i % every === 0) chosen[kept++] = value;
  }
  return { sorted: chosen.subarray(0, kept).sort(), least, largest };
}

/** Place of a percentile among `count` values in rising order: nearest rank. */
const placeOf = (percent: number, count: number): number =>
  Math.min(count - 1, Math.floor((percent / 100) * count));

const percentAt = (step: number): number => firstPercent + step * percentStep;

function sizesOf(samples: Float32Array): Float32Array {
  const { sorted, largest } = rank(samples, true);
  return Float32Array.from({ length: percentSteps }, (_, step) => {
    if (sorted.length === 0) return Math.max(0, largest);
    return percentAt(step) === 100 ? largest : sorted[placeOf(percentAt(step), sorted.length)]!;
  });
}

function boundsOf(samples: Float32Array): Pick<AmplitudeTable, "low" | "high"> {
  const { sorted, least, largest } = rank(samples, false);
  const count = sorted.length;
  const low = new Float32Array(percentSteps);
  const high = new Float32Array(percentSteps);
  for (let step = 0; step < percentSteps && count > 0; step++) {
    const place = placeOf(50 + percentAt(step) / 2, count);
    const isWhole = percentAt(step) === 100;
    low[step] = isWhole ? least : sorted[count - 1 - place]!;
    high[step] = isWhole ? largest : sorted[place]!;
  }
  return { low, high };
}

/**
 * Nearest-rank percentiles of the finite amplitudes; zeros where there is none. Each half is worked out when it is first looked at.
 * @param samples without mutes, in any order
 */
export function tabulateAmplitudes(samples: () => Float32Array): AmplitudeTable {
  let sizes: Float32Array | undefined;
  let bounds: Pick<AmplitudeTable, "low" | "high"> | undefined;
  return {
    get sizes() {
      return (sizes ??= sizesOf(samples()));
    },
    get low() {
      return (bounds ??= boundsOf(samples())).low;
    },
    get high() {
      return (bounds ??= boundsOf(samples())).high;
    },
  };
}

/** All samples but those that are muted, trace after trace. */
export function withoutMutes(
  { rows, columns, data }: Float32Matrix,
  { start, end }: TraceMutes,
): Float32Array {
  let muted = 0;
  for (let row = 0; row < rows; row++) muted += start[row]! + end[row]!;
  if (muted === 0) return data;
  const live = new Float32Array(data.length - muted);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns + start[row]!, (row + 1) * columns - end[row]!);
    live.set(own, to);
    to += own.length;
  }
  return live;
}
