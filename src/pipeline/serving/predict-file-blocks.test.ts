import { describe, expect, it } from "vitest";
import { MemorySink } from "../segy/memory-file.fixture.ts";
import { memorySegy } from "../labels/memory-segy.fixture.ts";
import type { PredictionWriter } from "./contract.ts";
import { predictFileBlocks, type PredictBlocksOptions } from "./predict-file-blocks.ts";
import { predictFile } from "./predict-file.ts";
import { openPredictionsCsv } from "./predictions-csv.ts";
import { openPredictionsSegy } from "./predictions-segy.ts";
import { scoreTraces } from "./score-traces.ts";
import { randomWindows, scoringModel } from "./scoring-model.fixture.ts";

const samplesPerTrace = 40;
const traces = 23;
const model = scoringModel({ lengthSamples: 16, stepSamples: 8 });
const segy = memorySegy({
  file: "volume.sgy",
  inline: Array.from({ length: traces }, (_, trace) => Math.floor(trace / 6)),
  crossline: Array.from({ length: traces }, (_, trace) => trace % 6),
  samples: Array.from({ length: traces }, (_, trace) => [...randomWindows(1, samplesPerTrace, trace).data]),
});
/** Of four windows of 16 samples. */
const bytesPerTrace = 4 * 4 * 16;
const inPieces: PredictBlocksOptions = { blockBytes: 5 * bytesPerTrace };

async function bytesOf(
  open: (sink: MemorySink) => Promise<PredictionWriter>,
  options: PredictBlocksOptions,
): Promise<Uint8Array> {
  const sink = new MemorySink();
  const writer = await open(sink);
  for await (const block of (await predictFileBlocks(model, segy, "volume", options)).blocks)
    await writer.append(block);
  await writer.finish();
  return sink.bytes();
}

/** Answers elsewhere, the later the earlier it was asked. */
function slowFirst(): PredictBlocksOptions & { readonly most: () => number } {
  let asked = 0;
  let underWay = 0;
  let most = 0;
  return {
    ...inPieces,
    atOnce: 3,
    score: async (piece, signal) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 20 - 5 * asked++));
      underWay--;
      return scoreTraces(model, segy, piece, signal);
    },
    most: () => most,
  };
}

describe("a file predicted in blocks", () => {
  it("says how much there is before anything is scored, and comes in pieces of whole traces, in order", async () => {
    const file = await predictFileBlocks(model, segy, "volume", inPieces);
    expect(file).toMatchObject({ survey: "volume", traces, rows: 4 * traces, verticalUnit: "ms" });
    const indices: number[][] = [];
    for await (const block of file.blocks) indices.push([...new Set(block.traceIndex)]);
    expect(indices.map((own) => own.length)).toEqual([5, 5, 5, 5, 3]);
    expect(indices.flat()).toEqual(Array.from({ length: traces }, (_, trace) => trace));
  });

  it.each([1, 2])(
    "writes the same CSV and SEG-Y whatever the pieces, and wherever they are scored (every %i)",
    async (every) => {
      const elsewhere = slowFirst();
      const csv = (sink: MemorySink) =>
        openPredictionsCsv(sink, { classes: model.classes, verticalUnit: "ms", withSurvey: false });
      const sgy = (sink: MemorySink) => openPredictionsSegy(sink, model, segy, "TEST");
      for (const open of [csv, sgy]) {
        const whole = await bytesOf(open, { every });
        expect(whole.length).toBeGreaterThan(1000);
        expect(await bytesOf(open, { ...inPieces, every })).toEqual(whole);
        expect(await bytesOf(open, { ...elsewhere, every })).toEqual(whole);
      }
      expect(elsewhere.most()).toBe(3);
      const { probabilities } = await predictFile(model, segy, "volume", { every });
      expect(new Set(probabilities.data).size).toBe(probabilities.data.length);
    },
  );

  it("asks for no more than it may, and ends where whoever takes it ends", async () => {
    let asked = 0;
    const { blocks } = await predictFileBlocks(model, segy, "volume", {
      ...inPieces,
      atOnce: 2,
      score: (piece) => {
        asked++;
        return scoreTraces(model, segy, piece);
      },
    });
    expect(asked).toBe(0);
    await blocks.next();
    expect(asked).toBe(2);
    await blocks.return();
    expect(asked).toBe(2);
  });

  it("throws what a piece threw, in its turn", async () => {
    const { blocks } = await predictFileBlocks(model, segy, "volume", {
      ...inPieces,
      atOnce: 5,
      score: (piece) =>
        piece[0] === 10 ? Promise.reject(new Error("lost")) : scoreTraces(model, segy, piece),
    });
    await blocks.next();
    await blocks.next();
    await expect(blocks.next()).rejects.toThrow("lost");
  });
});
