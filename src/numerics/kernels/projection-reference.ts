import type { ProjectionKernel } from "./projection-kernel.ts";
import type { KernelMemory } from "./web-assembly.ts";

/** What the projection kernel computes, in plain TypeScript on the same memory: tests hold the two together bit for bit. */
export function referenceProjectionKernel(memory: KernelMemory): ProjectionKernel {
  return {
    project(weights, offsets, groups, from, rows, length, to) {
      const weight = new Float64Array(memory.buffer, weights, groups * length * 8);
      const offset = new Float64Array(memory.buffer, offsets, groups * 8);
      const samples = new Float32Array(memory.buffer, from, rows * length);
      const scores = new Float32Array(memory.buffer, to, rows * groups * 8);
      for (let row = 0; row < rows; row++)
        for (let k = 0; k < groups * 8; k++) {
          let sum = offset[k]!;
          for (let s = 0; s < length; s++)
            sum += samples[row * length + s]! * weight[((k >> 3) * length + s) * 8 + (k & 7)]!;
          scores[row * groups * 8 + k] = sum;
        }
    },
  };
}
