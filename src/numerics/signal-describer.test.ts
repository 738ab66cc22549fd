import { describe, expect, it } from "vitest";
import { planPlainSignalDescriber } from "./plain-signal-describer.ts";
import { seededRandom } from "./random.ts";
import { planSignalDescriber, signalValues } from "./signal-describer.ts";

/** Rows of noise, some quiet beside loud ones, a constant one, zeros of both signs, and one with a NaN. */
function signals(count: number, length: number): Float32Array {
  const random = seededRandom(length);
  const samples = new Float32Array(count * length);
  for (let row = 0; row < count; row++) {
    const scale = 10 ** random.integer(30);
    for (let i = 0; i < length; i++) samples[row * length + i] = scale * random.normal();
  }
  samples.fill(7.3, 2 * length, 3 * length);
  samples.fill(-0, 3 * length, 4 * length - 2);
  samples[5 * length + 2] = NaN;
  samples[6 * length] = -Infinity;
  return samples;
}

function described(
  plan: { describe(samples: Float32Array, firsts: Int32Array, out: Float64Array): void } | undefined,
  samples: Float32Array,
  firsts: Int32Array,
): number[][] {
  const out = new Float64Array(firsts.length * signalValues);
  plan!.describe(samples, firsts, out);
  return Array.from(firsts, (_, i) => [...out.subarray(i * signalValues, (i + 1) * signalValues)]);
}

describe("describing signals by the kernel", () => {
  // 2, 3, 4 and odd radices alone and together, even and odd lengths, windows and whole traces.
  it.each([4, 5, 6, 7, 8, 9, 12, 15, 16, 22, 49, 64, 94, 100, 210, 462, 1024, 1500])(
    "equals plain TypeScript, bit for bit: %i samples",
    (length) => {
      const samples = signals(9, length);
      const firsts = Int32Array.from({ length: 9 }, (_, i) => i * length);
      const own = described(planSignalDescriber(length), samples, firsts);
      const plain = described(planPlainSignalDescriber(length), samples, firsts);
      own.forEach((row, i) => {
        if (i === 5 || i === 6)
          expect(row[5]).not.toBeCloseTo(0); // NaN or Infinity: the rest means nothing
        else expect(row).toEqual(plain[i]);
      });
      expect(Number.isFinite(own[5]![5])).toBe(false);
      expect(Number.isFinite(own[6]![5])).toBe(false);
    },
  );

  it("describes a signal alone as beside others, overlapping, or after another length", () => {
    const samples = signals(8, 60);
    const [long, short] = [planSignalDescriber(60), planSignalDescriber(42)];
    const firsts = Int32Array.of(0, 60, 120, 7, 91, 400);
    const together = described(long, samples, firsts);
    const other = described(short, samples, firsts);
    firsts.forEach((first, i) => {
      expect(described(long, samples, Int32Array.of(first))).toEqual([together[i]]);
      expect(described(short, samples, Int32Array.of(first))).toEqual([other[i]]);
    });
  });

  it("has no kernel for large prime factors, nor for fewer than 4 samples, whose spectrum has no inner bin", () => {
    expect([461, 106, 3].map(planSignalDescriber)).toEqual([undefined, undefined, undefined]);
    expect(described(planPlainSignalDescriber(3), Float32Array.of(1, -2, 3), Int32Array.of(0))[0]![7]).toBe(
      0,
    );
  });
});
