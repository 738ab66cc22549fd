import { computeFeatures } from "../pipeline/steps/compute-features.ts";
import { agreementOfLabelSets, diffLabelSets } from "../pipeline/steps/compare-label-sets.ts";
import type { WorkspacePorts } from "../pipeline/steps/context.ts";
import { exportBundle } from "../pipeline/steps/export-bundle.ts";
import { exportHeaders } from "../pipeline/steps/export-headers.ts";
import { exportLabels } from "../pipeline/steps/export-labels.ts";
import { importBundle } from "../pipeline/steps/import-bundle.ts";
import { importLabels } from "../pipeline/steps/import-labels.ts";
import { ingestJoined, ingestSurvey } from "../pipeline/steps/ingest-survey.ts";
import { labelFileName } from "../pipeline/steps/label-export.ts";
import { makeReport } from "../pipeline/steps/make-report.ts";
import { readModelCard } from "../pipeline/steps/model-card.ts";
import { describeModel, removeModelAlias, setModelAlias } from "../pipeline/steps/name-model.ts";
import { promoteModel } from "../pipeline/steps/promote-model.ts";
import { rollbackModel } from "../pipeline/steps/rollback-model.ts";
import { predictSurveys } from "../pipeline/steps/predict-surveys.ts";
import { savePredictions, savePredictionsZip } from "../pipeline/steps/save-predictions.ts";
import { savePart } from "../pipeline/steps/save-part.ts";
import { trainModel } from "../pipeline/steps/train-model.ts";
import { verifyWorkspace } from "../pipeline/steps/verify-workspace.ts";
import { exportArchive, importArchive, type WorkspaceStorage } from "../pipeline/workspace/contract.ts";
import {
  modelVersionKind,
  noteRegistered,
  renderModelCard,
  runKind,
  type RegistryEvent,
} from "../pipeline/registry/contract.ts";
import type { ByteSink } from "../pipeline/segy/contract.ts";
import type { PredictionFormat } from "../pipeline/steps/write-predictions.ts";
import type { JobRequest, JobResult, MadeFile, SurveyOutcome } from "./contract.ts";
import { faultOf } from "./fault.ts";

/** A file on its way out to the person. */
export interface OutgoingFile extends ByteSink {
  finish(): Promise<MadeFile>;
  abort(): Promise<void>;
}

export interface JobPorts extends WorkspacePorts {
  readonly storage: WorkspaceStorage;
  readonly createOutgoing: (name: string, type: string) => Promise<OutgoingFile>;
  /** Writes the demo survey where `openSource` finds it. */
  readonly makeDemo: (
    ports: Pick<WorkspacePorts, "onProgress" | "signal">,
  ) => Promise<{ survey: string; labels: string }>;
  /** Called by a scoring job for each of its surveys. */
  readonly onOutcome: (outcome: SurveyOutcome) => void;
  /** When the job first began: a resumed training keeps its identity. */
  readonly jobStartedAt: string;
}

const outputs: Readonly<Record<PredictionFormat, { readonly ending: string; readonly type: string }>> = {
  csv: { ending: "csv", type: "text/csv" },
  parquet: { ending: "parquet", type: "application/vnd.apache.parquet" },
  segy: { ending: "sgy", type: "application/octet-stream" },
};

async function writeOut<T>(
  ports: JobPorts,
  name: string,
  type: string,
  write: (sink: ByteSink) => Promise<T>,
): Promise<{ readonly file: MadeFile; readonly written: T }> {
  const sink = await ports.createOutgoing(name, type);
  try {
    const written = await write(sink);
    return { file: await sink.finish(), written };
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** A training that was killed after it had registered its version has nothing left to do. */
async function alreadyTrained(ports: JobPorts): Promise<JobResult | undefined> {
  const run = (await ports.workspace.listRecords(runKind)).find(
    ({ startedAt }) => startedAt === ports.jobStartedAt,
  );
  const version =
    run && (await ports.workspace.listRecords(modelVersionKind)).find(({ runId }) => runId === run.id);
  if (!version) return undefined;
  await noteRegistered(ports.workspace, version, ports);
  return { kind: "trained", version: version.version, runId: run.id, warnings: [] };
}

async function ingest(ports: JobPorts, request: Extract<JobRequest, { kind: "ingest" }>): Promise<JobResult> {
  const names: string[] = [];
  for (const { location, join, reading } of request.surveys) {
    const { survey } = join
      ? await ingestJoined(ports, join, reading)
      : await ingestSurvey(ports, location, reading);
    names.push(survey.name);
  }
  const coverage =
    request.labels.length > 0
      ? (await importLabels(ports, { locations: request.labels }, { classNames: request.classNames }))
          .coverage
      : [];
  return { kind: "surveys", names, coverage };
}

type RegistryRequest = Extract<
  JobRequest,
  { kind: "promote" | "rollback" | "set-alias" | "remove-alias" | "describe-model" }
>;

/** One act on the registry, and the event that tells of it. */
function actOnRegistry(ports: JobPorts, request: RegistryRequest): Promise<RegistryEvent> {
  const acting = { ...ports, who: request.who ?? ports.who };
  switch (request.kind) {
    case "promote":
      return promoteModel(acting, { ...request, model: String(request.version) });
    case "rollback":
      return rollbackModel(acting, request);
    case "set-alias":
      return setModelAlias(acting, { ...request, model: String(request.version) });
    case "remove-alias":
      return removeModelAlias(acting, request);
    case "describe-model":
      return describeModel(acting, { ...request, model: String(request.version) });
  }
}

async function saveAnswers(
  ports: JobPorts,
  { scorer, surveys, format }: Extract<JobRequest, { kind: "save-predictions" }>,
): Promise<JobResult> {
  const { ending, type } = outputs[format];
  const [survey] = surveys;
  if (survey !== undefined && surveys.length === 1) {
    const { file, written } = await writeOut(ports, `${survey}.classes.${ending}`, type, (sink) =>
      savePredictions(ports, { scorer, survey }, format, sink),
    );
    return { kind: "saved", file, summary: written };
  }
  const { file } = await writeOut(ports, `predictions.${ending}.zip`, "application/zip", (sink) =>
    savePredictionsZip(ports, { scorer, surveys }, format, sink),
  );
  return { kind: "saved", file };
}

/** Does one job with the steps of the pipeline. What a step stored before a failure stays. */
export async function runJob(ports: JobPorts, request: JobRequest): Promise<JobResult> {
  switch (request.kind) {
    case "demo": {
      const { survey, labels } = await ports.makeDemo(ports);
      return ingest(ports, { kind: "ingest", surveys: [{ location: survey }], labels: [labels] });
    }
    case "ingest":
      return ingest(ports, request);
    case "labels": {
      const { labelSet, ...told } = await importLabels(ports, request, { classNames: request.classNames });
      return { kind: "labels", id: labelSet.id, ...told };
    }
    case "features": {
      const { featureSet, computed, reused } = await computeFeatures(ports, request.request);
      return { kind: "features", id: featureSet.id, computed, reused };
    }
    case "train": {
      const done = await alreadyTrained(ports);
      if (done) return done;
      const { version, run, warnings } = await trainModel(ports, request.request);
      return { kind: "trained", version: version.version, runId: run.id, warnings };
    }
    case "predict": {
      const predictions = await predictSurveys(ports, request, (outcome) => {
        const { survey, state } = outcome;
        const what =
          outcome.state === "failed"
            ? { fault: faultOf(outcome.error) }
            : { predictionId: outcome.prediction.id };
        ports.onOutcome({ survey, state, ...what });
      });
      return { kind: "predicted", ids: predictions.map(({ id }) => id) };
    }
    case "save-predictions":
      return saveAnswers(ports, request);
    case "export-headers": {
      const { survey, format } = request;
      const { ending, type } = outputs[format];
      const { file } = await writeOut(ports, `${survey}.headers.${ending}`, type, (sink) =>
        exportHeaders(ports, survey, format, sink),
      );
      return { kind: "saved", file };
    }
    case "save-part": {
      const { survey, request: part } = request;
      const type = outputs.segy.type;
      const { file, written } = await writeOut(ports, `${survey}.part.sgy`, type, (sink) =>
        savePart(ports, survey, part, sink),
      );
      const { summary, imputed } = written;
      if (!imputed) return { kind: "saved-part", file, summary };
      const { file: list } = await writeOut(
        ports,
        `${survey}.part.sgy.imputed.csv`,
        "text/csv",
        async (sink) => {
          for (const row of imputed) await sink.write(new TextEncoder().encode(row));
        },
      );
      return { kind: "saved-part", file, list, summary };
    }
    case "export-labels": {
      const name = labelFileName(request.survey, request.as);
      const type =
        request.as.format === "csv"
          ? "text/csv"
          : request.as.format === "segy"
            ? outputs.segy.type
            : "text/plain";
      const { file, written } = await writeOut(ports, name, type, (sink) =>
        exportLabels(ports, request, sink),
      );
      return { kind: "saved-labels", file, written };
    }
    case "compare-labels":
      return {
        kind: "compared-labels",
        difference: await diffLabelSets(ports, request.from, request.to),
        agreement: await agreementOfLabelSets(ports, request.from, request.to),
      };
    case "export-bundle": {
      const { bytes } = await exportBundle(ports, String(request.version));
      const { file } = await writeOut(ports, `bundle-v${request.version}.zip`, "application/zip", (sink) =>
        sink.write(bytes),
      );
      return { kind: "saved", file };
    }
    case "import-bundle": {
      const { bundle, alreadyThere } = await importBundle(ports, request.location);
      return { kind: "bundle", id: bundle.id, alreadyThere };
    }
    case "promote":
    case "rollback":
    case "set-alias":
    case "remove-alias":
    case "describe-model":
      return { kind: "registry", event: await actOnRegistry(ports, request) };
    case "save-model-card": {
      const { version, card } = await readModelCard(ports.workspace, String(request.version));
      const { file } = await writeOut(ports, `model-v${version}.card.md`, "text/markdown", (sink) =>
        sink.write(new TextEncoder().encode(renderModelCard(card, `Model version ${version}`))),
      );
      return { kind: "saved", file };
    }
    case "report":
      return { kind: "report", html: await makeReport(ports) };
    case "export-archive": {
      const { file } = await writeOut(ports, "workspace.geophone.zip", "application/zip", (sink) =>
        exportArchive(ports.storage, sink, ports),
      );
      return { kind: "saved", file };
    }
    case "import-archive": {
      const source = await ports.openSource(request.location);
      try {
        const { files } = await importArchive(ports.storage, source, ports);
        return { kind: "imported", files };
      } finally {
        await source.close();
      }
    }
    case "verify": {
      const { checked, problems } = await verifyWorkspace(ports.workspace, ports);
      return { kind: "verified", checked, problems };
    }
  }
}
