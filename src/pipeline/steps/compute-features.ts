import { float32Matrix } from "../../quantities/matrix.ts";
import { millisecondsFromSample } from "../../quantities/units.ts";
import {
  createFeatureExtractor,
  featureSetKind,
  featureTableToColumns,
  selectTraces,
  windowStarts,
  type FeatureSetRecord,
  type FeatureTable,
  type WindowDefinition,
} from "../features/contract.ts";
import { orientationOf } from "../lines.ts";
import { surveyKind, type SurveyRecord } from "../survey-record.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { exploratoryEmbedding } from "./exploratory-embedding.ts";
import { embeddingComponents, windowDefinitionFor, type FeatureRequest } from "./feature-request.ts";
import { surveyHeaders } from "./survey-headers.ts";
import { readSelectedTraces } from "./read-selected-traces.ts";
import { withSurveyFile } from "./survey-files.ts";

/** Bumped whenever a feature's definition changes, so that old tables are not taken for new ones. */
const featureCodeVersion = 1;
async function computeTable(
  ports: WorkspacePorts,
  survey: SurveyRecord,
  window: WindowDefinition,
  every: number,
): Promise<FeatureTable> {
  const headers = await surveyHeaders(ports.workspace, survey);
  const traces = selectTraces(headers, orientationOf(survey), every);
  const starts = windowStarts(window, survey.samplesPerTrace);
  const extractor = createFeatureExtractor(window);
  const rows = traces.length * starts.length;
  const table: FeatureTable = {
    survey: survey.name,
    rows,
    traceIndex: new Int32Array(rows),
    inline: new Int32Array(rows),
    crossline: new Int32Array(rows),
    startSample: new Int32Array(rows),
    startMs: new Float32Array(rows),
    lengthMs: (window.lengthSamples * window.intervalMicroseconds) / 1000,
    features: float32Matrix(rows, 8),
  };
  let row = 0;
  await withSurveyFile(ports, survey, (segy) =>
    readSelectedTraces(
      segy,
      traces,
      async (block, indices) => {
        const features = extractor.extract(block, starts);
        table.features.data.set(features.data, row * 8);
        for (const trace of indices) {
          for (const start of starts) {
            table.traceIndex[row] = trace;
            table.inline[row] = headers.inline[trace]!;
            table.crossline[row] = headers.crossline[trace]!;
            table.startSample[row] = start;
            table.startMs[row] = millisecondsFromSample(start, window.intervalMicroseconds, survey.delayMs);
            row++;
          }
        }
        ports.onProgress?.({ step: "features", detail: survey.fileName, done: row, total: rows });
        await ports.yieldControl?.();
      },
      ports.signal,
    ),
  );
  return table;
}

/** Features of every survey in the workspace. Tables that are already there for the same content are taken as they are. */
export async function computeFeatures(
  ports: WorkspacePorts,
  request: FeatureRequest,
): Promise<{ readonly featureSet: FeatureSetRecord; readonly computed: number; readonly reused: number }> {
  const { workspace } = ports;
  const surveys = await workspace.listRecords(surveyKind);
  const window = windowDefinitionFor(request.window, surveys);
  const embedding =
    request.fit.length > 0 ? await exploratoryEmbedding(ports, surveys, window, request) : undefined;

  const tables: FeatureSetRecord["tables"] = [];
  let reused = 0;
  for (const survey of surveys) {
    ports.signal?.throwIfAborted();
    const content = {
      window,
      every: request.every,
      sha256: survey.sha256,
      lineBytes: [survey.inlineByte, survey.crosslineByte],
      exploratory: embedding?.key ?? null,
      code: featureCodeVersion,
    };
    const id = (await sha256Hex(new TextEncoder().encode(stableJson(content)))).slice(0, 16);
    const path = `silver/${id}/${encodeURIComponent(survey.name)}.parquet`;
    let rows: number;
    if (await workspace.hasFile(path)) {
      rows = (await workspace.getTable(path, ["trace_index"])).rows;
      reused++;
    } else {
      const table = await computeTable(ports, survey, window, request.every);
      await workspace.putTable(path, featureTableToColumns(table, await embedding?.project(survey, table)));
      rows = table.rows;
    }
    tables.push({ survey: survey.name, surveySha256: survey.sha256, path, rows });
  }
  const identity = {
    window,
    every: request.every,
    fit: request.fit,
    tables: tables.map((table) => table.path),
  };
  const featureSet: FeatureSetRecord = {
    id: (await sha256Hex(new TextEncoder().encode(stableJson(identity)))).slice(0, 16),
    window,
    every: request.every,
    embeddingComponents,
    exploratoryFit: [...request.fit],
    tables,
    createdAt: ports.now(),
  };
  await workspace.putRecord(featureSetKind, featureSet);
  return { featureSet, computed: tables.length - reused, reused };
}
