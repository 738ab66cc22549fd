import { selectRanks } from "../../numerics/select-ranks.ts";
import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { TraceMutes } from "../quality/contract.ts";
import { firstPercent, percentStep, percentSteps } from "./clip-range.ts";
import type { AmplitudeTable } from "./contract.ts";

/** All finite samples, or their sizes. */
function finiteOf(samples: Float32Array, areSizes: boolean): Float32Array {
  const finite = new Float32Array(samples.length);
  let kept = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value - value === 0) finite[kept++] = areSizes ? Math.abs(value) : value;
  }
  return finite.subarray(0, kept);
}

const percents = Array.from({ length: percentSteps }, (_, step) => firstPercent + step * percentStep);

/** Place of a percentile among `count` values in rising order: nearest rank. */
const placeOf = (percent: number, count: number): number =>
  Math.min(count - 1, Math.floor((percent / 100) * count));

function sizesOf(samples: Float32Array): Float32Array {
  const sizes = finiteOf(samples, true);
  if (sizes.length === 0) return new Float32Array(percentSteps);
  return selectRanks(
    sizes,
    percents.map((percent) => placeOf(percent, sizes.length)),
  );
}

function boundsOf(samples: Float32Array): Pick<AmplitudeTable, "low" | "high"> {
  const values = finiteOf(samples, false);
  const count = values.length;
  if (count === 0) return { low: new Float32Array(percentSteps), high: new Float32Array(percentSteps) };
  const above = percents.map((percent) => placeOf(50 + percent / 2, count));
  const below = above.map((place) => count - 1 - place);
  const found = selectRanks(values, [...below.toReversed(), ...above]);
  return { low: found.slice(0, percentSteps).reverse(), high: found.slice(percentSteps) };
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
