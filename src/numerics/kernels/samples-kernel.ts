import { decodeBase64 } from "./decode-base64.ts";
import { samplesKernelBase64 } from "./generated/samples-kernel.ts";
import { kernelInstances, type KernelMemory } from "./web-assembly.ts";

/**
 * Turns the samples of `traces` traces to float32. `from` is the first trace's first sample, traces begin `stride` bytes apart, what
 * comes out lies at `to` without gaps. `order`: 0 highest byte first, 1 lowest first, 2 highest first with pairs exchanged. Both
 * places are followed by 32 bytes that are read or overwritten too. `from` need not be aligned.
 */
type Turn = (
  from: number,
  to: number,
  traces: number,
  samples: number,
  stride: number,
  order: number,
) => void;

export interface SamplesKernel {
  /** IBM System/360 single precision, rounded once. */
  readonly ibm: Turn;
  /** IEEE single precision, bit for bit. */
  readonly ieee: Turn;
  /** Rounded once. */
  readonly int32: Turn;
  readonly int16: Turn;
}

export const wasmSamplesKernel: (memory: KernelMemory) => SamplesKernel = kernelInstances<SamplesKernel>(() =>
  decodeBase64(samplesKernelBase64),
);
