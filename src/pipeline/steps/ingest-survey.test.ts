import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { featureSetKind } from "../features/contract.ts";
import { openSegy } from "../segy/contract.ts";
import { MemorySink, memorySource } from "../segy/memory-file.fixture.ts";
import { surveyKind } from "../survey-record.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { computeFeatures } from "./compute-features.ts";
import {
  demoFeatures,
  demoFiles,
  memoryPorts,
  trainBoosting,
  trainDemo,
  type MemoryFiles,
} from "./demo-workspace.fixture.ts";
import { bronzePath, ingestSurvey } from "./ingest-survey.ts";
import { scanSurvey } from "./scan-survey.ts";
import { predictSurvey } from "./predict-survey.ts";
import { readPrediction } from "./prediction-record.ts";
import { savePredictions } from "./save-predictions.ts";

/** The demo survey with a header that lies about format and interval: IBM floats every 4 ms, said to be IEEE every 2 ms. */
async function lyingFiles(): Promise<{ truth: MemoryFiles; lie: MemoryFiles }> {
  const truth = await demoFiles();
  const bytes = truth.get("demo.sgy")!.slice();
  const view = new DataView(bytes.buffer);
  view.setInt16(3224, 5);
  view.setUint16(3216, 2000);
  const lie = new Map(truth);
  lie.set("demo.sgy", bytes);
  return { truth, lie };
}
const corrected = { formatCode: 1, intervalMicroseconds: 4000 } as const;

describe("a survey that is taken in", () => {
  it("is read once, and has the hash of its file", async () => {
    const files = await demoFiles();
    const ports = await memoryPorts(files);
    const bytes = files.get("demo.sgy")!;
    let read = 0;
    const counting: typeof ports = {
      ...ports,
      openSource: async (location) => {
        const source = await ports.openSource(location);
        return {
          ...source,
          read: (offset, length, signal) => {
            read += length;
            return source.read(offset, length, signal);
          },
        };
      },
    };
    const { survey } = await ingestSurvey(counting, "demo.sgy");
    expect(survey.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    // Once through, and the head when it is opened.
    expect(read).toBeLessThan(bytes.length * 1.2 + 20_000);
  });

  it("takes what a scan of the same file has found, and reads nothing again", async () => {
    const files = await demoFiles();
    const [ports, own] = [await memoryPorts(files), await memoryPorts(files)];
    const expected = await ingestSurvey(own, "demo.sgy");
    const segy = await openSegy(await ports.openSource("demo.sgy"));
    const scan = await scanSurvey(segy, { hash: true });
    let asked = 0;
    const { survey } = await ingestSurvey(
      {
        ...ports,
        finishedScan: async () => {
          asked++;
          return scan;
        },
      },
      "demo.sgy",
    );
    expect(asked).toBe(1);
    const same = { ingestedAt: "" };
    expect({ ...survey, ...same }).toEqual({ ...expected.survey, ...same });
    expect(await ports.workspace.getTable(bronzePath("demo"))).toEqual(
      await own.workspace.getTable(bronzePath("demo")),
    );
  });
});

describe("a survey that a person corrected", () => {
  it("is kept with what was corrected, and read so from then on", async () => {
    const { truth, lie } = await lyingFiles();
    const ports = await memoryPorts(lie);
    const { survey, alreadyThere } = await ingestSurvey(ports, "demo.sgy", { ...corrected, delayMs: 0 });
    expect(alreadyThere).toBe(false);
    expect(survey).toMatchObject({ reading: corrected, intervalMicroseconds: 4000, format: { code: 1 } });
    expect(survey.warnings.map(({ code }) => code)).toEqual(["format-given", "interval-given"]);

    const honest = await memoryPorts(truth);
    const untouched = await ingestSurvey(honest, "demo.sgy");
    expect(untouched.survey.reading).toBeUndefined();
    expect(survey.quality).toEqual(untouched.survey.quality);
    const [ours, theirs] = [
      await computeFeatures(ports, demoFeatures),
      await computeFeatures(honest, demoFeatures),
    ];
    const tableOf = async (made: typeof ours, house: typeof ports): Promise<unknown> =>
      house.workspace.getTable(made.featureSet.tables[0]!.parts[0]!.path);
    expect(await tableOf(ours, ports)).toEqual(await tableOf(theirs, honest));
  });

  it("has features of its own for each way of reading", async () => {
    const { lie } = await lyingFiles();
    const ports = await memoryPorts(lie);
    const paths: string[] = [];
    for (const delayMs of [0, 8, 16]) {
      await ingestSurvey(ports, "demo.sgy", { ...corrected, delayMs });
      const { featureSet, computed } = await computeFeatures(ports, demoFeatures);
      expect(computed).toBe(1);
      paths.push(featureSet.tables[0]!.parts[0]!.path);
    }
    expect(new Set(paths).size).toBe(3);
    await ingestSurvey(ports, "demo.sgy", { ...corrected, delayMs: 8 });
    expect((await computeFeatures(ports, demoFeatures)).reused).toBe(1);
    expect(await ports.workspace.listRecords(featureSetKind)).toHaveLength(3);
  });

  it("stays corrected when it is ingested again without a word, and is as it says itself when told so", async () => {
    const { lie } = await lyingFiles();
    const ports = await memoryPorts(lie);
    const first = await ingestSurvey(ports, "demo.sgy", {
      ...corrected,
      lineBytes: { inline: 189, crossline: 21 },
    });
    expect(first.survey.reading).toEqual({ ...corrected, lineBytes: { inline: 189, crossline: 21 } });
    lie.set("elsewhere/demo.sgy", lie.get("demo.sgy")!);
    lie.delete("demo.sgy");
    expect(await ingestSurvey(ports, "elsewhere/demo.sgy")).toEqual({
      survey: { ...first.survey, location: "elsewhere/demo.sgy" },
      alreadyThere: true,
    });
    expect(await ingestSurvey(ports, "elsewhere/demo.sgy", first.survey.reading)).toMatchObject({
      alreadyThere: true,
    });
    const reset = await ingestSurvey(ports, "elsewhere/demo.sgy", {});
    expect(reset).toMatchObject({
      alreadyThere: false,
      survey: { intervalMicroseconds: 2000, crosslineByte: 193 },
    });
    expect(reset.survey.reading).toBeUndefined();
    expect(await ports.workspace.listRecords(surveyKind)).toEqual([reset.survey]);
  });

  it("keeps the addresses that features of an uncorrected survey always had", async () => {
    const ports = await memoryPorts(await demoFiles(), memoryStorage());
    await ingestSurvey(ports, "demo.sgy");
    const { featureSet } = await computeFeatures(ports, demoFeatures);
    // As computed before files could be corrected.
    expect(featureSet.id).toBe("c5b7856cc8dd343f");
    expect(featureSet.tables[0]!.parts[0]!.path).toBe("silver/0c33af089a88f84d/demo/part-00000.parquet");
  });

  it("is predicted apart for each way of reading, and the saved SEG-Y says the corrected time", async () => {
    const { lie } = await lyingFiles();
    const ports = await memoryPorts(lie);
    await ingestSurvey(ports, "demo.sgy", corrected);
    await trainDemo(ports);
    const request = { scorer: { kind: "version", version: 1 }, survey: "demo" } as const;
    const before = await predictSurvey(ports, request);
    await ingestSurvey(ports, "demo.sgy", { ...corrected, delayMs: 48 });
    // What was computed of the file as it was read before is no longer trained on.
    await expect(trainBoosting(ports)).rejects.toMatchObject({
      code: "features-missing",
    });
    const after = await predictSurvey(ports, request);
    expect([after.reused, after.prediction.id === before.prediction.id]).toEqual([false, false]);
    const { startMs, startSample } = await readPrediction(ports.workspace, after.prediction);
    expect(startMs.every((time, row) => time === 48 + 4 * startSample[row]!)).toBe(true);
    const sink = new MemorySink();
    await savePredictions(ports, request, "segy", sink);
    const { layout } = await openSegy(memorySource("p.sgy", sink.bytes()));
    expect([layout.delayMs, layout.intervalMicroseconds]).toEqual([48, 4000]);
  });
});
