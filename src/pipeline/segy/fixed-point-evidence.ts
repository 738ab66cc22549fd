import type { ByteOrder, ByteSource, SampleFormat } from "./contract.ts";
import { decodeSamples } from "./decode-samples.ts";
import { sampleFormat } from "./sample-formats.ts";
import type { Warn } from "./segy-faults.ts";
import { traceHeaderBytes } from "./trace-header.ts";
import type { Extent } from "./trace-extent.ts";

const mostTraces = 16;
const mostSamples = 4096;
/** Amplitudes lie within so many powers of two of 1; of words that are no floats, half do not. */
const usualExponents = 40;

const isUsual = (value: number): boolean => {
  const magnitude = Math.abs(value);
  return magnitude === 0 || (magnitude > 2 ** -usualExponents && magnitude < 2 ** usualExponents);
};

/**
 * Format 4 is old and rare, and programs write its code over floats. Its words begin with a byte of zero; where they do not,
 * they are floats if nearly all are of a usual size. IBM floats are normalised, so the first hexadecimal digit of their
 * fraction is never zero; in IEEE words one in sixteen is.
 */
export async function floatsInsteadOfFixedPoint(
  source: ByteSource,
  format: SampleFormat,
  extent: Extent,
  order: ByteOrder,
  warn: Warn,
): Promise<SampleFormat> {
  if (format.code !== 4) return format;
  const count = Math.min(mostSamples, extent.samples);
  const looks = Math.min(extent.traces, mostTraces);
  const [ieee, ibm] = [new Float32Array(count), new Float32Array(count)];
  const words = new Uint32Array(ieee.buffer);
  const found = { words: 0, fixed: 0, ieee: 0, ibm: 0, unnormalised: 0 };
  for (let look = 0; look < looks; look++) {
    const trace = Math.floor((look * extent.traces) / looks);
    const from = extent.firstTrace + trace * extent.bytesPerTrace + extent.blocks * traceHeaderBytes;
    const bytes = await source.read(from, 4 * count);
    decodeSamples(5, bytes, 0, ieee, 0, count, order);
    decodeSamples(1, bytes, 0, ibm, 0, count, order);
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      if (word === 0) continue;
      found.words++;
      if (word >>> 24 === 0) found.fixed++;
      if ((word & 0xf00000) === 0) found.unnormalised++;
      if (isUsual(ieee[i]!)) found.ieee++;
      if (isUsual(ibm[i]!)) found.ibm++;
    }
  }
  const nearlyAll = 0.95 * found.words;
  if (found.fixed >= nearlyAll) return format;
  const code =
    found.ibm >= nearlyAll && found.unnormalised < 0.01 * found.words
      ? 1
      : found.ieee >= nearlyAll
        ? 5
        : undefined;
  if (code === undefined) return format;
  const own = sampleFormat(code)!;
  warn(
    "format-4-holds-floats",
    `the format code is 4 (${format.name}), whose words begin with a byte of zero; these are ${own.name}s and read so`,
    3224,
  );
  return own;
}
