import { InputError } from "../errors.ts";
import { diagnosisSchema } from "../geometry/contract.ts";
import { summariseQuality, type TraceQuality } from "../quality/contract.ts";
import {
  openSegy,
  type SegyFile,
  type SegyLayout,
  type SegyReading,
  type TraceHeaderColumns,
} from "../segy/contract.ts";
import {
  readingIdentity,
  readingOf,
  surveyKind,
  type SurveyPart,
  type SurveyRecord,
} from "../survey-record.ts";
import { pathSegment, sha256Hex, stableJson, type ColumnTable } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { withJoinedFiles, type FilesToJoin } from "./join-files.ts";
import { scanSurvey, type SurveyScan } from "./scan-survey.ts";
import { hashSource, surveyNameOf } from "./survey-files.ts";

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
      { name: "muted_start_samples", type: "int32", values: quality.mutes.start },
      { name: "muted_end_samples", type: "int32", values: quality.mutes.end },
    ],
    metadata: {},
  };
}

/** Where a survey's trace headers and quality are kept. */
export const bronzePath = (surveyName: string): string => `bronze/${pathSegment(surveyName)}.parquet`;

/** What the record says of units beyond its numbers; `undefined` is left out by `stableJson`. */
const namesOf = ({
  verticalUnit,
  horizontalUnit,
  coordinateSystem,
  polarity,
}: Pick<SegyLayout, "verticalUnit" | "horizontalUnit" | "coordinateSystem" | "polarity">) => ({
  verticalUnit,
  ...(horizontalUnit ? { horizontalUnit } : {}),
  ...(coordinateSystem ? { coordinateSystem } : {}),
  ...(polarity ? { polarity } : {}),
});

/** A record that is older than the finding of mutes is made anew. */
const isReadAlike = (known: SurveyRecord, { layout, lineBytes, reading }: SegyFile): boolean =>
  known.quality.mutedTraces !== undefined &&
  stableJson([readingIdentity(known), namesOf(known)]) ===
    stableJson([
      readingIdentity({ reading, inlineByte: lineBytes.inline, crosslineByte: lineBytes.crossline }),
      namesOf(layout),
    ]);

type Ingested = { readonly survey: SurveyRecord; readonly alreadyThere: boolean };

/** What a survey's files are, however many. */
type Files = Pick<
  SurveyRecord,
  "name" | "fileName" | "location" | "bytes" | "modifiedMs" | "sha256" | "parts"
>;

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
): Promise<Ingested> {
  const source = await ports.openSource(location);
  try {
    const name = surveyNameOf(source.name);
    const known = await ports.workspace.getRecord(surveyKind, name);
    const asBefore = known?.bytes === source.sizeBytes && !known.parts ? readingOf(known) : {};
    const segy = await openSegy(source, { reading: reading ?? asBefore });
    report(ports, segy, 0);
    const onScanned = (done: number): void => {
      report(ports, segy, done);
    };
    const scan = await ports.finishedScan?.(source, segy, onScanned, ports.signal);
    return await take(
      ports,
      known,
      segy,
      {
        name,
        fileName: source.name,
        location,
        bytes: source.sizeBytes,
        modifiedMs: source.modifiedMs,
        // A file that may be here already is told by its hash before its headers are looked at.
        sha256: scan?.sha256 ?? (known && (await hashSource(source, ports.signal))),
      },
      scan,
    );
  } finally {
    await source.close();
  }
}

/**
 * Takes several SEG-Y files into the workspace as one survey, its traces in the order of their lines.
 * @param reading as for one file; it holds for all of them
 * @throws InputError `survey-part-twice`, `survey-name-taken`, and what `withJoinedFiles` raises
 */
export async function ingestJoined(
  ports: WorkspacePorts,
  join: FilesToJoin,
  reading?: SegyReading,
): Promise<Ingested> {
  const { name } = join;
  const known = await ports.workspace.getRecord(surveyKind, name);
  const asBefore = known?.parts ? readingOf(known) : {};
  return withJoinedFiles(ports, join, reading ?? asBefore, async (segy, files) => {
    report(ports, segy, 0);
    const parts: SurveyPart[] = [];
    for (const file of files) {
      const source = await ports.openSource(file.location);
      try {
        const sha256 = await hashSource(source, ports.signal);
        const twin = parts.find((part) => part.sha256 === sha256);
        if (twin)
          throw new InputError(
            "survey-part-twice",
            `${twin.location} and ${file.location} are the same file`,
            {
              place: { file: file.location },
              advice: "Leave one of them out.",
            },
          );
        parts.push({ ...file, sha256 });
      } finally {
        await source.close();
      }
    }
    return take(ports, known, segy, {
      name,
      fileName: name,
      location: parts[0]!.location,
      bytes: segy.layout.bytes,
      modifiedMs: Math.max(...parts.map(({ modifiedMs }) => modifiedMs)),
      // Of the content and its order alone: neither names nor places of the files are in it.
      sha256: await sha256Hex(new TextEncoder().encode(stableJson(parts.map(({ sha256 }) => sha256)))),
      parts,
    });
  });
}

function report(ports: WorkspacePorts, { layout }: SegyFile, done: number): void {
  ports.onProgress?.({ step: "ingest", detail: layout.file, done, total: layout.traces });
}

/** The file's hash where it is known already; otherwise the scan tells it. */
type FilesSoFar = Omit<Files, "sha256"> & { readonly sha256: string | undefined };

async function take(
  ports: WorkspacePorts,
  known: SurveyRecord | undefined,
  segy: SegyFile,
  files: FilesSoFar,
  scanned?: SurveyScan,
): Promise<Ingested> {
  const { name, location } = files;
  const { layout } = segy;
  if (known && known.sha256 !== files.sha256)
    throw new InputError(
      "survey-name-taken",
      `another ${files.parts || known.parts ? "survey" : "file"} named ${known.fileName} is in this workspace already`,
      {
        place: { file: location },
        advice: files.parts
          ? "Give the survey another name, or ingest it into another workspace."
          : "Rename the file, or ingest it into another workspace.",
      },
    );
  if (known && isReadAlike(known, segy) && (await ports.workspace.hasFile(bronzePath(name)))) {
    const { modifiedMs, parts } = files;
    const moved: SurveyRecord = { ...known, location, modifiedMs, ...(parts ? { parts } : {}) };
    if (stableJson(known) !== stableJson(moved)) await ports.workspace.putRecord(surveyKind, moved);
    return { survey: moved, alreadyThere: true };
  }

  const { headers, geometry, warnings, quality, sha256 } =
    scanned ??
    (await scanSurvey(segy, {
      hash: files.sha256 === undefined,
      signal: ports.signal,
      yieldControl: ports.yieldControl,
      onProgress: (done) => {
        report(ports, segy, done);
      },
    }));
  const bronzeSha256 = await ports.workspace.putTable(bronzePath(name), bronzeTable(headers, quality));
  const survey: SurveyRecord = {
    ...files,
    sha256: files.sha256 ?? sha256,
    revision: layout.revision,
    format: { code: layout.format.code, name: layout.format.name },
    traces: layout.traces,
    samplesPerTrace: layout.samplesPerTrace,
    intervalMicroseconds: layout.intervalMicroseconds,
    delayMs: layout.delayMs,
    ...namesOf(layout),
    inlineByte: segy.lineBytes.inline,
    crosslineByte: segy.lineBytes.crossline,
    ...(Object.keys(segy.reading).length > 0 ? { reading: segy.reading } : {}),
    geometryKind: geometry.kind,
    inlines: geometry.inlines,
    crosslines: geometry.crosslines,
    diagnosis: diagnosisSchema.parse(geometry),
    quality: summariseQuality(quality, layout.samplesPerTrace),
    warnings: [...segy.warnings, ...warnings],
    bronzeSha256,
    ingestedAt: ports.now(),
  };
  await ports.workspace.putRecord(surveyKind, survey);
  return { survey, alreadyThere: false };
}
