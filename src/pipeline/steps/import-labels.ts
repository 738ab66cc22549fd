import { InputError } from "../errors.ts";
import {
  labelCoverage,
  labelSetKind,
  labelsToTable,
  mergeLabels,
  parseLabelCsv,
  readLabelVolume,
  type ImportedLabels,
  type LabelCoverage,
  type LabelSetRecord,
} from "../labels/contract.ts";
import { openSegy, type SegyReading } from "../segy/contract.ts";
import { surveyKind } from "../survey-record.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import type { OpenedSource, StepPorts, WorkspacePorts } from "./context.ts";
import { hashSource } from "./survey-files.ts";
import { surveyHeaders } from "./survey-headers.ts";

/** Interval tables beyond this are not read whole; a label volume in SEG-Y has no such bound. */
const largestCsvBytes = 256 << 20;

async function readCsv(source: OpenedSource): Promise<ImportedLabels> {
  if (source.sizeBytes > largestCsvBytes)
    throw new InputError(
      "label-csv-too-large",
      `${source.name} has ${source.sizeBytes} bytes; label CSVs are read up to ${largestCsvBytes}`,
      {
        place: { file: source.name },
        advice: "Split it by line, or store the labels as a label volume in SEG-Y.",
      },
    );
  const bytes = await source.read(0, source.sizeBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError("label-csv-not-text", `${source.name} is not UTF-8 text`, {
      place: { file: source.name },
      cause,
      advice: "Save the label table as CSV in UTF-8.",
    });
  }
  return parseLabelCsv(source.name, text);
}

/** How label volumes are to be read. */
export interface LabelReading extends SegyReading {
  /** What the numbers stand for; absent: the numbers are the names. */
  readonly classNames?: readonly string[];
}

/** Reads one label file: CSV by its ending, SEG-Y otherwise. */
export async function readLabelFile(
  ports: Pick<StepPorts, "openSource" | "onProgress" | "signal">,
  location: string,
  { classNames, ...reading }: LabelReading = {},
): Promise<{ readonly labels: ImportedLabels; readonly sha256: string }> {
  const source = await ports.openSource(location);
  try {
    const sha256 = await hashSource(source, ports.signal);
    if (/\.(csv|txt)$/i.test(source.name)) return { labels: await readCsv(source), sha256 };
    const segy = await openSegy(source, { reading });
    const total = segy.layout.traces;
    const labels = await readLabelVolume(
      segy,
      (done) => ports.onProgress?.({ step: "labels", detail: source.name, done, total }),
      ports.signal,
      classNames ? { classNames } : {},
    );
    return { labels, sha256 };
  } finally {
    await source.close();
  }
}

/**
 * Reads label files into a new label set with one scheme of classes.
 * @throws InputError `labels-match-nothing` when a file labels no trace of this workspace
 */
export async function importLabels(
  ports: WorkspacePorts,
  locations: readonly string[],
  reading: LabelReading = {},
): Promise<{ readonly labelSet: LabelSetRecord; readonly coverage: readonly LabelCoverage[] }> {
  const { workspace } = ports;
  const surveys = await workspace.listRecords(surveyKind);
  if (surveys.length === 0)
    throw new InputError("no-surveys", "this workspace holds no survey yet", {
      advice: "Ingest the SEG-Y files first, then their labels.",
    });
  const read = [];
  for (const location of locations) read.push(await readLabelFile(ports, location, reading));

  const merged = mergeLabels(read.map(({ labels }) => labels));
  const positions = [];
  for (const survey of surveys)
    positions.push({ name: survey.name, ...(await surveyHeaders(workspace, survey)) });
  const coverage = labelCoverage(merged, positions);

  const sources = read.map(({ labels, sha256 }) => ({
    fileName: labels.fileName,
    sha256,
    kind: labels.kind,
    intervals: labels.intervals.inline.length,
  }));
  const identity = {
    classes: merged.classes,
    sources: sources.map(({ fileName, sha256 }) => ({ fileName, sha256 })),
  };
  const id = (await sha256Hex(new TextEncoder().encode(stableJson(identity)))).slice(0, 16);
  const path = `labels/${id}.parquet`;
  const table = labelsToTable(merged);
  await workspace.putTable(path, table);
  const labelSet: LabelSetRecord = {
    id,
    sources,
    path,
    classes: [...merged.classes],
    intervals: table.rows,
    rule: { window: "centre-sample", trace: "most-covered" },
    createdAt: ports.now(),
  };
  await workspace.putRecord(labelSetKind, labelSet);
  return { labelSet, coverage };
}
