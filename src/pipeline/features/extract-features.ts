import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { planPlainSignalDescriber } from "../../numerics/plain-signal-describer.ts";
import { planSignalDescriber, signalValues } from "../../numerics/signal-describer.ts";
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
   * @param out taken instead of a new matrix
   * @returns `[traces · starts, 8]`: trace by trace, start by start
   * @throws RangeError when a window reaches outside the trace, or `out` has another shape
   */
  extract(traces: Float32Matrix, starts: Int32Array, out?: Float32Matrix): Float32Matrix;
}

/** Samples that are described at once, about: they stay in the second-level cache. */
const blockSamples = 16 << 10;

export function createFeatureExtractor(definition: WindowDefinition): FeatureExtractor {
  const { lengthSamples, intervalMicroseconds } = definition;
  const describer = planSignalDescriber(lengthSamples) ?? planPlainSignalDescriber(lengthSamples);
  const binHz = frequencyStep(lengthSamples, intervalMicroseconds, unitOf(definition));
  const constantBin = lengthSamples < 4 ? 0 : 1;
  let firsts = new Int32Array(0);
  let values = new Float64Array(0);

  /** Values of a window as its feature row. */
  const store = (from: number, rows: Float32Array, to: number): void => {
    // Squares of float32 cannot overflow a float64 sum: it is finite exactly when every sample is.
    if (!Number.isFinite(values[from + 5]!)) {
      rows.fill(NaN, to, to + featureNames.length);
      return;
    }
    for (let i = 0; i < 7; i++) rows[to + i] = values[from + i]!;
    // A constant window has nothing but rounding errors in its bins.
    const bin = values[from + 2] === values[from + 3] ? constantBin : values[from + 7]!;
    rows[to + 7] = bin * binHz;
  };

  return {
    definition,
    extract: (traces, starts, into) => {
      const { data, rows: count, columns } = traces;
      for (const start of starts)
        if (start < 0 || start + lengthSamples > columns)
          throw new RangeError(
            `window ${start} + ${lengthSamples} reaches outside traces of ${columns} samples`,
          );
      const out = float32Matrix(count * starts.length, featureNames.length, into?.data);
      const blockTraces = Math.max(1, Math.min(count, Math.floor(blockSamples / columns)));
      if (firsts.length !== blockTraces * starts.length) {
        firsts = new Int32Array(blockTraces * starts.length);
        values = new Float64Array(firsts.length * signalValues);
      }
      let to = 0;
      for (let trace = 0; trace < count; trace += blockTraces) {
        const end = Math.min(trace + blockTraces, count);
        let windows = 0;
        for (let first = 0; first < (end - trace) * columns; first += columns)
          for (let i = 0; i < starts.length; i++) firsts[windows++] = first + starts[i]!;
        describer.describe(
          data.subarray(trace * columns, end * columns),
          windows === firsts.length ? firsts : firsts.subarray(0, windows),
          values,
        );
        for (let window = 0; window < windows; window++, to += featureNames.length)
          store(window * signalValues, out.data, to);
      }
      return out;
    },
  };
}
