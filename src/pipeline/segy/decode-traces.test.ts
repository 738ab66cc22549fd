import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { byteOrders } from "./byte-order.ts";
import { decodeSamples } from "./decode-samples.ts";
import { decodeTraces } from "./decode-traces.ts";
import { sampleFormats } from "./sample-formats.ts";

const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length);

describe("blocks of traces", () => {
  const random = seededRandom(21, "traces");
  const shapes = [
    { traces: 1, samples: 1, headerBytes: 240 },
    { traces: 5, samples: 3, headerBytes: 240 },
    { traces: 40, samples: 7, headerBytes: 480 },
    { traces: 700, samples: 462, headerBytes: 240 },
    // Longer than what goes through the kernel at once.
    { traces: 2, samples: 100_001, headerBytes: 240 },
  ];
  it.each(sampleFormats.map(({ code, name, bytesPerSample }) => ({ code, name, bytesPerSample })))(
    "of $name are what single traces give, bit for bit",
    ({ code, bytesPerSample }) => {
      for (const { traces, samples, headerBytes } of shapes)
        for (const byteOrder of byteOrders) {
          const bytesPerTrace = headerBytes + samples * bytesPerSample;
          // The block begins at an odd place of its buffer.
          const bytes = new Uint8Array(traces * bytesPerTrace + 1).subarray(1);
          const words = new Uint32Array(Math.ceil(bytes.length / 4)).map(() => random.next() * 2 ** 32);
          bytes.set(new Uint8Array(words.buffer, 0, bytes.length));
          const expected = new Float32Array(traces * samples + 2).fill(7);
          for (let trace = 0; trace < traces; trace++)
            decodeSamples(
              code,
              bytes,
              trace * bytesPerTrace + headerBytes,
              expected,
              1 + trace * samples,
              samples,
              byteOrder,
            );
          const found = new Float32Array(traces * samples + 2).fill(7);
          const what = { format: code, byteOrder, headerBytes, bytesPerTrace, samples };
          decodeTraces(bytes, what, traces, found, 1);
          expect(Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer))).toBe(0);
        }
    },
  );
});

describe("IBM words through the kernel", () => {
  it("are those of the plain decoder, whose every word is proven: every exponent and sign, a stride through all fractions", () => {
    const count = 1 << 16;
    const words = new Uint32Array(count);
    const bytes = new Uint8Array(words.buffer);
    const what = {
      format: 1,
      byteOrder: "little",
      headerBytes: 0,
      bytesPerTrace: 4 * count,
      samples: count,
    } as const;
    const [found, expected] = [new Float32Array(count), new Float32Array(count)];
    for (let top = 0; top < 256; top++) {
      // Every second word has a fraction of its own; the others are at the ends, where rounding carries.
      for (let i = 0; i < count; i++)
        words[i] =
          (top << 24) |
          (i & 1 ? (i * 257 + top) & 0xffffff : (0xffffff >>> ((i >> 1) % 24)) ^ ((i >> 6) & 3));
      decodeTraces(bytes, what, 1, found, 0);
      decodeSamples(1, bytes, 0, expected, 0, count, "little");
      expect({ top, same: Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer)) }).toEqual({
        top,
        same: 0,
      });
    }
  });

  it("with every fraction there is, at exponents where float32 has denormals, rounds and overflows", () => {
    const count = 1 << 16;
    const words = new Uint32Array(count);
    const bytes = new Uint8Array(words.buffer);
    const to = new Float32Array(count);
    const what = {
      format: 1,
      byteOrder: "little",
      headerBytes: 0,
      bytesPerTrace: 4 * count,
      samples: count,
    } as const;
    for (const exponent of [27, 28, 32, 65, 96])
      for (let block = 0; block < 256; block++) {
        for (let low = 0; low < count; low++) words[low] = (exponent << 24) | (block << 16) | low;
        decodeTraces(bytes, what, 1, to, 0);
        const scale = 2 ** (4 * (exponent - 64) - 24);
        const bits = bitsOf(to);
        const expected = new Float32Array(1);
        const expectedBits = bitsOf(expected);
        let wrong = 0;
        for (let low = 0; low < count; low++) {
          expected[0] = ((block << 16) | low) * scale;
          if (bits[low] !== expectedBits[0]) wrong++;
        }
        expect({ exponent, block, wrong }).toEqual({ exponent, block, wrong: 0 });
      }
  });
});
