import { verticalUnits, type VerticalUnit } from "../../quantities/units.ts";
import { InputError } from "../errors.ts";
import {
  addLabels,
  editableLabels,
  labelCoverage,
  labelsAboutHorizon,
  labelsBetweenHorizons,
  labelsFromPoints,
  mergeLabels,
  parseLabelCsv,
  readLabelVolume,
  type EditableLabels,
  type ImportedLabels,
  type LabelCoverage,
  type LabelSetRecord,
} from "../labels/contract.ts";
import { openSegy, type SegyFile, type SegyReading } from "../segy/contract.ts";
import { surveyKind, type SurveyRecord } from "../survey-record.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import type { StepPorts, WorkspacePorts } from "./context.ts";
import { readLabelSet } from "./label-draft.ts";
import type { LabelImport, LabelsRequest, PointsFile } from "./label-request.ts";
import { intervalsSha256, putLabelSet } from "./put-label-set.ts";
import { PointReader } from "./read-point-file.ts";
import { readText } from "./read-text-file.ts";
import { hashSource } from "./survey-files.ts";
import { surveyHeaders } from "./survey-headers.ts";

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
    if (/\.(csv|txt)$/i.test(source.name)) {
      const { name, text, sha256 } = await readText(source, ports.signal);
      const labels = parseLabelCsv(name, text);
      if (expectedUnit && labels.verticalUnit) requireUnit(name, labels.verticalUnit, expectedUnit);
      return { labels, sha256 };
    }
    const sha256 = await hashSource(source, ports.signal);
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

/** What was left aside of a file of points or of a horizon. */
export interface PointsLeft {
  readonly fileName: string;
  /** Rows where nothing is known; rows on no trace. */
  readonly undefinedRows: number;
  readonly outsideRows: number;
}

/** What an import made. */
export interface ImportedLabelSet {
  readonly labelSet: LabelSetRecord;
  readonly coverage: readonly LabelCoverage[];
  readonly left: readonly PointsLeft[];
  /** Traces between two horizons where one is unknown, or the base is not below the top. */
  readonly zones: readonly {
    readonly fileName: string;
    readonly oneOnly: number;
    readonly crossed: number;
  }[];
}

interface ReadLabels {
  readonly labels: ImportedLabels;
  readonly sha256: string;
}

/** Half a sample of the finest survey. */
const halfSampleMs = (surveys: readonly SurveyRecord[]): number =>
  Math.min(...surveys.map(({ intervalMicroseconds }) => intervalMicroseconds)) / 2000;

/** Labels of points and horizons. */
class MappedImports {
  readonly left: PointsLeft[] = [];
  readonly zones: ImportedLabelSet["zones"][number][] = [];
  readonly #reader: PointReader;

  constructor(
    ports: WorkspacePorts,
    private readonly surveys: readonly SurveyRecord[],
    private readonly unit: VerticalUnit | undefined,
  ) {
    this.#reader = new PointReader(ports, surveys);
  }

  async read(asked: LabelImport): Promise<ReadLabels> {
    if (asked.kind === "zone") {
      const top = await this.#points(asked.top);
      const base = await this.#points(asked.base);
      const { labels, ...lost } = labelsBetweenHorizons(top.points, base.points, asked.className);
      this.zones.push({ fileName: labels.fileName, ...lost });
      const both = new TextEncoder().encode(stableJson([top.sha256, base.sha256]));
      return { labels, sha256: await sha256Hex(both) };
    }
    const { points, sha256 } = await this.#points(asked);
    const { className = points.fileName.replace(/\.[^.]*$/, ""), halfWidthMs = halfSampleMs(this.surveys) } =
      asked;
    const make = asked.kind === "points" ? labelsFromPoints : labelsAboutHorizon;
    return { labels: make(points, { className, halfWidthMs }), sha256 };
  }

  async #points(file: PointsFile): ReturnType<PointReader["read"]> {
    const read = await this.#reader.read(file, this.unit);
    const { fileName, undefinedRows, outsideRows } = read.points;
    this.left.push({ fileName, undefinedRows, outsideRows });
    return read;
  }
}

/**
 * Reads label files into a new label set with one scheme of classes; or adds them to one that is there, which makes another.
 * @throws InputError `labels-match-nothing` when a file labels no trace of this workspace, `label-set-unknown`,
 * `label-unit-differs`, and as the readers of each kind of file
 */
export async function importLabels(
  ports: WorkspacePorts,
  request: LabelsRequest,
  reading: LabelReading = {},
): Promise<ImportedLabelSet> {
  const { workspace } = ports;
  const surveys = await workspace.listRecords(surveyKind);
  if (surveys.length === 0)
    throw new InputError("no-surveys", "this workspace holds no survey yet", {
      advice: "Ingest the SEG-Y files first, then their labels.",
    });
  const read: ReadLabels[] = [];
  const [unit, ...otherUnits] = new Set(surveys.map(({ verticalUnit }) => verticalUnit));
  const expectedUnit = otherUnits.length === 0 ? unit : undefined;
  for (const location of request.locations)
    read.push(
      await readLabelFile(ports, location, { ...(expectedUnit ? { expectedUnit } : {}), ...reading }),
    );
  const mapped = new MappedImports(ports, surveys, expectedUnit);
  for (const asked of request.imports ?? []) read.push(await mapped.read(asked));
  const onto = request.onto === undefined ? undefined : await readLabelSet(workspace, request.onto);
  const [labelUnit = "ms", foreign] = new Set<VerticalUnit>([
    ...read.map(({ labels }) => labels.verticalUnit ?? unit ?? "ms"),
    ...(onto ? [onto.labelSet.verticalUnit ?? ("ms" as const)] : []),
  ]);
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
  const added = editableLabels(merged);
  const labels = onto ? addLabels(onto.labels, added) : added;
  const ofFiles = { sources: sources.map(({ fileName, sha256 }) => ({ fileName, sha256 })) };
  // The same files may be meant in other ways, and be added to others.
  const isPlain = !onto && (request.imports ?? []).length === 0;
  const labelSet = await putLabelSet(ports, labels, {
    identity: isPlain
      ? ofFiles
      : { ...ofFiles, parent: onto?.labelSet.id ?? null, intervals: await intervalsSha256(labels) },
    sources: onto ? sourcesOf(labels, onto.labelSet.sources, sources) : sources,
    verticalUnit: labelUnit === "ms" ? undefined : labelUnit,
    words: { author: request.author, note: request.note, parent: onto?.labelSet.id },
  });
  return { labelSet, coverage, left: mapped.left, zones: mapped.zones };
}

/** What is told of the sources of labels that files were added to. */
function sourcesOf(
  { sources, intervals }: EditableLabels,
  before: LabelSetRecord["sources"],
  added: LabelSetRecord["sources"],
): LabelSetRecord["sources"] {
  const counts = new Int32Array(sources.length);
  for (const source of intervals.sourceIndex) counts[source]!++;
  return sources.map((name, source) => {
    const known = [...added, ...before].find(({ fileName }) => fileName === name)!;
    return { ...known, intervals: counts[source]! };
  });
}
