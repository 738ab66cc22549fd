import { InputError } from "../errors.ts";
import { assessBlock, summariseQuality, type TraceQuality } from "../quality/contract.ts";
import {
  describeGeometry,
  openSegy,
  type SegyFile,
  type SegyReading,
  type TraceHeaderColumns,
} from "../segy/contract.ts";
import { readingIdentity, readingOf, surveyKind, type SurveyRecord } from "../survey-record.ts";
import { pathSegment, stableJson, type ColumnTable } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { hashSource, surveyNameOf, tracesPerBlock } from "./survey-files.ts";

async function assessFile(
  segy: SegyFile,
  onTraces: (done: number) => void,
  signal?: AbortSignal,
): Promise<TraceQuality> {
  const { traces, samplesPerTrace } = segy.layout;
  const quality = {
    dead: new Uint8Array(traces),
    nonFinite: new Int32Array(traces),
    rms: new Float32Array(traces),
  };
  const block = tracesPerBlock(samplesPerTrace);
  const scratch = new Float32Array(Math.min(block, traces) * samplesPerTrace);
  for (let first = 0; first < traces; first += block) {
    signal?.throwIfAborted();
    const samples = await segy.readSamples(first, Math.min(block, traces - first), signal, scratch);
    const part = assessBlock(samples);
    quality.dead.set(part.dead, first);
    quality.nonFinite.set(part.nonFinite, first);
    quality.rms.set(part.rms, first);
    onTraces(first + samples.rows);
  }
  return quality;
}

function bronzeTable(headers: TraceHeaderColumns, quality: TraceQuality): ColumnTable {
  return {
    rows: headers.count,
    columns: [
      { name: "trace_index", type: "int32", values: Int32Array.from({ length: headers.count }, (_, i) => i) },
      { name: "inline", type: "int32", values: headers.inline },
      { name: "crossline", type: "int32", values: headers.crossline },
      { name: "cdp_x", type: "double", values: headers.cdpX },
      { name: "cdp_y", type: "double", values: headers.cdpY },
      { name: "dead", type: "int32", values: Int32Array.from(quality.dead) },
      { name: "non_finite_samples", type: "int32", values: quality.nonFinite },
      { name: "rms", type: "float", values: quality.rms },
    ],
    metadata: {},
  };
}

/** Where a survey's trace headers and quality are kept. */
export const bronzePath = (surveyName: string): string => `bronze/${pathSegment(surveyName)}.parquet`;

const isReadAlike = (known: SurveyRecord, { lineBytes, reading }: SegyFile): boolean =>
  stableJson(readingIdentity(known)) ===
  stableJson(readingIdentity({ reading, inlineByte: lineBytes.inline, crosslineByte: lineBytes.crossline }));

/**
 * Takes a SEG-Y file into the workspace: file hash, headers, geometry and quality; its samples stay where they are.
 * The same file again, read alike, changes nothing but where it is.
 * @param reading what a person says of the file; `{}`: it is as it says itself; absent: as before where the workspace knows
 * the file, else as it says itself
 * @throws InputError `survey-name-taken` when another file of this name is there
 */
export async function ingestSurvey(
  ports: WorkspacePorts,
  location: string,
  reading?: SegyReading,
): Promise<{ readonly survey: SurveyRecord; readonly alreadyThere: boolean }> {
  const source = await ports.openSource(location);
  try {
    const name = surveyNameOf(source.name);
    const known = await ports.workspace.getRecord(surveyKind, name);
    const asBefore = known?.bytes === source.sizeBytes ? readingOf(known) : {};
    const segy = await openSegy(source, { reading: reading ?? asBefore });
    const { layout } = segy;
    const report = (done: number, total: number): void =>
      ports.onProgress?.({ step: "ingest", detail: source.name, done, total });
    report(0, 2 * layout.traces);

    const sha256 = await hashSource(source, ports.signal);
    if (known && known.sha256 !== sha256)
      throw new InputError(
        "survey-name-taken",
        `another file named ${known.fileName} is in this workspace already`,
        {
          place: { file: location },
          advice: "Rename the file, or ingest it into another workspace.",
        },
      );
    if (known && isReadAlike(known, segy) && (await ports.workspace.hasFile(bronzePath(name)))) {
      const moved: SurveyRecord = { ...known, location, modifiedMs: source.modifiedMs };
      if (known.location !== location || known.modifiedMs !== source.modifiedMs)
        await ports.workspace.putRecord(surveyKind, moved);
      return { survey: moved, alreadyThere: true };
    }

    const headers = await segy.scanHeaders((done) => {
      report(done, 2 * layout.traces);
    }, ports.signal);
    const { geometry, warnings } = describeGeometry(headers, segy.lineBytes);
    const quality = await assessFile(
      segy,
      (done) => {
        report(layout.traces + done, 2 * layout.traces);
      },
      ports.signal,
    );
    const survey: SurveyRecord = {
      name,
      fileName: source.name,
      location,
      bytes: source.sizeBytes,
      modifiedMs: source.modifiedMs,
      sha256,
      revision: layout.revision,
      format: { code: layout.format.code, name: layout.format.name },
      traces: layout.traces,
      samplesPerTrace: layout.samplesPerTrace,
      intervalMicroseconds: layout.intervalMicroseconds,
      delayMs: layout.delayMs,
      inlineByte: segy.lineBytes.inline,
      crosslineByte: segy.lineBytes.crossline,
      ...(Object.keys(segy.reading).length > 0 ? { reading: segy.reading } : {}),
      geometryKind: geometry.kind,
      inlines: geometry.inlines,
      crosslines: geometry.crosslines,
      quality: summariseQuality(quality),
      warnings: [...segy.warnings, ...warnings],
      ingestedAt: ports.now(),
    };
    await ports.workspace.putTable(bronzePath(name), bronzeTable(headers, quality));
    await ports.workspace.putRecord(surveyKind, survey);
    return { survey, alreadyThere: false };
  } finally {
    await source.close();
  }
}
