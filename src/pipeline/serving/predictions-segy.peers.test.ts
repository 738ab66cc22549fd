import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { describeWithPeers, f3, runPythonSource } from "../../../e2e/support/peers.ts";
import type { ByteSink, SegyFile } from "../segy/contract.ts";
import { withF3File } from "../labels/f3-file.fixture.ts";
import type { Predictions } from "./contract.ts";
import { predictFile } from "./predict-file.ts";
import { openPredictionsSegy } from "./predictions-segy.ts";
import { scoringModel } from "./scoring-model.fixture.ts";

const peer = `
import json, sys
import numpy as np, segyio
def opened(path): return segyio.open(path, ignore_geometry=True)
with opened(sys.argv[1]) as source, opened(sys.argv[2]) as written:
    changed = {key for a, b in zip(source.header, written.header) for key in a if a[key] != b[key]}
    lines = lambda path: [open(path, "rb").read(3200)[i * 80:i * 80 + 80].decode("cp037") for i in range(40)]
    raw = written.trace.raw[:]
    print(json.dumps({
        "format": int(written.bin[segyio.BinField.Format]), "interval": int(written.bin[segyio.BinField.Interval]),
        "shape": list(raw.shape), "changedHeaders": sorted(int(key) for key in changed),
        "changedLines": [[i, b.rstrip()] for i, (a, b) in enumerate(zip(lines(sys.argv[1]), lines(sys.argv[2]))) if a != b],
        "first": [int(v) for v in raw[0]], "last": [int(v) for v in raw[-1]],
        "counts": [int((raw == c).sum()) for c in range(-1, 3)]}))`;
const peerSchema = z.object({
  format: z.number(),
  interval: z.number(),
  shape: z.array(z.number()),
  changedHeaders: z.array(z.number()),
  changedLines: z.array(z.tuple([z.number(), z.string()])),
  first: z.array(z.number()),
  last: z.array(z.number()),
  counts: z.array(z.number()),
});

async function writePredictionsSegy(
  predictions: Predictions,
  segy: SegyFile,
  sink: ByteSink,
  provenance: string,
): Promise<void> {
  const writer = await openPredictionsSegy(sink, predictions, segy, provenance);
  await writer.append(predictions);
  await writer.finish();
}

describeWithPeers("predictions as SEG-Y, read by segyio", () => {
  it("hold the class of the nearest window centre at each sample, under the source's headers", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-predictions-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const out = path.join(folder, "classes.sgy");
    const model = scoringModel({ lengthSamples: 64, stepSamples: 16 });
    const predictions = await withF3File("f3-crossline-322.sgy", async (segy) => {
      const made = await predictFile(model, segy, "f3-crossline-322");
      const pieces: Uint8Array[] = [];
      const sink = { write: async (bytes: Uint8Array) => void pieces.push(bytes.slice()) };
      await writePredictionsSegy(made, segy, sink, "GEOPHONE TEST CLASSES: 0 normal, 1 anomaly, 2 boundary");
      await writeFile(out, Buffer.concat(pieces));
      return made;
    });
    const read = peerSchema.parse(JSON.parse(await runPythonSource(peer, [f3("f3-crossline-322.sgy"), out])));

    const centres = Array.from({ length: 25 }, (_, i) => 16 * i + 32);
    const expected = (trace: number): number[] =>
      Array.from({ length: 462 }, (_, sample) => {
        const distances = centres.map((centre) => Math.abs(sample - centre));
        return predictions.classIndex[trace * 25 + distances.indexOf(Math.min(...distances))]!;
      });
    expect(read).toMatchObject({ format: 8, interval: 4000, shape: [651, 462], changedHeaders: [] });
    expect(read.first).toEqual(expected(0));
    expect(read.last).toEqual(expected(650));
    const all = Array.from({ length: 651 }, (_, trace) => expected(trace)).flat();
    expect(read.counts).toEqual([-1, 0, 1, 2].map((c) => all.filter((own) => own === c).length));
    expect(read.changedLines).toHaveLength(1);
    expect(read.changedLines[0]![1]).toMatch(/^C40 GEOPHONE TEST CLASSES: 0 normal, 1 anomaly, 2 boundary$/);
  });

  it("give −1 where nothing was scored", async () => {
    const model = scoringModel({ extent: "trace", lengthSamples: 462 });
    await withF3File("f3-crossline-322.sgy", async (segy) => {
      const some = await predictFile(model, segy, "f3-crossline-322", { every: 2 });
      some.classIndex[1] = -1; // trace 2
      const pieces: Uint8Array[] = [];
      await writePredictionsSegy(
        some,
        segy,
        { write: async (bytes) => void pieces.push(bytes.slice()) },
        "GEOPHONE TEST",
      );
      const bytes = Buffer.concat(pieces);
      const classesOf = (trace: number) =>
        new Set(new Int8Array(bytes.subarray(3600 + trace * 702 + 240, 3600 + (trace + 1) * 702)));
      expect(bytes).toHaveLength(3600 + 651 * 702);
      expect(classesOf(0)).toEqual(new Set([some.classIndex[0]]));
      expect([classesOf(1), classesOf(2), classesOf(3)]).toEqual([
        new Set([-1]),
        new Set([-1]),
        new Set([-1]),
      ]);
      expect(classesOf(650)).toEqual(new Set([some.classIndex[325]]));
    });
  });

  it("are refused for more classes than int8 can number", async () => {
    const model = scoringModel({ extent: "trace", lengthSamples: 462 });
    await withF3File("f3-crossline-322.sgy", async (segy) => {
      const predictions = await predictFile(model, segy, "f3-crossline-322", { every: 650 });
      const classes = Array.from({ length: 129 }, (_, c) => String(c));
      await expect(
        writePredictionsSegy({ ...predictions, classes }, segy, { write: async () => undefined }, "X"),
      ).rejects.toMatchObject({ code: "too-many-classes" });
    });
  });
});
