import { HeaderView } from "./byte-order.ts";
import type { ByteOrder } from "./contract.ts";

/** Zero-based offsets of 2-byte fields that stay the same from trace to trace: identification, scalar, units. */
const steadyFields = [28, 70, 88] as const;
/** What has to be there of a header to compare it: up to sample count and interval. */
export const comparableBytes = 118;

/**
 * Whether bytes look like a trace header of the same file as `first`: by sample count and interval, which hardly ever change,
 * and by the fields that seldom do. "unknown" where the first header says too little.
 */
export function looksLikeHeader(
  first: Uint8Array,
  other: Uint8Array,
  order: ByteOrder,
): "yes" | "no" | "unknown" {
  const [a, b] = [new HeaderView(first, order), new HeaderView(other, order)];
  const [samples, interval] = [a.uint16(114), a.uint16(116)];
  if (samples === 0 && interval === 0) return "unknown";
  return samples === b.uint16(114) &&
    interval === b.uint16(116) &&
    steadyFields.every((place) => a.int16(place) === b.int16(place))
    ? "yes"
    : "no";
}

/**
 * Whether bytes look like a second trace header, at the place where traces of `samples` samples would have it. Where the
 * first header is the odd one, sample count and interval of the file tell.
 */
export function looksLikeSecond(
  first: Uint8Array,
  second: Uint8Array,
  order: ByteOrder,
  expected: { readonly samples: number; readonly intervalMicroseconds: number },
): "yes" | "no" | "unknown" {
  const view = new HeaderView(second, order);
  const isAsExpected =
    expected.intervalMicroseconds !== 0 &&
    view.uint16(114) === expected.samples &&
    view.uint16(116) === expected.intervalMicroseconds;
  return isAsExpected ? "yes" : looksLikeHeader(first, second, order);
}

/**
 * The distance from the first trace header to the next bytes that look like one, or undefined. Only for a first header that
 * says both sample count and interval.
 * @param bytes from the first trace header on
 */
export function distanceToNextHeader(bytes: Uint8Array, order: ByteOrder): number | undefined {
  const first = bytes.subarray(0, comparableBytes);
  const view = new HeaderView(first, order);
  if (bytes.length < comparableBytes || view.uint16(114) === 0 || view.uint16(116) === 0) return undefined;
  for (let at = 240; at + comparableBytes <= bytes.length; at++) {
    // The four bytes of sample count and interval first: nearly all places differ in them.
    if (bytes[at + 114] !== bytes[114] || bytes[at + 115] !== bytes[115]) continue;
    if (bytes[at + 116] !== bytes[116] || bytes[at + 117] !== bytes[117]) continue;
    if (looksLikeHeader(first, bytes.subarray(at, at + comparableBytes), order) === "yes") return at;
  }
  return undefined;
}
