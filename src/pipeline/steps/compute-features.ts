import { ArrayRoom } from "../../quantities/array-room.ts";
import {
  featureSetKind,
  windowStarts,
  selectTraces,
  type FeatureSetRecord,
  type FeatureTableEntry,
  type WindowDefinition,
} from "../features/contract.ts";
import { orientationOf } from "../lines.ts";
import { readingIdentity, surveyKind, type SurveyRecord } from "../survey-record.ts";
import { sha256Hex, stableJson, type Workspace } from "../workspace/contract.ts";
import { computeFeaturePart } from "./compute-feature-part.ts";
import type { WorkspacePorts } from "./context.ts";
import { exploratoryEmbedding, type ExploratoryEmbedding } from "./exploratory-embedding.ts";
import { embeddingComponents, windowDefinitionFor, type FeatureRequest } from "./feature-request.ts";
import { featurePartPath, tracesPerPart } from "./feature-parts.ts";
import { withSurveyFile } from "./survey-files.ts";
import { surveyHeaders } from "./survey-headers.ts";

/** Bumped whenever a feature's definition changes, so that old tables are not taken for new ones. */
const featureCodeVersion = 1;

const shortHash = async (content: unknown): Promise<string> =>
  (await sha256Hex(new TextEncoder().encode(stableJson(content)))).slice(0, 16);

/** What one survey's table is made from, and the short hash of it. */
interface TableContent {
  readonly id: string;
  readonly window: WindowDefinition;
  readonly every: number;
  readonly exploratory: ExploratoryEmbedding | undefined;
}

/** Hashes of the parts that records name; a part that a killed job left is named by none. */
async function knownPartHashes(workspace: Workspace): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const { tables } of (await workspace.inspectRecords(featureSetKind)).records)
    for (const { path, sha256 } of tables.flatMap(({ parts }) => parts))
      if (sha256 !== undefined) hashes.set(path, sha256);
  return hashes;
}

async function hashOfFile(workspace: Workspace, path: string): Promise<string> {
  return sha256Hex((await workspace.getFile(path)) ?? new Uint8Array(0));
}

/** The parts of one survey's table; those that are there are taken as they are, the others made, one in memory at a time. */
async function computeTable(
  ports: WorkspacePorts,
  survey: SurveyRecord,
  { id, window, every, exploratory }: TableContent,
  room: ArrayRoom,
): Promise<{ readonly entry: FeatureTableEntry; readonly computed: number }> {
  const { workspace } = ports;
  const headers = await surveyHeaders(workspace, survey);
  const traces = selectTraces(headers, orientationOf(survey), every);
  const starts = windowStarts(window, survey.samplesPerTrace);
  const rows = traces.length * starts.length;
  const partTraces = tracesPerPart(starts.length);
  const count = Math.max(1, Math.ceil(traces.length / partTraces));
  const parts = Array.from({ length: count }, (_, part) => {
    const own = traces.subarray(part * partTraces, (part + 1) * partTraces);
    return {
      path: featurePartPath(id, survey.name, part),
      firstRow: part * partTraces * starts.length,
      rows: own.length * starts.length,
      traces: own,
    };
  });
  const missing: typeof parts = [];
  const hashes = await knownPartHashes(workspace);
  for (const part of parts)
    if (!(await workspace.hasFile(part.path))) missing.push(part);
    else if (!hashes.has(part.path)) hashes.set(part.path, await hashOfFile(workspace, part.path));

  let done = rows - missing.reduce((sum, part) => sum + part.rows, 0);
  const report = (more: number): void => {
    done += more;
    ports.onProgress?.({ step: "features", detail: survey.fileName, done, total: rows });
  };
  report(0);
  if (missing.length > 0) {
    const embedding = await exploratory?.embedding();
    await withSurveyFile(ports, survey, async (segy) => {
      for (const part of missing) {
        ports.signal?.throwIfAborted();
        const request = {
          survey,
          headers,
          window,
          starts,
          traces: part.traces,
          ...(embedding && exploratory ? { exploratory: { embedding, fittedOn: exploratory.fittedOn } } : {}),
          onRows: report,
        };
        const table = await computeFeaturePart(ports, segy, request, room);
        hashes.set(part.path, await workspace.putTable(part.path, table));
      }
    });
  }
  return {
    entry: {
      survey: survey.name,
      surveySha256: survey.sha256,
      readAs: stableJson(readingIdentity(survey)),
      rows,
      parts: parts.map(({ path, rows: partRows }) => ({ path, rows: partRows, sha256: hashes.get(path) })),
    },
    computed: missing.length,
  };
}

/**
 * Features of every survey in the workspace. Parts that are already there for the same content are taken as they are, so a job
 * that was cancelled or killed goes on where it stopped, within a file too.
 * @returns how many tables had a part to compute, and how many were there as a whole
 */
export async function computeFeatures(
  ports: WorkspacePorts,
  request: FeatureRequest,
): Promise<{ readonly featureSet: FeatureSetRecord; readonly computed: number; readonly reused: number }> {
  const { workspace } = ports;
  const surveys = await workspace.listRecords(surveyKind);
  const window = windowDefinitionFor(request.window, surveys);
  const { every } = request;
  const exploratory =
    request.fit.length > 0 ? exploratoryEmbedding(ports, surveys, window, request) : undefined;

  const room = new ArrayRoom();
  const tables: FeatureTableEntry[] = [];
  const names: string[] = [];
  let reused = 0;
  for (const survey of surveys) {
    ports.signal?.throwIfAborted();
    const id = await shortHash({
      window,
      every,
      sha256: survey.sha256,
      ...readingIdentity(survey),
      // Windows within a mute have no features since mutes are found; tables of surveys without any stay as they were.
      ...(survey.quality.mutedTraces ? { mutes: 1 } : {}),
      exploratory: exploratory?.key ?? null,
      code: featureCodeVersion,
    });
    const { entry, computed } = await computeTable(ports, survey, { id, window, every, exploratory }, room);
    if (computed === 0) reused++;
    tables.push(entry);
    // Ids stand in lineages and bundles: how a table is cut into parts must not change them.
    names.push(`silver/${id}/${encodeURIComponent(survey.name)}.parquet`);
  }
  const featureSet: FeatureSetRecord = {
    id: await shortHash({ window, every, fit: request.fit, tables: names }),
    window,
    every,
    embeddingComponents,
    exploratoryFit: [...request.fit],
    tables,
    createdAt: ports.now(),
  };
  await workspace.putRecord(featureSetKind, featureSet);
  return { featureSet, computed: tables.length - reused, reused };
}
