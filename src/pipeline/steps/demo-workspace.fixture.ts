import { writeDemoSurvey, type DemoOptions } from "../demo/contract.ts";
import { InputError } from "../errors.ts";
import { memorySource, MemorySink } from "../segy/memory-file.fixture.ts";
import { parseModelParameters } from "../models/contract.ts";
import { openWorkspace, type WorkspaceStorage } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { computeFeatures } from "./compute-features.ts";
import type { OpenedSource, WorkspacePorts } from "./context.ts";
import type { FeatureRequest } from "./feature-request.ts";
import { importLabels } from "./import-labels.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { trainModel, type TrainResult } from "./train-model.ts";

/** Files by location, as a house would open them. */
export type MemoryFiles = Map<string, Uint8Array<ArrayBuffer>>;

const small: DemoOptions = { seed: 3, inlines: 10, crosslines: 24, samples: 120, intervalMs: 4 };

/** The demo survey and its label table, at `demo.sgy` and `demo.labels.csv`. */
export async function demoFiles(options: Partial<DemoOptions> = {}): Promise<MemoryFiles> {
  const sinks = { survey: new MemorySink(), labels: new MemorySink(), labelTable: new MemorySink() };
  await writeDemoSurvey({ ...small, ...options }, sinks);
  return new Map([
    ["demo.sgy", sinks.survey.bytes()],
    ["demo.labels.sgy", sinks.labels.bytes()],
    ["demo.labels.csv", sinks.labelTable.bytes()],
  ]);
}

function openMemory(files: MemoryFiles, location: string): OpenedSource {
  const bytes = files.get(location);
  if (!bytes)
    throw new InputError("file-missing", `there is no file ${location}`, { place: { file: location } });
  const name = location.slice(location.lastIndexOf("/") + 1);
  return { ...memorySource(name, bytes), modifiedMs: bytes.length, close: async () => undefined };
}

/** A house in memory: no clock, no network library. */
export async function memoryPorts(
  files: MemoryFiles,
  storage: WorkspaceStorage = memoryStorage(),
  more: Partial<WorkspacePorts> = {},
): Promise<WorkspacePorts> {
  const now = (): string => "2026-01-01T00:00:00.000Z";
  return {
    openSource: async (location) => openMemory(files, location),
    now,
    elapsedSeconds: () => 0,
    codeVersion: "test",
    networkTrainer: () => Promise.reject(new Error("this test has no network library")),
    workspace: await openWorkspace(storage, { create: true, now }),
    ...more,
  };
}

export const demoFeatures: FeatureRequest = {
  window: { extent: "window", lengthMs: 128, stepMs: 64 },
  every: 1,
  fit: [],
};

/** One small boosting model, trained on inlines 100 and 102, tested on 108. */
export function trainBoosting(ports: WorkspacePorts, iterations = 8): Promise<TrainResult> {
  return trainModel(ports, {
    specification: parseModelParameters("boosting", { iterations: String(iterations), minSamplesLeaf: "5" }),
    split: { kind: "lines", train: ["inline-100", "inline-102"], test: ["inline-108"], bufferTraces: 0 },
    withTime: false,
    withoutClasses: [],
    classWeight: "none",
    seed: 1,
  });
}

/** Survey, labels, features and the model. */
export async function trainDemo(ports: WorkspacePorts): Promise<TrainResult> {
  await ingestSurvey(ports, "demo.sgy");
  await importLabels(ports, { locations: ["demo.labels.csv"] });
  await computeFeatures(ports, demoFeatures);
  return trainBoosting(ports);
}
