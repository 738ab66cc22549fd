import { planPowerSpectrum } from "./power-spectrum.ts";
import { signalValues, type SignalDescriber } from "./signal-describer.ts";

/** A describer in plain TypeScript for any length: what the kernel is held to, bit for bit. Below 4 samples the bin is 0. */
export function planPlainSignalDescriber(length: number): SignalDescriber {
  const spectrum = planPowerSpectrum(length);
  const power = new Float64Array(spectrum.bins);
  const endBin = Math.floor(length / 2);

  const strongestBin = (samples: Float32Array, first: number): number => {
    if (endBin < 2) return 0;
    spectrum.compute(samples, first, power);
    let best = 1;
    for (let k = 2; k < endBin; k++) if (power[k]! > power[best]!) best = k;
    return best;
  };

  const describeOne = (
    samples: Float32Array,
    bits: Int32Array,
    first: number,
    out: Float64Array,
    to: number,
  ): void => {
    const end = first + length;
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
    const mean = sum / length;
    let squares = 0;
    for (let i = first; i < end; i++) {
      const deviation = samples[i]! - mean;
      squares += deviation * deviation;
    }
    out[to] = mean;
    out[to + 1] = Math.sqrt(squares / length);
    out[to + 2] = min;
    out[to + 3] = max;
    out[to + 4] = Math.sqrt(energy / length);
    out[to + 5] = energy;
    out[to + 6] = flips;
    out[to + 7] = strongestBin(samples, first);
  };

  return {
    describe: (samples, firsts, out) => {
      const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
      for (let i = 0; i < firsts.length; i++) describeOne(samples, bits, firsts[i]!, out, i * signalValues);
    },
  };
}
