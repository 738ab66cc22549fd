import { expose, transfer } from "comlink";
import type { OfferedFile } from "../../../../src/adapters/browser/browser-sources.ts";
import { labelSetKind } from "../../../../src/pipeline/labels/contract.ts";
import { orientationOf } from "../../../../src/pipeline/lines.ts";
import type { OpenedSource } from "../../../../src/pipeline/steps/context.ts";
import { importLabels } from "../../../../src/pipeline/steps/import-labels.ts";
import { ingestSurvey } from "../../../../src/pipeline/steps/ingest-survey.ts";
import { predictionKind } from "../../../../src/pipeline/steps/prediction-record.ts";
import { surveyKind } from "../../../../src/pipeline/survey-record.ts";
import { openWorkspace } from "../../../../src/pipeline/workspace/contract.ts";
import { memoryStorage } from "../../../../src/pipeline/workspace/memory-storage.fixture.ts";
import { predictByRule } from "./rule-predictions.ts";
import { SectionFace } from "../../../../src/services/section-face.ts";
import { SectionService } from "../../../../src/services/section-service.ts";

const now = (): string => new Date().toISOString();
const workspace = openWorkspace(memoryStorage(), { create: true, now });
const files = new Map<string, File>();

async function openSource(location: string): Promise<OpenedSource> {
  const file = files.get(location);
  if (!file) throw new Error(`${location} was not offered`);
  return {
    name: file.name,
    sizeBytes: file.size,
    modifiedMs: file.lastModified,
    read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
    close: async () => undefined,
  };
}

const isLabels = (name: string): boolean => /\.csv$|\.(facies|labels)\.sgy$/.test(name);

/** A workspace in memory, filled in this worker: the viewer is looked at without the rest of the app. */
class Viewer extends SectionFace<ImageBitmap, OfferedFile> {
  async ingest() {
    const ports = {
      workspace: await workspace,
      openSource,
      now,
      elapsedSeconds: () => performance.now() / 1000,
      codeVersion: "viewer",
      networkTrainer: () => Promise.reject(new Error("nothing is trained here")),
    };
    const names = [...files.keys()];
    for (const name of names.filter((one) => !isLabels(one))) {
      const { survey } = await ingestSurvey(ports, name);
      await predictByRule(ports, survey);
    }
    const labels = names.filter(isLabels);
    if (labels.length > 0) await importLabels(ports, { locations: labels });
    return this.overview();
  }

  async overview() {
    const open = await workspace;
    const surveys = await open.listRecords(surveyKind);
    return {
      surveys: surveys.map((survey) => ({
        ...survey,
        orientation: orientationOf(survey),
        reach: "open" as const,
        reachable: true,
        away: [],
      })),
      labelSets: await open.listRecords(labelSetKind),
      predictions: await open.listRecords(predictionKind),
      featureSets: [],
    };
  }
}
export type { Viewer };

expose(
  new Viewer(new SectionService({ workspace: () => workspace, openSource }), {
    offer: (offered) => {
      for (const { file } of offered) files.set(file.name, file);
    },
    toBitmap: ({ data, width, height }) => createImageBitmap(new ImageData(data, width, height)),
    move: (value, parts) => transfer(value, parts as Transferable[]),
  }),
);
