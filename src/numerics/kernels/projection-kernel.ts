import { decodeBase64 } from "./decode-base64.ts";
import { projectionKernelBase64 } from "./generated/projection-kernel.ts";
import { kernelInstances, type KernelMemory } from "./web-assembly.ts";

/** Rows times components over one WebAssembly memory; all pointers are byte offsets into it, weights and offsets 8-byte aligned. */
export interface ProjectionKernel {
  /**
   * `to[row, k] = offsets[k] + Σ from[row, s] · weight[s, k]`, each product and sum in float64 in the order of s, rounded to float32.
   * `weights` holds eight components together, f64: (group g, sample s, component l) at `(g·length + s)·8 + l`; `offsets` is
   * `[groups · 8]` f64, `from` `[rows, length]` f32, `to` `[rows, groups · 8]` f32.
   */
  project(
    weights: number,
    offsets: number,
    groups: number,
    from: number,
    rows: number,
    length: number,
    to: number,
  ): void;
}

export const wasmProjectionKernel: (memory: KernelMemory) => ProjectionKernel =
  kernelInstances<ProjectionKernel>(() => decodeBase64(projectionKernelBase64));
