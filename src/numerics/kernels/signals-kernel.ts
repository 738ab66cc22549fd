import { decodeBase64 } from "./decode-base64.ts";
import { signalsKernelBase64 } from "./generated/signals-kernel.ts";
import { kernelInstances, type KernelMemory } from "./web-assembly.ts";

/** Moments and spectra of two signals at once over one WebAssembly memory; all pointers are byte offsets into it. */
export interface SignalsKernel {
  /**
   * Eight pairs of f64 at `out`: mean, population standard deviation, least, largest, root mean square, energy, sign changes, and the
   * bin of largest power among 1 … floor(length / 2) − 1, the lowest of equals. assembly/signals says how stages and tables lie;
   * `../signal-describer.ts` lays them out.
   */
  describeTwo(
    first: number,
    second: number,
    length: number,
    stages: number,
    stageCount: number,
    turns: number,
    work: number,
    spare: number,
    power: number,
    out: number,
  ): void;
}

export const wasmSignalsKernel: (memory: KernelMemory) => SignalsKernel = kernelInstances<SignalsKernel>(() =>
  decodeBase64(signalsKernelBase64),
);
