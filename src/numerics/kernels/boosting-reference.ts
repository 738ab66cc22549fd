import { exp, log } from "../elementary.ts";
import type { BoostingKernel, BoostingKernelFactory } from "./boosting-kernel.ts";
import { referenceRows } from "./boosting-reference-rows.ts";
import { referenceSearch } from "./boosting-reference-search.ts";

/** The boosting kernel in plain TypeScript on the same memory: what the WebAssembly one must equal, bit for bit. For tests; slow. */
export const referenceBoostingKernel: BoostingKernelFactory = (memory): BoostingKernel => {
  const doubles = (at: number, length: number): Float64Array => new Float64Array(memory.buffer, at, length);
  const floats = (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length);
  const whole = (at: number, length: number): Int32Array => new Int32Array(memory.buffer, at, length);
  /** Even and odd rows are summed apart, as the two lanes are. */
  const lanes = new Float64Array(2);
  const takeLanes = (): number => {
    const sum = lanes[0]! + lanes[1]!;
    lanes.fill(0);
    return sum;
  };
  return {
    ...referenceRows(memory),
    ...referenceSearch(memory),

    softmax(scores, probabilities, labels, weights, classes, stride, from, to) {
      const s = doubles(scores, classes * stride);
      const p = doubles(probabilities, classes * stride);
      for (let row = from; row < to; row++) {
        let max = s[row]!;
        for (let c = 1; c < classes; c++) max = Math.max(max, s[c * stride + row]!);
        let sum = 0;
        for (let c = 0; c < classes; c++)
          sum += p[c * stride + row] = expNonPositive(s[c * stride + row]! - max);
        for (let c = 0; c < classes; c++) p[c * stride + row]! /= sum;
        const own = s[whole(labels, stride)[row]! * stride + row]!;
        lanes[row % 2]! += floats(weights, stride)[row]! * (log(sum) + max - own);
      }
      return takeLanes();
    },

    logistic(scores, probabilities, labels, weights, from, to) {
      const p = doubles(probabilities, to);
      for (let row = from; row < to; row++) {
        const x = doubles(scores, to)[row]!;
        const e = expNonPositive(-Math.abs(x));
        p[row] = (x >= 0 ? 1 : e) / (1 + e);
        const loss = log(1 + e) + Math.max(x, 0) - whole(labels, to)[row]! * x;
        lanes[row % 2]! += floats(weights, to)[row]! * loss;
      }
      return takeLanes();
    },

    fixedGradients(
      probabilities,
      labels,
      weights,
      target,
      gradientScale,
      hessianScale,
      countShift,
      entries,
      from,
      to,
    ) {
      const out = new BigInt64Array(memory.buffer, entries, 2 * to);
      for (let row = from; row < to; row++) {
        const p = doubles(probabilities, to)[row]!;
        const w = floats(weights, to)[row]!;
        const hit = whole(labels, to)[row] === target ? 1 : 0;
        out[2 * row] = BigInt(nearest(w * (p - hit) * gradientScale));
        out[2 * row + 1] = BigInt(nearest(w * (p * (1 - p)) * hessianScale)) + (1n << BigInt(countShift));
      }
    },
  };
};

function expNonPositive(x: number): number {
  return exp(Math.max(x, -708));
}

/** Nearest whole number, ties to even, for |x| < 2^51. */
function nearest(x: number): number {
  return x + 6755399441055744 - 6755399441055744;
}
