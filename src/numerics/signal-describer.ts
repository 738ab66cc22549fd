import { fourierStages } from "./fourier-transform.ts";
import { kernelRoom, type KernelRoom } from "./kernels/kernel-room.ts";
import { wasmSignalsKernel, type SignalsKernel } from "./kernels/signals-kernel.ts";
import { rootsOfUnity, type RootsOfUnity } from "./roots-of-unity.ts";

/** What a signal is described by, in this order. */
export const signalValues = 8;

/** Moments and the strongest frequency of real signals of one length; two go through a SIMD kernel side by side and do not mix. */
export interface SignalDescriber {
  /**
   * For each signal, at `out[8 · i …]`: mean, population standard deviation, least, largest, root mean square, energy, changes of the
   * sign bit, and the bin of largest power among 1 … floor(length / 2) − 1 (the lowest of equals). Sums in float64, in the order of
   * the samples. The energy of a signal with a NaN or infinite sample is not finite, and its other values mean nothing.
   * @param samples hold all signals
   * @param firsts first sample of each
   */
  describe(samples: Float32Array, firsts: Int32Array, out: Float64Array): void;
}

const enter = kernelRoom<SignalsKernel>(wasmSignalsKernel);

const elementBytes = 32;
const pairBytes = 16;
const stageWords = 6;

/** Cosines and sines by turns. */
const interleaved = ({ cos, sin }: RootsOfUnity, count: number): number[] =>
  Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? cos : sin)[i >> 1]!);

/** Plans for signals of a length ≥ 4; undefined where the length has too large a prime factor for the kernel. */
export function planSignalDescriber(length: number): SignalDescriber | undefined {
  const even = length % 2 === 0;
  const size = even ? length / 2 : length;
  const stages = length >= 4 ? fourierStages(size) : undefined;
  if (!stages) return undefined;

  // Tables of doubles first, then the stages, which name their places.
  const doubles = even ? interleaved(rootsOfUnity(length), (size >> 1) + 1) : [];
  const words: number[] = [];
  for (const { radix, span, stride, twiddleRe, twiddleIm, roots } of stages) {
    const twiddlesAt = 8 * doubles.length;
    doubles.push(...interleaved({ cos: twiddleRe, sin: twiddleIm }, twiddleRe.length));
    const rootsAt = 8 * doubles.length;
    doubles.push(...interleaved(roots, radix));
    words.push(radix, span / radix, stride, twiddlesAt, rootsAt, 0);
  }
  const stagesAt = 8 * doubles.length;
  const workAt = Math.ceil((stagesAt + 4 * words.length) / 16) * 16;
  const spareAt = workAt + 2 * elementBytes * size;
  const powerAt = spareAt + elementBytes * Math.max(...stages.map(({ radix }) => radix), 2);
  const outAt = powerAt + pairBytes * (Math.floor(length / 2) + 1);
  const samplesAt = outAt + pairBytes * signalValues;
  const owner = {};
  const furnish = (room: KernelRoom<SignalsKernel>): void => {
    room.doubles.set(doubles);
    room.words.set(words, stagesAt / 4);
  };
  const stageCount = words.length / stageWords;

  return {
    describe: (samples, firsts, out) => {
      const room = enter(owner, samplesAt + 4 * samples.length, furnish);
      room.floats.set(samples, samplesAt / 4);
      const count = firsts.length;
      for (let i = 0; i < count; i += 2) {
        const second = Math.min(i + 1, count - 1); // an odd last one is done twice over, to the same values
        room.kernel.describeTwo(
          samplesAt + 4 * firsts[i]!,
          samplesAt + 4 * firsts[second]!,
          length,
          stagesAt,
          stageCount,
          0,
          workAt,
          spareAt,
          powerAt,
          outAt,
        );
        const from = outAt / 8;
        for (let value = 0; value < signalValues; value++) {
          out[i * signalValues + value] = room.doubles[from + 2 * value]!;
          out[second * signalValues + value] = room.doubles[from + 2 * value + 1]!;
        }
      }
    },
  };
}
