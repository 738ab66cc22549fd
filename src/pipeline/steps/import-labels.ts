import { verticalUnits, type VerticalUnit } from "../../quantities/units.ts";
import { InputError } from "../errors.ts";
import {
  labelCoverage,
  editableLabels,
  mergeLabels,
  parseLabelCsv,
  readLabelVolume,
  type ImportedLabels,
  type LabelCoverage,
  type LabelSetRecord,
} from "../labels/contract.ts";
import { openSegy, type SegyFile, type SegyReading } from "../segy/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { OpenedSource, StepPorts, WorkspacePorts } from "./context.ts";
import { putLabelSet, type LabelSetWords } from "./put-label-set.ts";
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
  /** Vertical unit of what the labels are for; absent: any. */
  readonly expectedUnit?: VerticalUnit;
}

/** The unit that the file itself speaks for. */
const saidUnit = ({ layout }: SegyFile): VerticalUnit => {
  const said = layout.evidence.find(({ field }) => field === "verticalUnit")?.value;
  return verticalUnits.find((unit) => unit === said) ?? layout.verticalUnit;
};

/** @throws InputError `label-unit-differs` */
function requireUnit(fileName: string, found: VerticalUnit, expected: VerticalUnit): void {
  if (found === expected) return;
  throw new InputError(
    "label-unit-differs",
    `${fileName} has its labels in ${axisWords[found]}; what they are for is in ${axisWords[expected]}`,
    {
      place: { file: fileName },
      advice:
        "Convert the labels, name a CSV's columns start_m,end_m (or _ft, _ms) after what they hold, or say the survey's vertical unit if it is read in the wrong one.",
    },
  );
}

const axisWords = { ms: "time (ms)", m: "depth in metres", ft: "depth in feet" } as const;

/**
 * Reads one label file: CSV by its ending, SEG-Y otherwise. A label volume that says nothing of its domain is read in the
 * unit that is expected.
 * @throws InputError `label-unit-differs`
 */
export async function readLabelFile(
  ports: Pick<StepPorts, "openSource" | "onProgress" | "signal">,
  location: string,
  { classNames, expectedUnit, ...reading }: LabelReading = {},
): Promise<{ readonly labels: ImportedLabels; readonly sha256: string }> {
  const source = await ports.openSource(location);
  try {
    const sha256 = await hashSource(source, ports.signal);
    if (/\.(csv|txt)$/i.test(source.name)) {
      const labels = await readCsv(source);
      if (expectedUnit && labels.verticalUnit) requireUnit(source.name, labels.verticalUnit, expectedUnit);
      return { labels, sha256 };
    }
    const segy = await openSegy(source, {
      reading: expectedUnit ? { verticalUnit: expectedUnit, ...reading } : reading,
    });
    const { verticalUnit } = segy.layout;
    const isSaid = segy.layout.evidence.some(({ field }) => field === "verticalUnit");
    if (expectedUnit && (isSaid || reading.verticalUnit))
      requireUnit(source.name, reading.verticalUnit ?? saidUnit(segy), expectedUnit);
    const total = segy.layout.traces;
    const labels = await readLabelVolume(
      segy,
      (done) => ports.onProgress?.({ step: "labels", detail: source.name, done, total }),
      ports.signal,
      classNames ? { classNames } : {},
    );
    return { labels: { ...labels, verticalUnit }, sha256 };
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
  words: Omit<LabelSetWords, "parent"> = {},
): Promise<{ readonly labelSet: LabelSetRecord; readonly coverage: readonly LabelCoverage[] }> {
  const { workspace } = ports;
  const surveys = await workspace.listRecords(surveyKind);
  if (surveys.length === 0)
    throw new InputError("no-surveys", "this workspace holds no survey yet", {
      advice: "Ingest the SEG-Y files first, then their labels.",
    });
  const read = [];
  const [unit, ...otherUnits] = new Set(surveys.map(({ verticalUnit }) => verticalUnit));
  const expected = unit && otherUnits.length === 0 ? { expectedUnit: unit } : {};
  for (const location of locations)
    read.push(await readLabelFile(ports, location, { ...expected, ...reading }));
  const [labelUnit = "ms", foreign] = new Set(read.map(({ labels }) => labels.verticalUnit ?? unit));
  if (foreign)
    throw new InputError(
      "label-unit-differs",
      `some of these labels are in ${axisWords[labelUnit]}, some in ${axisWords[foreign]}`,
      {
        advice: "Import time and depth labels apart, each with its surveys in a workspace of its own.",
      },
    );

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
  const labelSet = await putLabelSet(ports, editableLabels(merged), {
    identity: { sources: sources.map(({ fileName, sha256 }) => ({ fileName, sha256 })) },
    sources,
    verticalUnit: labelUnit === "ms" ? undefined : labelUnit,
    words,
  });
  return { labelSet, coverage };
}
