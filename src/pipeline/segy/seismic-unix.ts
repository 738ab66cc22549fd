import { HeaderView } from "./byte-order.ts";
import type { ByteOrder, ByteSource } from "./contract.ts";
import { looksLikeHeader } from "./header-likeness.ts";
import { traceHeaderBytes } from "./trace-header.ts";

const bytesPerSample = 4;

/**
 * The byte order under which a file is Seismic Unix: traces from the first byte on, each with its sample count at bytes
 * 115–116, that fill the file; or, in a file of that name, traces of which the second looks like the first.
 */
export async function detectSeismicUnix(source: ByteSource): Promise<ByteOrder | undefined> {
  if (source.sizeBytes < traceHeaderBytes + bytesPerSample) return undefined;
  const first = await source.read(0, traceHeaderBytes);
  const isNamedSo = /\.su$/i.test(source.name);
  for (const order of ["big", "little"] as const) {
    const view = new HeaderView(first, order);
    const samples = view.uint16(114);
    const bytesPerTrace = traceHeaderBytes + samples * bytesPerSample;
    const isKnownKind = view.int16(28) >= 0 && view.int16(28) <= 512;
    if (samples === 0 || !isKnownKind || bytesPerTrace > source.sizeBytes) continue;
    const traces = Math.floor(source.sizeBytes / bytesPerTrace);
    const fills = source.sizeBytes % bytesPerTrace === 0;
    if (traces === 1) {
      if (fills && isNamedSo) return order;
      continue;
    }
    const second = await source.read(bytesPerTrace, traceHeaderBytes);
    if ((fills || isNamedSo) && looksLikeHeader(first, second, order) === "yes") return order;
  }
  return undefined;
}
