import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { planPowerSpectrum } from "../../numerics/power-spectrum.ts";
import { frequencyStep } from "../../quantities/units.ts";
import { unitOf, type WindowDefinition } from "./contract.ts";
import { featureNames } from "./feature-names.ts";

/** Turns traces into feature rows; holds the work space of one window length, so make it once and use it for all blocks. */
export interface FeatureExtractor {
  readonly definition: WindowDefinition;
  /**
   * The eight features of each window, as `featureNames`, computed in float64 and stored as float32.
   *
   * With x the W samples and dt the interval: `mean`, `std` = √(Σ(x−mean)²/W), `min`, `max`, `energy` = Σx²,
   * `rms` = √(energy/W), `zero_crossings` = neighbouring samples whose sign bits differ (−0 is negative),
   * `dominant_frequency` = k/(W·dt) in Hz (depth: cycles/m or cycles/ft), where k is the bin of largest power among 1 … floor(W/2)−1 of the unpadded,
   * untapered window, the lowest of equals. A constant window has no power in any of them and takes the lowest, bin 1.
   * Windows of fewer than 4 samples have no such bin: their dominant frequency is 0.
   *
   * A window with a NaN or infinite sample gives a row of NaN. An energy beyond float32 (amplitudes above about 1e18) is
   * Infinity. A row depends on its own samples alone, not on its neighbours or on how traces were cut into blocks.
   *
   * @param traces `[traces, samples]`
   * @param starts first sample of each window, as `windowStarts` gives them
   * @returns `[traces · starts, 8]`: trace by trace, start by start
   * @throws RangeError when a window reaches outside the trace
   */
  extract(traces: Float32Matrix, starts: Int32Array): Float32Matrix;
}

export function createFeatureExtractor(definition: WindowDefinition): FeatureExtractor {
  const { lengthSamples, intervalMicroseconds } = definition;
  const spectrum = planPowerSpectrum(lengthSamples);
  const power = new Float64Array(spectrum.bins);
  const endBin = Math.floor(lengthSamples / 2);
  const binHz = frequencyStep(lengthSamples, intervalMicroseconds, unitOf(definition));

  const dominantFrequency = (samples: Float32Array, first: number): number => {
    if (endBin < 2) return 0;
    spectrum.compute(samples, first, power);
    let best = 1;
    for (let k = 2; k < endBin; k++) if (power[k]! > power[best]!) best = k;
    return best * binHz;
  };

  const describeWindow = (
    samples: Float32Array,
    bits: Int32Array,
    first: number,
    rows: Float32Array,
    to: number,
  ): void => {
    const end = first + lengthSamples;
    let sum = 0;
    let energy = 0;
    let min = samples[first]!;
    let max = min;
    let flips = 0;
    let lastBits = bits[first]!;
    for (let i = first; i < end; i++) {
      const value = samples[i]!;
      sum += value;
      energy += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
      flips += (bits[i]! ^ lastBits) >>> 31;
      lastBits = bits[i]!;
    }
    // Squares of float32 cannot overflow a float64 sum: it is finite exactly when every sample is.
    if (!Number.isFinite(energy)) {
      rows.fill(NaN, to, to + featureNames.length);
      return;
    }
    const mean = sum / lengthSamples;
    let squares = 0;
    for (let i = first; i < end; i++) {
      const deviation = samples[i]! - mean;
      squares += deviation * deviation;
    }
    rows[to] = mean;
    rows[to + 1] = Math.sqrt(squares / lengthSamples);
    rows[to + 2] = min;
    rows[to + 3] = max;
    rows[to + 4] = Math.sqrt(energy / lengthSamples);
    rows[to + 5] = energy;
    rows[to + 6] = flips;
    rows[to + 7] = min === max && endBin > 1 ? binHz : dominantFrequency(samples, first);
  };

  return {
    definition,
    extract: (traces, starts) => {
      const { data, rows: count, columns } = traces;
      for (const start of starts)
        if (start < 0 || start + lengthSamples > columns)
          throw new RangeError(
            `window ${start} + ${lengthSamples} reaches outside traces of ${columns} samples`,
          );
      const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
      const out = float32Matrix(count * starts.length, featureNames.length);
      let to = 0;
      for (let trace = 0; trace < count; trace++)
        for (let i = 0; i < starts.length; i++) {
          describeWindow(data, bits, trace * columns + starts[i]!, out.data, to);
          to += featureNames.length;
        }
      return out;
    },
  };
}
