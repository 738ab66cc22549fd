import { kernelMemory } from "../../numerics/kernels/web-assembly.ts";
import { wasmSamplesKernel, type SamplesKernel } from "../../numerics/kernels/samples-kernel.ts";
import type { ByteOrder, SampleFormatCode } from "./contract.ts";
import { decodeSamples } from "./decode-samples.ts";
import { sampleFormat } from "./sample-formats.ts";

/** Formats that the SIMD kernel turns; all others go through `decodeSamples`, which is also what tests hold these to. */
const kernelOf: Readonly<Partial<Record<SampleFormatCode, keyof SamplesKernel>>> = {
  1: "ibm",
  2: "int32",
  3: "int16",
  5: "ieee",
};
const orderOf: Readonly<Record<ByteOrder, number>> = { big: 0, little: 1, pairwise: 2 };

/** What goes through the kernel at once stays in the second-level cache on its way there and back. */
const inBytes = 128 << 10;
const outSamples = 64 << 10;
/** The kernel reads and writes so far beyond what it is asked for. */
const slack = 64;

interface Bench {
  readonly kernel: SamplesKernel;
  readonly from: Uint8Array;
  readonly to: Float32Array;
}

let bench: Bench | undefined;

function theBench(): Bench {
  if (bench) return bench;
  const memory = kernelMemory(inBytes + 4 * outSamples + 2 * slack);
  bench = {
    kernel: wasmSamplesKernel(memory),
    from: new Uint8Array(memory.buffer, 0, inBytes),
    to: new Float32Array(memory.buffer, inBytes + slack, outSamples),
  };
  return bench;
}

/** Where the samples of a block of traces lie. */
export interface TraceBytes {
  readonly format: SampleFormatCode;
  readonly byteOrder: ByteOrder;
  /** In front of each trace's samples. */
  readonly headerBytes: number;
  readonly bytesPerTrace: number;
  readonly samples: number;
}

/**
 * Decodes `traces` whole traces that begin at the start of `bytes` into `to[at …]`, `[traces, samples]`; each value is the
 * sample's exact value rounded once to float32.
 */
export function decodeTraces(
  bytes: Uint8Array,
  what: TraceBytes,
  traces: number,
  to: Float32Array,
  at: number,
): void {
  const { format, byteOrder, headerBytes, bytesPerTrace, samples } = what;
  const name = kernelOf[format];
  if (!name) {
    for (let trace = 0; trace < traces; trace++)
      decodeSamples(
        format,
        bytes,
        trace * bytesPerTrace + headerBytes,
        to,
        at + trace * samples,
        samples,
        byteOrder,
      );
    return;
  }
  const { kernel, ...room } = theBench();
  const turn = kernel[name];
  const order = orderOf[byteOrder];
  const together = Math.floor(Math.min(inBytes / bytesPerTrace, outSamples / Math.max(1, samples)));
  if (together >= 1) {
    for (let trace = 0; trace < traces; trace += together) {
      const now = Math.min(together, traces - trace);
      room.from.set(bytes.subarray(trace * bytesPerTrace, (trace + now) * bytesPerTrace));
      turn(headerBytes, room.to.byteOffset, now, samples, bytesPerTrace, order);
      to.set(room.to.subarray(0, now * samples), at + trace * samples);
    }
    return;
  }
  // Traces too long for the kernel's memory go through it piece by piece.
  const size = sampleFormat(format)?.bytesPerSample ?? 4;
  const piece = Math.min(inBytes / size, outSamples);
  for (let trace = 0; trace < traces; trace++)
    for (let sample = 0; sample < samples; sample += piece) {
      const now = Math.min(piece, samples - sample);
      const from = trace * bytesPerTrace + headerBytes + sample * size;
      room.from.set(bytes.subarray(from, from + now * size));
      turn(0, room.to.byteOffset, 1, now, 0, order);
      to.set(room.to.subarray(0, now), at + trace * samples + sample);
    }
}
