import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { millisecondsFromSample } from "../../quantities/units.ts";
import { readScoringModel, type ScoringModel } from "../bundle/contract.ts";
import { predictedClasses } from "../evaluation/contract.ts";
import { windowStarts } from "../features/contract.ts";
import { LabelIndex, labelSetKind, labelsFromTable } from "../labels/contract.ts";
import { isOnLine, orientationOf, resolveLine, type LineSelection } from "../lines.ts";
import { blankMuted } from "../quality/contract.ts";
import type { RunRecord } from "../registry/contract.ts";
import { paintSection, type SectionPicture } from "../reports/contract.ts";
import { nearestWindows, scoreWindows } from "../serving/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { WorkspacePorts } from "./context.ts";
import { gatherWindows } from "./gather-windows.ts";
import { truthOf } from "./section-truth.ts";
import { surveyHeaders } from "./survey-headers.ts";

/** A report shows so many lines, and no line wider than this many traces. */
const mostLines = 2;
const mostTraces = 2000;

/** Samples of one line with the positions of its traces. */
interface Section {
  readonly line: LineSelection;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** `[traces, samples]` */
  readonly samples: Float32Matrix;
}

async function readSection(ports: WorkspacePorts, line: LineSelection): Promise<Section> {
  const { survey } = line;
  const headers = await surveyHeaders(ports.workspace, survey);
  const traces: number[] = [];
  for (let trace = 0; trace < headers.count && traces.length < mostTraces; trace++)
    if (isOnLine(line, headers.inline[trace]!, headers.crossline[trace]!)) traces.push(trace);
  const traceIndex = Int32Array.from(traces);
  const samples = float32Matrix(traces.length, survey.samplesPerTrace);
  await gatherWindows(
    ports,
    { survey, traceIndex, startSample: new Int32Array(traces.length) },
    survey.samplesPerTrace,
    (block, first) => {
      samples.data.set(block.data, first * survey.samplesPerTrace);
    },
  );
  return {
    line,
    samples,
    inline: traceIndex.map((trace) => headers.inline[trace]!),
    crossline: traceIndex.map((trace) => headers.crossline[trace]!),
  };
}

/** Predicted class of each sample: that of the window with the nearest centre, `[traces, samples]`. */
function predictionOf({ line: { survey }, samples }: Section, model: ScoringModel): Int32Array {
  const { window } = model;
  const starts = windowStarts(window, samples.columns);
  const windows = float32Matrix(samples.rows * starts.length, window.lengthSamples);
  const startMs = new Float64Array(windows.rows);
  for (let row = 0, trace = 0; trace < samples.rows; trace++)
    for (const start of starts) {
      const from = trace * samples.columns + start;
      windows.data.set(samples.data.subarray(from, from + window.lengthSamples), row * window.lengthSamples);
      startMs[row++] = millisecondsFromSample(start, window.intervalMicroseconds, survey.delayMs);
    }
  const probabilities = scoreWindows(model, windows, startMs);
  blankMuted(probabilities, samples, starts, window.lengthSamples);
  const answers = predictedClasses(probabilities);
  const nearest = nearestWindows(starts, window.lengthSamples, samples.columns);
  const classes = new Int32Array(samples.data.length);
  for (let at = 0, trace = 0; trace < samples.rows; trace++)
    for (let k = 0; k < samples.columns; k++, at++)
      classes[at] = answers[trace * starts.length + nearest[k]!]!;
  return classes;
}

function picturesOf(
  section: Section,
  truth: Int32Array | undefined,
  prediction: Int32Array,
  classes: readonly string[],
): SectionPicture[] {
  const { line, samples } = section;
  const { survey } = line;
  const along = line.within ? line.within.axis : orientationOf(survey);
  const axis = along === "inline" ? "crossline" : along === "crossline" ? "inline" : "trace";
  const positions = axis === "crossline" ? section.crossline : axis === "inline" ? section.inline : undefined;
  const common = {
    axis,
    firstPosition: positions?.[0] ?? 0,
    lastPosition: positions?.at(-1) ?? samples.rows - 1,
    firstMs: survey.delayMs,
    verticalUnit: survey.verticalUnit,
    lastMs: millisecondsFromSample(samples.columns - 1, survey.intervalMicroseconds, survey.delayMs),
  } as const;
  return [
    { ...common, title: `${line.text}: amplitude`, png: paintSection({ samples }) },
    ...(truth
      ? [
          {
            ...common,
            classes,
            title: `${line.text}: interpretation`,
            png: paintSection({ samples, classes: truth }),
          },
        ]
      : []),
    {
      ...common,
      classes,
      title: `${line.text}: prediction`,
      png: paintSection({ samples, classes: prediction }),
    },
  ];
}

/** Amplitude, interpretation and prediction of a run's first test lines. */
export async function picturesOfRun(
  ports: WorkspacePorts,
  run: RunRecord,
  surveys: readonly SurveyRecord[],
): Promise<SectionPicture[]> {
  const { split, labelSet } = run.lineage;
  if (split.kind !== "lines") return [];
  const model = await readScoringModel(ports.workspace, `${run.artefacts}/model`);
  const labels = await ports.workspace.getRecord(labelSetKind, labelSet.id);
  const index =
    labels && new LabelIndex(labelsFromTable(await ports.workspace.getTable(labels.path)), labels.classes);
  const pictures: SectionPicture[] = [];
  for (const name of split.test.slice(0, mostLines)) {
    const section = await readSection(ports, resolveLine(name, surveys));
    const { inline, crossline } = section;
    const places = { survey: section.line.survey, inline, crossline, samples: section.samples.columns };
    const truth = index && truthOf(places, index, run.classes);
    pictures.push(...picturesOf(section, truth, predictionOf(section, model), run.classes));
  }
  return pictures;
}
