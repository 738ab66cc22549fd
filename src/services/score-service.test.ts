import { beforeAll, describe, expect, it } from "vitest";
import { readBundle } from "../pipeline/bundle/contract.ts";
import { openSegy } from "../pipeline/segy/contract.ts";
import { memorySource } from "../pipeline/segy/memory-file.fixture.ts";
import { answerOf, predictFile, readScoreRequest, scoreWindows } from "../pipeline/serving/contract.ts";
import type { WorkspacePorts } from "../pipeline/steps/context.ts";
import {
  demoFiles,
  memoryPorts,
  trainDemo,
  type MemoryFiles,
} from "../pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../pipeline/steps/export-bundle.ts";
import { ingestSurvey } from "../pipeline/steps/ingest-survey.ts";
import { scoreRequestJson, shortestFloat32 } from "./score-request-json.ts";
import { ScoreService } from "./score-service.ts";
import { float32Matrix } from "../quantities/matrix.ts";

const scorer = { kind: "version", version: 1 } as const;

describe("one trace scored for the eye", () => {
  let files: MemoryFiles;
  let ports: WorkspacePorts;
  let service: ScoreService;
  beforeAll(async () => {
    files = await demoFiles();
    ports = await memoryPorts(files);
    await trainDemo(ports);
    let now = 0;
    service = new ScoreService({
      openSource: (location) => ports.openSource(location),
      workspace: async () => ports.workspace,
      nowMs: () => now++,
    });
  });

  it("has the answers that the file's predictions have, to the last bit", async () => {
    const { bytes } = await exportBundle(ports, "1");
    const { model, contentSha256 } = await readBundle(bytes, scoreWindows);
    const segy = await openSegy(memorySource("demo.sgy", files.get("demo.sgy")!));
    const whole = await predictFile(model, segy, "demo");
    const classes = model.classes.length;
    for (const trace of [0, 77, segy.layout.traces - 1]) {
      const score = await service.score(scorer, "demo", trace);
      const rows = [...whole.traceIndex.keys()].filter((row) => whole.traceIndex[row] === trace);
      expect(rows.length).toBeGreaterThan(1);
      expect([...score.startMs]).toEqual(rows.map((row) => whole.startMs[row]!));
      expect([...score.endMs]).toEqual(rows.map((row) => whole.endMs[row]!));
      expect([...score.probabilities]).toEqual(
        rows.flatMap((row) => [...whole.probabilities.data.slice(row * classes, (row + 1) * classes)]),
      );
      expect(score).toMatchObject({
        contentSha256,
        label: "model version 1",
        traceIndex: trace,
        inline: whole.inline[rows[0]!],
        crossline: whole.crossline[rows[0]!],
        milliseconds: 1,
      });
    }
  });

  it("words a request that a server answers alike", async () => {
    const { bytes } = await exportBundle(ports, "1");
    const { model } = await readBundle(bytes, scoreWindows);
    const score = await service.score(scorer, "demo", 100);
    const request = readScoreRequest(model, JSON.parse(score.requestJson));
    const answer = answerOf(model, request, scoreWindows(model, request.windows, request.startMs), {
      timestamp: "",
      modelVersion: "",
    });
    expect(answer.predictions.flatMap(({ probabilities }) => Object.values(probabilities))).toEqual([
      ...score.probabilities,
    ]);
    expect(score.shortRequestJson.length).toBeLessThan(200);
  });

  it("asks for no window that is muted or holds what is no number", async () => {
    const bytes = files.get("demo.sgy")!.slice();
    const view = new DataView(bytes.buffer);
    const samples = 120;
    const at = (trace: number, sample: number): number =>
      3600 + trace * (240 + 4 * samples) + 240 + 4 * sample;
    // The first 60 samples are a mute: windows of 32 samples every 16 lie in it as a whole at 0 and 16 alone.
    for (let sample = 0; sample < 60; sample++) view.setUint32(at(5, sample), 0);
    view.setFloat32(at(5, 110), NaN);
    files.set("damaged.sgy", bytes);
    await ingestSurvey(ports, "damaged.sgy");
    const score = await service.score(scorer, "damaged", 5);
    const isScored = [...score.startMs.keys()].map(
      (window) => !Number.isNaN(score.probabilities[window * score.classes.length]!),
    );
    expect(isScored).toEqual([false, false, true, true, true, false]);
    expect([...score.asked]).toEqual([2, 3, 4]);
    const { traces } = JSON.parse(score.requestJson) as { traces: number[][] };
    expect(traces.length).toBe(3);
  });

  it("says what is not there", async () => {
    await expect(service.score(scorer, "demo", 240)).rejects.toMatchObject({ code: "trace-unknown" });
    await expect(service.score(scorer, "other", 0)).rejects.toMatchObject({ code: "survey-unknown" });
    await expect(service.score({ kind: "version", version: 7 }, "demo", 0)).rejects.toMatchObject({
      code: "model-unknown",
    });
  });
});

it("writes the shortest numbers that are the same float32 again", () => {
  expect(shortestFloat32(Math.fround(0.1))).toBe("0.1");
  for (let i = 0; i < 2000; i++) {
    const value = Math.fround(Math.sin(i * 12.9898) * 10 ** ((i % 70) - 35));
    expect(Math.fround(Number(shortestFloat32(value)))).toBe(value);
  }
  expect(shortestFloat32(0)).toBe("0");
});

it("gives times only where the model needs them", () => {
  const windows = float32Matrix(2, 2, Float32Array.of(1, 2, 3, 4.5));
  expect(scoreRequestJson(windows, undefined)).toBe('{"traces":[[1,2],[3,4.5]]}');
  expect(scoreRequestJson(windows, Float64Array.of(0, 128))).toBe(
    '{"traces":[[1,2],[3,4.5]],"metadata":{"start_ms":[0,128]}}',
  );
});
