import { expect, it } from "vitest";
import { decodeTraces } from "../../src/pipeline/segy/decode-traces.ts";

/** Words that go through the reader at once. */
const perBlock = 1 << 20;

/** 16^(e − 64) / 2^24 for each exponent: a power of two, exact as a double. */
const scales = Float64Array.from({ length: 128 }, (_, exponent) => 2 ** (4 * (exponent - 64) - 24));

it(
  "reads all 2^32 IBM words as double arithmetic does, rounded once",
  () => {
    const words = new Uint32Array(perBlock);
    const bytes = new Uint8Array(words.buffer);
    const what = {
      format: 1,
      byteOrder: "little",
      headerBytes: 0,
      bytesPerTrace: 4 * perBlock,
      samples: perBlock,
    } as const;
    const [found, expected] = [new Float32Array(perBlock), new Float32Array(perBlock)];
    for (let first = 0; first < 2 ** 32; first += perBlock) {
      const top = first >>> 24;
      // A fraction of 24 bits times a power of two is exact as a double; the store into float32 rounds it.
      const scale = (top & 0x80 ? -1 : 1) * scales[top & 0x7f]!;
      for (let i = 0; i < perBlock; i++) {
        const word = first + i;
        words[i] = word;
        expected[i] = (word & 0xffffff) * scale;
      }
      decodeTraces(bytes, what, 1, found, 0);
      const differs = Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer)) !== 0;
      if (differs) {
        const at = found.findIndex((value, i) => !Object.is(value, expected[i]));
        expect(`${(first + at).toString(16)}: ${found[at]!}`).toBe(
          `${(first + at).toString(16)}: ${expected[at]!}`,
        );
      }
    }
  },
  30 * 60_000,
);
