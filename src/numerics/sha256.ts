import { wasmSha256Kernel, type Sha256Kernel } from "./kernels/sha256-kernel.ts";
import { kernelMemory } from "./kernels/web-assembly.ts";

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2). */
const constants = Uint32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
);
/** Of the square roots of the first 8 (section 5.3.3). */
const initial = Uint32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);

const blockBytes = 64;
/** Bytes that go through the kernel at once: they stay in the second-level cache. */
const mostBytes = 64 << 10;
const place = { constants: 0, schedule: 256, state: 512, from: 1024 } as const;

interface Machine {
  readonly kernel: Sha256Kernel;
  readonly from: Uint8Array;
  readonly state: Uint32Array;
}

let machine: Machine | undefined;

/** One for all hashes: between two updates, each keeps its state itself. */
function theMachine(): Machine {
  if (machine) return machine;
  const memory = kernelMemory(place.from + mostBytes);
  new Uint32Array(memory.buffer, place.constants, 64).set(constants);
  machine = {
    kernel: wasmSha256Kernel(memory),
    from: new Uint8Array(memory.buffer, place.from, mostBytes),
    state: new Uint32Array(memory.buffer, place.state, 8),
  };
  return machine;
}

/** SHA-256 (FIPS 180-4) of bytes that come piece by piece: several times as fast as in plain JavaScript. */
export class Sha256 {
  private readonly state = initial.slice();
  /** Bytes that do not fill a block yet. */
  private readonly rest = new Uint8Array(blockBytes);
  private restBytes = 0;
  private allBytes = 0;

  update(bytes: Uint8Array): void {
    this.allBytes += bytes.length;
    let at = 0;
    if (this.restBytes > 0) {
      at = Math.min(bytes.length, blockBytes - this.restBytes);
      this.rest.set(bytes.subarray(0, at), this.restBytes);
      this.restBytes += at;
      if (this.restBytes < blockBytes) return;
      this.compress(this.rest);
      this.restBytes = 0;
    }
    const whole = bytes.length - ((bytes.length - at) % blockBytes);
    if (whole > at) this.compress(bytes.subarray(at, whole));
    this.rest.set(bytes.subarray(whole));
    this.restBytes = bytes.length - whole;
  }

  /** The 32 bytes of the digest; ends the stream. */
  digest(): Uint8Array {
    const bits = this.allBytes * 8;
    const tail = new Uint8Array(this.restBytes < 56 ? blockBytes : 2 * blockBytes);
    tail.set(this.rest.subarray(0, this.restBytes));
    tail[this.restBytes] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits % 2 ** 32);
    this.compress(tail);
    const digest = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => {
      digest.setUint32(4 * i, word);
    });
    return new Uint8Array(digest.buffer);
  }

  /** @param bytes whole blocks */
  private compress(bytes: Uint8Array): void {
    const { kernel, from, state } = theMachine();
    state.set(this.state);
    for (let at = 0; at < bytes.length; at += mostBytes) {
      const part = bytes.subarray(at, at + mostBytes);
      from.set(part);
      kernel.compress(place.from, part.length / blockBytes, place.constants, place.schedule, place.state);
    }
    this.state.set(state);
  }
}
