import { open } from "node:fs/promises";
import { float32Matrix } from "../src/quantities/matrix.ts";
import { SegyWriter } from "../src/pipeline/segy/contract.ts";

export const sparseSurvey = {
  inlines: 3163,
  crosslines: 3162,
  samples: 462,
  firstInline: 1000,
  firstCrossline: 5000,
  /** Every so many inlines is on disk; between them the file has holes. */
  every: 16,
} as const;

/**
 * Writes a survey of ten million traces, 21 GB long, of which 1.3 GB are on disk. Each page of a disk (4 KiB) holds the headers of
 * two traces of this length, so headers of all traces would leave no hole: every sixteenth inline is whole, and the traces between
 * are all zeros, headers too.
 */
export async function writeSparseSurvey(file: string): Promise<{ bytes: number; traces: number }> {
  const { inlines, crosslines, samples, firstInline, firstCrossline, every } = sparseSurvey;
  const handle = await open(file, "w");
  let at = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    await handle.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  try {
    const writer = new SegyWriter(
      { write },
      {
        format: 1,
        samplesPerTrace: samples,
        intervalMicroseconds: 4000,
        delayMs: 0,
        text: { lines: ["C 1 SPARSE SURVEY"], encoding: "ebcdic" },
      },
    );
    await writer.begin();
    const first = at;
    const lineBytes = crosslines * (240 + 4 * samples);
    const data = Float32Array.from({ length: crosslines * samples }, (_, i) =>
      Math.round(1000 * Math.sin((i % samples) / 9 + Math.floor(i / samples) / 400)),
    );
    for (let line = 0; line < inlines; line += every) {
      at = first + line * lineBytes;
      await writer.appendTraces(
        Array.from({ length: crosslines }, (_, i) => ({
          inline: firstInline + line,
          crossline: firstCrossline + i,
          cdpX: 600_000 + 25 * i,
          cdpY: 6_000_000 + 25 * line,
        })),
        float32Matrix(crosslines, samples, data),
      );
    }
    const bytes = first + inlines * lineBytes;
    await handle.truncate(bytes);
    return { bytes, traces: inlines * crosslines };
  } finally {
    await handle.close();
  }
}
