import { InputError } from "../errors.ts";
import {
  classNamesAsText,
  effectiveIntervals,
  firstSampleAt,
  horizonPoints,
  labelCsv,
  numbersOfClasses,
  pointLines,
  samplePoints,
  type LabelsToWrite,
  type PlaceOf,
  type PointLayout,
  type PointToWrite,
} from "../labels/contract.ts";
import { copyTraces, type ByteSink, type SegyFile } from "../segy/contract.ts";
import { millisecondsFromSample } from "../../quantities/units.ts";
import type { SurveyRecord } from "../survey-record.ts";
import { columnOf, type Workspace } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { bronzePath } from "./ingest-survey.ts";
import { readLabelSet } from "./label-draft.ts";
import type { LabelExport } from "./label-export.ts";
import { requireSurvey, withSurveyFile } from "./survey-files.ts";
import { surveyHeaders } from "./survey-headers.ts";

/** What went into a file. */
export interface WrittenLabels {
  /** Intervals or points; traces of a label volume. */
  readonly rows: number;
  /** Traces whose labels a horizon cannot hold: they have several intervals of the class. */
  readonly severalIntervals?: number;
  /** Points without coordinates, left out where those are written. */
  readonly withoutCoordinates?: number;
}

/**
 * Writes the labels of one survey into a file that other programs read, and `importLabels` too.
 * @throws InputError `label-set-unknown`, `survey-unknown`, `label-class-unknown`, `labels-empty` where the survey (or the
 * class on it) has no labels, `label-unit-differs`; of label volumes also `file-missing`, `survey-file-changed`
 */
export async function exportLabels(
  ports: WorkspacePorts,
  asked: { readonly labelSet: string; readonly survey: string; readonly as: LabelExport },
  sink: ByteSink,
): Promise<WrittenLabels> {
  const { workspace } = ports;
  const survey = await requireSurvey(workspace, asked.survey);
  const { labelSet, labels } = await readLabelSet(workspace, asked.labelSet);
  const verticalUnit = labelSet.verticalUnit ?? "ms";
  if (verticalUnit !== survey.verticalUnit)
    throw new InputError(
      "label-unit-differs",
      `label set ${labelSet.id} is in ${verticalUnit}, ${survey.name} in ${survey.verticalUnit}`,
      { advice: "Export the labels of a survey that they are made for." },
    );
  const positions = { name: survey.name, ...(await surveyHeaders(workspace, survey)) };
  const found: LabelsToWrite = {
    classes: labelSet.classes,
    intervals: effectiveIntervals(labels, positions),
    verticalUnit,
  };
  if (found.intervals.inline.length === 0)
    throw new InputError("labels-empty", `label set ${labelSet.id} labels nothing of ${survey.name}`, {
      advice: "Choose a survey that it labels.",
    });
  const { as } = asked;
  if (as.format === "csv") return writeText(sink, labelCsv(found), found.intervals.inline.length);
  if (as.format === "segy")
    return withSurveyFile(ports, survey, (segy) => writeLabelVolume(ports, segy, labelSet.id, found, sink));

  const classIndex = labelSet.classes.indexOf(as.class);
  if (classIndex < 0)
    throw new InputError("label-class-unknown", `label set ${labelSet.id} has no class "${as.class}"`, {
      advice: `Its classes are ${labelSet.classes.join(", ")}.`,
    });
  const points =
    as.format === "points"
      ? samplePoints(found, classIndex, samplesOf(survey))
      : horizonPoints(found, classIndex, as.side);
  const placeOf = as.columns === "coordinates" ? await placesOf(workspace, survey) : () => undefined;
  const layout: PointLayout = {
    columns: as.columns,
    zUnit: verticalUnit === "ms" && as.seconds === true ? "s" : verticalUnit,
    hasHeader: as.format === "horizon" && as.header !== false,
  };
  const counted = new CountedPoints(points, as.columns === "coordinates" ? placeOf : undefined);
  const about = [`${as.format === "horizon" ? `${as.side} of ` : ""}${as.class}, label set ${labelSet.id}`];
  await writeText(sink, pointLines(counted, layout, placeOf, about), 0);
  if (counted.rows === 0)
    throw new InputError(
      "labels-empty",
      counted.left > 0
        ? `${survey.name} has no coordinates where it is labelled ${as.class}`
        : `nothing of ${survey.name} is labelled ${as.class}`,
      {
        advice:
          counted.left > 0 ? "Write inline and crossline instead." : "Choose a class that is on this survey.",
      },
    );
  return {
    rows: counted.rows,
    ...(as.format === "horizon" ? { severalIntervals: severalIntervals(found, classIndex) } : {}),
    ...(as.columns === "coordinates" ? { withoutCoordinates: counted.left } : {}),
  };
}

async function writeText(sink: ByteSink, pieces: Iterable<string>, rows: number): Promise<WrittenLabels> {
  const encoder = new TextEncoder();
  for (const piece of pieces) await sink.write(encoder.encode(piece));
  return { rows };
}

/** Counts points on their way out. */
class CountedPoints implements Iterable<PointToWrite> {
  rows = 0;
  left = 0;

  constructor(
    private readonly points: Iterable<PointToWrite>,
    private readonly placeOf: PlaceOf | undefined,
  ) {}

  *[Symbol.iterator](): Iterator<PointToWrite> {
    for (const point of this.points) {
      if (this.placeOf && !this.placeOf(point.inline, point.crossline)) {
        this.left++;
        continue;
      }
      this.rows++;
      yield point;
    }
  }
}

const axisOf = (survey: SurveyRecord) => ({
  startMs: survey.delayMs,
  intervalMs: survey.intervalMicroseconds / 1000,
  samples: survey.samplesPerTrace,
});

/** Times of the samples in an interval. */
function samplesOf(survey: SurveyRecord): (startMs: number, endMs: number) => Iterable<number> {
  const axis = axisOf(survey);
  return function* (startMs, endMs) {
    for (let k = firstSampleAt(startMs, axis); k < firstSampleAt(endMs, axis); k++)
      yield Math.fround(millisecondsFromSample(k, survey.intervalMicroseconds, survey.delayMs));
  };
}

function severalIntervals({ intervals }: LabelsToWrite, classIndex: number): number {
  const { inline, crossline } = intervals;
  let several = 0;
  let last = -1;
  let isCounted = false;
  for (let row = 0; row < inline.length; row++) {
    if (intervals.classIndex[row] !== classIndex) continue;
    const isSameTrace = last >= 0 && inline[last] === inline[row] && crossline[last] === crossline[row];
    if (isSameTrace && !isCounted) several++;
    isCounted = isSameTrace;
    last = row;
  }
  return several;
}

/** CDP X and Y by line numbers, from bronze; both 0 where nothing was written. */
async function placesOf(workspace: Workspace, survey: SurveyRecord): Promise<PlaceOf> {
  const table = await workspace.getTable(bronzePath(survey.name), ["inline", "crossline", "cdp_x", "cdp_y"]);
  const inline = columnOf(table, "inline", "int32");
  const crossline = columnOf(table, "crossline", "int32");
  const x = columnOf(table, "cdp_x", "double");
  const y = columnOf(table, "cdp_y", "double");
  const rowOf = new Map<string, number>();
  inline.forEach((il, row) => {
    const key = `${il}/${crossline[row]!}`;
    if (!rowOf.has(key) && (x[row] !== 0 || y[row] !== 0)) rowOf.set(key, row);
  });
  return (il, xl) => {
    const row = rowOf.get(`${il}/${xl}`);
    return row === undefined ? undefined : [x[row]!, y[row]!];
  };
}

/**
 * A label volume beside the survey's file: its headers, and class numbers as samples, −1 where there is no label. The textual
 * header tells the names.
 */
async function writeLabelVolume(
  ports: WorkspacePorts,
  segy: SegyFile,
  labelSet: string,
  { classes, intervals }: LabelsToWrite,
  sink: ByteSink,
): Promise<WrittenLabels> {
  const { layout } = segy;
  const numbers = numbersOfClasses(classes);
  const headers = await segy.scanHeaders(undefined, ports.signal);
  const rows = new TraceRows(intervals.inline, intervals.crossline);
  const axis = {
    startMs: layout.delayMs,
    intervalMs: layout.intervalMicroseconds / 1000,
    samples: layout.samplesPerTrace,
  };
  const names = new Map(classes.map((name, place) => [numbers[place]!, name]));
  await copyTraces(
    segy,
    {
      traces: Int32Array.from({ length: layout.traces }, (_, trace) => trace),
      // One byte holds −1 … 127.
      formatCode: Math.max(...numbers) <= 127 ? 8 : 3,
      provenance: [
        `GEOPHONE ${ports.codeVersion.replace(/\+.*/, "")} LABELS, SET ${labelSet.toUpperCase()}`,
        ...classNamesAsText(names),
      ],
      amendSamples: (trace) => {
        const values = new Float64Array(layout.samplesPerTrace).fill(-1);
        const [from, to] = rows.of(headers.inline[trace]!, headers.crossline[trace]!);
        for (let row = from; row < to; row++)
          values.fill(
            numbers[intervals.classIndex[row]!]!,
            firstSampleAt(intervals.startMs[row]!, axis),
            firstSampleAt(intervals.endMs[row]!, axis),
          );
        return Promise.resolve(values);
      },
    },
    sink,
    {
      onProgress: (done) =>
        ports.onProgress?.({ step: "write", detail: layout.file, done, total: layout.traces }),
      signal: ports.signal,
      yieldControl: ports.yieldControl,
    },
  );
  return { rows: layout.traces };
}

/** Rows of a trace among columns that are sorted by (inline, crossline). */
class TraceRows {
  constructor(
    private readonly inline: Int32Array,
    private readonly crossline: Int32Array,
  ) {}

  of(inline: number, crossline: number): readonly [from: number, to: number] {
    return [this.#first(inline, crossline), this.#first(inline, crossline + 1)];
  }

  #first(inline: number, crossline: number): number {
    let low = 0;
    let high = this.inline.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.inline[middle]! - inline || this.crossline[middle]! - crossline) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
