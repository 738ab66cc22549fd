import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeDemoFolder } from "../../../adapters/node/demo-folder.ts";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { openFolderStorage } from "../../../adapters/node/folder-storage.ts";
import { readBundle } from "../../../pipeline/bundle/contract.ts";
import { InputError } from "../../../pipeline/errors.ts";
import type { Evaluation } from "../../../pipeline/evaluation/contract.ts";
import { parseModelParameters, type ModelFamily } from "../../../pipeline/models/contract.ts";
import { findModelVersion } from "../../../pipeline/registry/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { computeFeatures } from "../../../pipeline/steps/compute-features.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import { evaluateModel } from "../../../pipeline/steps/evaluate-model.ts";
import { exportBundle } from "../../../pipeline/steps/export-bundle.ts";
import { importLabels } from "../../../pipeline/steps/import-labels.ts";
import { ingestSurvey } from "../../../pipeline/steps/ingest-survey.ts";
import { makeReport } from "../../../pipeline/steps/make-report.ts";
import { predictFiles } from "../../../pipeline/steps/predict-files.ts";
import { judgePromotion, promoteModel } from "../../../pipeline/steps/promote-model.ts";
import { trainModel } from "../../../pipeline/steps/train-model.ts";
import { verifyWorkspace } from "../../../pipeline/steps/verify-workspace.ts";
import { exportArchive, importArchive, sha256Hex } from "../../../pipeline/workspace/contract.ts";
import { workspacePorts } from "../node-ports.ts";
import { differences, softmaxTolerance, type Metrics } from "./metrics.ts";

export interface Stage {
  readonly name: string;
  readonly seconds: number;
  /** Empty where all is as it should be. */
  readonly faults: readonly string[];
}

const demoSeed = 7;
const lines = {
  train: ["inline-103", "inline-109", "inline-116", "inline-122", "inline-128", "inline-135"],
  test: ["inline-154", "inline-160"],
};
/** Small enough for a minute, large enough that every class is tested. */
const settings = { boosting: { iterations: "30" }, softmax: { epochs: "15" } } as const;

const metricsOf = (evaluation: Evaluation): Metrics["boosting"] => {
  const { confusion, baselines } = evaluation;
  const scores = ({ accuracy, macroF1, balancedAccuracy }: Metrics["boosting"]["scores"]) => ({
    accuracy,
    macroF1,
    balancedAccuracy,
  });
  return {
    scores: scores(evaluation),
    majority: scores(baselines.majority),
    timeOnly: scores(baselines.timeOnly),
    confusion: confusion.map((row) => [...row]),
  };
};

/** Counts of softmax may move with its scores. */
const withoutCounts = ({ scores, majority, timeOnly }: Metrics["softmax"]): object => ({
  scores,
  majority,
  timeOnly,
});

/**
 * Every stage on the generated survey, in a folder of its own; each compares what it measures with what was recorded. The first
 * stage that fails is the last: those after it stand on it.
 * @param recorded absent: nothing is compared
 * @param onStage told each stage as it ends
 */
export async function fullRun(
  stepPorts: StepPorts,
  folder: string,
  recorded: Metrics | undefined,
  onStage: (stage: Stage) => void,
): Promise<{ readonly stages: readonly Stage[]; readonly metrics: Partial<Metrics> }> {
  const ports = await workspacePorts(stepPorts, path.join(folder, "workspace"), true);
  const { workspace } = ports;
  const at = (...names: string[]): string => path.join(folder, ...names);
  const metrics: Partial<Metrics> = {};
  const stages: Stage[] = [];

  /** Keeps what was measured, and tells how it differs from the record. */
  const compare = <K extends keyof Metrics>(field: K, found: Metrics[K], tolerance = 0): string[] => {
    metrics[field] = found;
    return recorded ? differences(recorded[field], found, tolerance, field) : [];
  };
  const train = async (family: ModelFamily): Promise<Metrics["boosting"]> => {
    const { run } = await trainModel(ports, {
      specification: parseModelParameters(family, settings[family]),
      split: { kind: "lines", ...lines, bufferTraces: 0 },
      withTime: false,
      withoutClasses: [],
      classWeight: "none",
      seed: 42,
    });
    return metricsOf(run.evaluation);
  };
  const requireNone = (found: readonly string[], what: string): string[] =>
    found.length === 0 ? [] : [`${what}: ${found.join("; ")}`];

  const work: readonly (readonly [string, () => Promise<string[]>])[] = [
    [
      "demo",
      async () => {
        const hashes: Record<string, string> = {};
        for (const { name } of await writeDemoFolder(at("survey"), demoSeed, ports))
          hashes[name] = await sha256Hex(new Uint8Array(await readFile(at("survey", name))));
        return compare("demo", hashes);
      },
    ],
    [
      "ingest",
      async () => {
        const { survey } = await ingestSurvey(ports, at("survey/demo.sgy"));
        return survey.geometryKind === "3d" ? [] : [`the survey is read as ${survey.geometryKind}`];
      },
    ],
    [
      "labels",
      async () => {
        const { labelSet } = await importLabels(ports, { locations: [at("survey/demo.labels.csv")] });
        return labelSet.classes.length === 3 ? [] : [`${labelSet.classes.length} classes`];
      },
    ],
    [
      "features",
      async () => {
        const { featureSet } = await computeFeatures(ports, {
          window: { extent: "window", lengthMs: 256, stepMs: 64 },
          every: 2,
          fit: [],
        });
        return compare(
          "features",
          featureSet.tables.reduce((sum, { rows }) => sum + rows, 0),
        );
      },
    ],
    ["train boosting", async () => compare("boosting", await train("boosting"))],
    [
      "train softmax",
      async () => {
        const found = await train("softmax");
        metrics.softmax = found;
        if (!recorded) return [];
        const [was, is] = [withoutCounts(recorded.softmax), withoutCounts(found)];
        return differences(was, is, softmaxTolerance, "softmax");
      },
    ],
    [
      "evaluate",
      async () => {
        const evaluation = await evaluateModel(ports, {
          model: "1",
          every: 4,
          surveys: [at("survey/demo.sgy")],
          labels: [at("survey/demo.labels.csv")],
        });
        return evaluation.accuracy > evaluation.baselines.majority.accuracy
          ? []
          : [`accuracy ${evaluation.accuracy} is not above always answering one class`];
      },
    ],
    [
      "register",
      async () => {
        const { version, run } = await findModelVersion(workspace, "1");
        return run.family === "boosting" && version.version === 1 ? [] : ["version 1 is another run"];
      },
    ],
    [
      "gates",
      async () => {
        const note = "validation of this installation";
        const gates = await judgePromotion(ports, { model: "1", to: "Production", note });
        await promoteModel(ports, { model: "1", to: "Production", note, override: "validation" });
        return compare("gates", Object.fromEntries(gates.map(({ gate, passed }) => [gate, passed])));
      },
    ],
    [
      "bundle and check",
      async () => {
        const { bytes } = await exportBundle(ports, "1");
        const sink = await createFileSink(at("bundle.zip"));
        await sink.write(bytes);
        await sink.commit();
        const { card } = await readBundle(new Uint8Array(await readFile(at("bundle.zip"))), scoreWindows);
        return card ? [] : ["the bundle has no card"];
      },
    ],
    [
      "predict",
      async () => {
        const bundle = await readBundle(new Uint8Array(await readFile(at("bundle.zip"))), scoreWindows);
        const sink = await createFileSink(at("predictions.csv"));
        const files = { locations: [at("survey/demo.sgy")] };
        const { classCounts } = await predictFiles(ports, bundle, files, "csv", sink);
        await sink.commit();
        return compare("predicted", { ...classCounts });
      },
    ],
    [
      "report",
      async () => ((await makeReport(ports)).includes("</html>") ? [] : ["the report is no whole page"]),
    ],
    [
      "archive there and back",
      async () => {
        const sink = await createFileSink(at("archive.zip"));
        await exportArchive(await openFolderStorage(at("workspace")), sink, ports);
        await sink.commit();
        const source = await openFileSource(at("archive.zip"));
        try {
          await importArchive(await openFolderStorage(at("copy")), source, ports);
        } finally {
          await source.close();
        }
        return [];
      },
    ],
    [
      "verify",
      async () => {
        const faults: string[] = [];
        for (const name of ["workspace", "copy"]) {
          const opened = await workspacePorts(stepPorts, at(name), false);
          const { problems, unclaimed } = await verifyWorkspace(opened.workspace, opened);
          const found = [...problems, ...unclaimed].map(({ message }) => message);
          faults.push(...requireNone(found, name));
        }
        return faults;
      },
    ],
  ];

  for (const [name, run] of work) {
    const start = ports.elapsedSeconds();
    let faults: string[];
    try {
      faults = await run();
    } catch (error) {
      ports.signal?.throwIfAborted();
      faults = [error instanceof Error ? error.message : String(error)];
    }
    const stage: Stage = { name, seconds: ports.elapsedSeconds() - start, faults };
    stages.push(stage);
    onStage(stage);
    if (faults.length > 0) break;
  }
  return { stages, metrics };
}

/** @throws InputError `validation-incomplete` where a stage failed, and there is nothing whole to record */
export function requireMetrics(metrics: Partial<Metrics>, stages: readonly Stage[]): Metrics {
  const failed = stages.find(({ faults }) => faults.length > 0);
  const { demo, features, boosting, softmax, gates, predicted } = metrics;
  if (failed || !demo || features === undefined || !boosting || !softmax || !gates || !predicted)
    throw new InputError("validation-incomplete", "a stage failed: there is nothing whole to record");
  return { demo, features, boosting, softmax, gates, predicted };
}
