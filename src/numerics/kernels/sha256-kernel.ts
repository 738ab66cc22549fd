import { decodeBase64 } from "./decode-base64.ts";
import { sha256KernelBase64 } from "./generated/sha256-kernel.ts";
import { kernelInstances, type KernelMemory } from "./web-assembly.ts";

/** The inner loop of SHA-256 over one WebAssembly memory; all pointers are byte offsets into it. */
export interface Sha256Kernel {
  /** Takes `blocks` blocks of 64 bytes into the state (8 u32), with 64 u32 of constants and 64 of working space. */
  compress(from: number, blocks: number, constants: number, schedule: number, state: number): void;
}

export const wasmSha256Kernel: (memory: KernelMemory) => Sha256Kernel = kernelInstances<Sha256Kernel>(() =>
  decodeBase64(sha256KernelBase64),
);
