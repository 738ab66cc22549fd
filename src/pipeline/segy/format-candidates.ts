import type { ByteSource, FormatCandidate, SegyFile, SegyLayout, SegyReading } from "./contract.ts";
import { byteOrders } from "./byte-order.ts";
import type { RankedOrder } from "./detect-byte-order.ts";
import { roundShare } from "./header-numbers.ts";
import { readLayout } from "./read-layout.ts";
import { likenessOf, type RawTraces } from "./sample-likeness.ts";
import { sampleFormats } from "./sample-formats.ts";
import { traceHeaderBytes } from "./trace-header.ts";
import { GeophoneError } from "../errors.ts";

const places = 6;
const neighbours = 3;
const mostSamples = 512;
/** What the headers say is worth as much as two of the three marks of the samples. */
const ofHeaders = 0.4;

async function readRaw(source: ByteSource, layout: SegyLayout): Promise<RawTraces> {
  const { traces, samplesPerTrace, format, bytesPerTrace, firstTraceByteOffset } = layout;
  const samples = Math.min(samplesPerTrace, mostSamples);
  const beside = Math.min(neighbours, traces);
  // The middle of a trace: its start is often muted.
  const skipped = Math.floor((samplesPerTrace - samples) / 2) * format.bytesPerSample;
  const header = (layout.traceHeaderBlocks ?? 1) * traceHeaderBytes;
  const firsts = [
    ...new Set(
      Array.from({ length: places }, (_, i) => Math.floor((i * (traces - beside)) / Math.max(1, places - 1))),
    ),
  ];
  const groups = await Promise.all(
    firsts.map((first) =>
      Promise.all(
        Array.from({ length: beside }, (_, i) =>
          source.read(
            firstTraceByteOffset + (first + i) * bytesPerTrace + header + skipped,
            samples * format.bytesPerSample,
          ),
        ),
      ),
    ),
  );
  return { groups, samples };
}

/**
 * All byte orders and formats in which the file has whole traces, ranked by what its headers say and by how much the samples
 * that come out are like seismic data: finite, spread as amplitudes are, coherent from trace to trace and sample to sample.
 */
export async function rankFormats(
  source: ByteSource,
  segy: Pick<SegyFile, "layout">,
  orders: readonly RankedOrder[],
  reading: SegyReading,
  signal?: AbortSignal,
): Promise<readonly FormatCandidate[]> {
  const { layout } = segy;
  const candidates: FormatCandidate[] = [];
  // As far as the traces' extent goes, formats of one size are the same.
  for (const byteOrder of byteOrders) {
    const ranked = orders.find(({ order }) => order === byteOrder);
    // No order in which the headers say no format at all.
    if (!ranked && byteOrder !== layout.byteOrder) continue;
    const ofSize = new Map<number, { layout: SegyLayout; raw: RawTraces } | undefined>();
    for (const format of layout.container === "su"
      ? sampleFormats.filter(({ bytesPerSample }) => bytesPerSample === 4)
      : sampleFormats) {
      signal?.throwIfAborted();
      const size = format.bytesPerSample;
      if (!ofSize.has(size))
        ofSize.set(
          size,
          await readLayout(source, { ...reading, byteOrder, formatCode: format.code }).then(
            async (read) => ({ layout: read.layout, raw: await readRaw(source, read.layout) }),
            (error: unknown) => {
              if (error instanceof GeophoneError) return undefined;
              throw error;
            },
          ),
        );
      const read = ofSize.get(size);
      if (!read) continue;
      const isSaid = ranked?.formatCode === format.code;
      const headers = 0.5 * (ranked?.score ?? 0) + (isSaid ? 0.5 : 0);
      const likeness = likenessOf(read.raw, format.code, byteOrder);
      const ofSamples = (likeness.usual + likeness.spread + likeness.coherence) / 3;
      candidates.push({
        byteOrder,
        formatCode: format.code,
        score: roundShare(ofHeaders * headers + (1 - ofHeaders) * likeness.usual * likeness.made * ofSamples),
        headers: roundShare(headers),
        usual: roundShare(likeness.usual),
        made: roundShare(likeness.made),
        spread: roundShare(likeness.spread),
        coherence: roundShare(likeness.coherence),
      });
    }
  }
  return candidates.sort((a, b) => b.score - a.score);
}
