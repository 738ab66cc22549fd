import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { readBundle } from "../bundle/contract.ts";
import { JobError } from "../errors.ts";
import { MemorySink } from "../segy/memory-file.fixture.ts";
import { scoreWindows } from "../serving/contract.ts";
import type { WorkspaceStorage } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { demoFiles, memoryPorts, trainDemo, type MemoryFiles } from "./demo-workspace.fixture.ts";
import type { StepProgress, WorkspacePorts } from "./context.ts";
import { exportBundle } from "./export-bundle.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { predictFiles } from "./predict-files.ts";
import { predictSurvey } from "./predict-survey.ts";
import { predictionKind, readPrediction } from "./prediction-record.ts";
import { predictSurveys, unscoredSurveys, type PredictedSurvey } from "./predict-surveys.ts";
import { savePredictionsZip } from "./save-predictions.ts";

const scorer = { kind: "version", version: 1 } as const;
const lines = ["demo", "east", "west"];

const others = { east: { seed: 4 }, west: { seed: 5, inlines: 4 }, odd: { seed: 6, intervalMs: 2 } };

/** Trained once: each test works on a copy. */
let trained: { readonly files: MemoryFiles; readonly storage: ReturnType<typeof memoryStorage> };
beforeAll(async () => {
  const files = await demoFiles();
  for (const [name, options] of Object.entries(others))
    files.set(`${name}.sgy`, (await demoFiles(options)).get("demo.sgy")!);
  const storage = memoryStorage();
  const ports = await memoryPorts(files, storage);
  await trainDemo(ports);
  for (const name of Object.keys(others)) await ingestSurvey(ports, `${name}.sgy`);
  trained = { files, storage };
});

/** A trained workspace with three surveys that fit the model and one, `odd`, whose samples are 2 ms apart. */
async function fourSurveys(
  more: Partial<WorkspaceStorage> = {},
): Promise<{ files: MemoryFiles; ports: WorkspacePorts }> {
  const files = new Map(trained.files);
  const storage = { ...memoryStorage(new Map(trained.storage.files)), ...more };
  return { files, ports: await memoryPorts(files, storage) };
}

const told = (outcomes: readonly PredictedSurvey[]): string[] =>
  outcomes.map(({ survey, state }) => `${survey} ${state}`);

describe("a batch of surveys", () => {
  it("answers each as if it were alone; what fails does not keep the others from it", async () => {
    const { ports } = await fourSurveys();
    const outcomes: PredictedSurvey[] = [];
    const surveys = ["demo", "odd", "gone", "east", "west", "demo"];
    await expect(
      predictSurveys(ports, { scorer, surveys }, (outcome) => outcomes.push(outcome)),
    ).rejects.toMatchObject({
      code: "surveys-failed",
      kind: "input",
      message: "2 of 5 surveys could not be scored: gone [survey-unknown], odd [input-mismatch]",
    });
    expect(told(outcomes)).toEqual([
      "gone failed",
      "demo scored",
      "odd failed",
      "east scored",
      "west scored",
    ]);

    const alone = await fourSurveys();
    for (const survey of lines) {
      const mine = outcomes.find((outcome) => outcome.survey === survey)!;
      if (mine.state === "failed") throw mine.error;
      const { prediction, reused } = await predictSurvey(alone.ports, { scorer, survey });
      expect(reused).toBe(false);
      expect(mine.prediction).toEqual(prediction);
      expect(await readPrediction(ports.workspace, mine.prediction)).toEqual(
        await readPrediction(alone.ports.workspace, prediction),
      );
    }
  });

  it("gives the reason itself where there is only one", async () => {
    const { ports } = await fourSurveys();
    await expect(predictSurveys(ports, { scorer, surveys: ["odd"] })).rejects.toMatchObject({
      code: "input-mismatch",
    });
  });

  it("that was broken off goes on with what is missing, and needs no other file", async () => {
    const { files, ports } = await fourSurveys();
    const stop = new AbortController();
    const outcomes: PredictedSurvey[] = [];
    const first = predictSurveys({ ...ports, signal: stop.signal }, { scorer, surveys: lines }, (outcome) => {
      outcomes.push(outcome);
      stop.abort();
    });
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    expect(told(outcomes)).toEqual(["demo scored"]);
    expect(
      (await unscoredSurveys(ports.workspace, { scorer, surveys: [...lines, "gone"] })).map(
        ({ name }) => name,
      ),
    ).toEqual(["east", "west"]);

    files.delete("demo.sgy");
    const after: PredictedSurvey[] = [];
    const progress: StepProgress[] = [];
    const predictions = await predictSurveys(
      { ...ports, onProgress: (one) => progress.push(one) },
      { scorer, surveys: ["east", "demo", "west"] },
      (outcome) => after.push(outcome),
    );
    expect(told(after)).toEqual(["demo kept", "east scored", "west scored"]);
    expect(predictions.map(({ survey }) => survey)).toEqual(["demo", "east", "west"]);
    expect(await ports.workspace.listRecords(predictionKind)).toHaveLength(3);
    expect(await unscoredSurveys(ports.workspace, { scorer, surveys: lines })).toEqual([]);

    // In traces of what was scored: 10 × 24 of one, 4 × 24 of the other.
    expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([336]));
    const done = progress.map((one) => one.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done[0]).toBe(0);
    expect(done.at(-1)).toBe(336);
    expect(progress.at(-1)!.detail).toBe("3 surveys, 2 done, now west");
  });

  it("ends where no other survey would fare better", async () => {
    const full = new JobError("storage-full", "no room");
    const { ports } = await fourSurveys({ write: () => Promise.reject(full) });
    const outcomes: PredictedSurvey[] = [];
    const work = predictSurveys(ports, { scorer, surveys: lines }, (outcome) => outcomes.push(outcome));
    await expect(work).rejects.toBe(full);
    expect(told(outcomes)).toEqual(["demo failed"]);
  });
});

describe("answers saved at once", () => {
  it.each(["csv", "parquet", "segy"] as const)(
    "are a zip of %s files, each with the bytes that a bundle of the model gives",
    async (format) => {
      const { ports } = await fourSurveys();
      // One is there already, the others are scored on the way.
      await predictSurvey(ports, { scorer, survey: "east" });
      const sink = new MemorySink();
      await savePredictionsZip(ports, { scorer, surveys: lines }, format, sink);
      const entries = unzipSync(sink.bytes());
      const ending = { csv: ".csv", parquet: ".parquet", segy: ".classes.sgy" }[format];
      expect(Object.keys(entries)).toEqual(lines.map((name) => `${name}${ending}`));
      const bundle = await readBundle((await exportBundle(ports, "1")).bytes, scoreWindows);
      for (const name of lines) {
        const own = new MemorySink();
        await predictFiles(ports, bundle, { locations: [`${name}.sgy`] }, format, own);
        expect(own.bytes().length).toBeGreaterThan(1000);
        expect(entries[`${name}${ending}`]).toEqual(own.bytes());
      }
    },
  );
});
