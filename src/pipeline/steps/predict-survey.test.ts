import { describe, expect, it } from "vitest";
import { readBundle } from "../bundle/contract.ts";
import { openSegy } from "../segy/contract.ts";
import { MemorySink, memorySource } from "../segy/memory-file.fixture.ts";
import { predictFile, scoreWindows } from "../serving/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { demoFiles, memoryPorts, trainDemo } from "./demo-workspace.fixture.ts";
import { exportBundle } from "./export-bundle.ts";
import { importBundle } from "./import-bundle.ts";
import { importedBundleKind } from "./imported-bundle.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { predictFiles } from "./predict-files.ts";
import { predictSurvey } from "./predict-survey.ts";
import { predictionKind, readPrediction, type Scorer } from "./prediction-record.ts";
import { savePredictions } from "./save-predictions.ts";
import type { WorkspacePorts } from "./context.ts";

/** A trained workspace, and another that knows only the survey and the first one's bundle. */
async function twoHouses() {
  const files = await demoFiles();
  const storage = memoryStorage();
  const home = await memoryPorts(files, storage);
  await trainDemo(home);
  const { bytes } = await exportBundle(home, "1");
  files.set("away/model.zip", bytes);
  const awayStorage = memoryStorage();
  const away = await memoryPorts(files, awayStorage);
  await ingestSurvey(away, "demo.sgy");
  return { files, home, storage, away, awayStorage, bytes };
}
const version: Scorer = { kind: "version", version: 1 };

describe("predictions of a survey", () => {
  it("are the scorer's to the last bit, kept, and not made twice", async () => {
    const { files, home, away, bytes } = await twoHouses();
    const { bundle } = await importBundle(away, "away/model.zip");
    const { model } = await readBundle(bytes, scoreWindows);
    const segy = await openSegy(memorySource("demo.sgy", files.get("demo.sgy")!));
    const expected = await predictFile(model, segy, "demo");

    const here = await predictSurvey(home, { scorer: version, survey: "demo" });
    const there = await predictSurvey(away, { scorer: { kind: "bundle", id: bundle.id }, survey: "demo" });
    expect([here.reused, there.reused]).toEqual([false, false]);
    expect(there.prediction.id).toBe(here.prediction.id);
    expect(here.prediction).toMatchObject({ scorerLabel: "model version 1", survey: "demo", unscored: 0 });
    expect(there.prediction.scorerLabel).toBe("model.zip");
    expect(await readPrediction(home.workspace, here.prediction)).toEqual(expected);
    expect(await readPrediction(away.workspace, there.prediction)).toEqual(expected);

    files.delete("demo.sgy");
    const again = await predictSurvey(home, { scorer: version, survey: "demo" });
    expect(again).toEqual({ prediction: here.prediction, reused: true });
    expect(await home.workspace.listRecords(predictionKind)).toEqual([here.prediction]);
  });

  it.each(["csv", "parquet", "segy"] as const)(
    "are saved as %s with the bytes that a bundle of the model gives file by file",
    async (format) => {
      const { home, bytes } = await twoHouses();
      const byFile = new MemorySink();
      const summary = await predictFiles(
        home,
        await readBundle(bytes, scoreWindows),
        { locations: ["demo.sgy"] },
        format,
        byFile,
      );
      const saved = new MemorySink();
      expect(await savePredictions(home, { scorer: version, survey: "demo" }, format, saved)).toEqual(
        summary,
      );
      expect(saved.bytes()).toEqual(byFile.bytes());
      expect(saved.bytes().length).toBeGreaterThan(1000);
    },
  );

  it("need a survey and a scorer that are there", async () => {
    const { home } = await twoHouses();
    const code = (scorer: Scorer, survey: string, ports: WorkspacePorts = home): Promise<unknown> =>
      predictSurvey(ports, { scorer, survey }).then(
        () => "none",
        (error: unknown) => (error as { code?: unknown }).code,
      );
    expect(await code(version, "other")).toBe("survey-unknown");
    expect(await code({ kind: "version", version: 9 }, "demo")).toBe("model-unknown");
    expect(await code({ kind: "bundle", id: "0123" }, "demo")).toBe("bundle-unknown");
  });

  it("are refused where their table was damaged", async () => {
    const { home, storage } = await twoHouses();
    const { prediction } = await predictSurvey(home, { scorer: version, survey: "demo" });
    await expect(
      readPrediction(home.workspace, { ...prediction, examples: prediction.examples + 1 }),
    ).rejects.toMatchObject({ code: "table-damaged" });
    storage.files.set(prediction.path, new Uint8Array(10));
    await expect(readPrediction(home.workspace, prediction)).rejects.toMatchObject({ code: "table-damaged" });
  });
});

describe("an imported bundle", () => {
  it("is kept with what it says of itself, once", async () => {
    const { away, awayStorage, bytes, home } = await twoHouses();
    const { bundle, alreadyThere } = await importBundle(away, "away/model.zip");
    expect(alreadyThere).toBe(false);
    expect(bundle).toMatchObject({ fileName: "model.zip", bytes: bytes.length, family: "boosting" });
    expect(bundle.sha256).toBe((await exportBundle(home, "1")).sha256);
    expect(bundle.path).toBe(`bundles/${bundle.sha256.slice(0, 16)}.zip`);
    expect(awayStorage.files.get(bundle.path)).toEqual(bytes);
    expect(await importBundle(away, "away/model.zip")).toEqual({ bundle, alreadyThere: true });
    expect(await away.workspace.listRecords(importedBundleKind)).toEqual([bundle]);
  });

  it("leaves nothing behind when it is damaged or too large", async () => {
    const { away, awayStorage, files, bytes } = await twoHouses();
    const before = [...awayStorage.files.keys()];
    const broken = bytes.slice();
    broken[broken.length >> 1]! ^= 1;
    files.set("away/broken.zip", broken);
    await expect(importBundle(away, "away/broken.zip")).rejects.toMatchObject({ code: "bundle-damaged" });
    const huge: WorkspacePorts = {
      ...away,
      openSource: async () => ({
        name: "huge.zip",
        sizeBytes: 2 ** 31,
        modifiedMs: 0,
        read: () => Promise.reject(new Error("was read before its size was looked at")),
        close: async () => undefined,
      }),
    };
    await expect(importBundle(huge, "huge.zip")).rejects.toMatchObject({ code: "bundle-too-large" });
    expect([...awayStorage.files.keys()]).toEqual(before);
  });

  it("does not score when its kept zip was changed", async () => {
    const { away, awayStorage } = await twoHouses();
    const { bundle } = await importBundle(away, "away/model.zip");
    awayStorage.files.get(bundle.path)![40]! ^= 1;
    await expect(
      predictSurvey(away, { scorer: { kind: "bundle", id: bundle.id }, survey: "demo" }),
    ).rejects.toMatchObject({ code: "artefacts-damaged" });
  });
});
