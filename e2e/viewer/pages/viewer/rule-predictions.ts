import { windowStarts } from "../../../../src/pipeline/features/contract.ts";
import { predictionKind } from "../../../../src/pipeline/steps/prediction-record.ts";
import { withSurveyFile } from "../../../../src/pipeline/steps/survey-files.ts";
import type { StepPorts } from "../../../../src/pipeline/steps/context.ts";
import type { SurveyRecord } from "../../../../src/pipeline/survey-record.ts";
import type { Workspace } from "../../../../src/pipeline/workspace/contract.ts";

const classes = ["normal", "anomaly"];
const every = 2;

/** Predictions without a model: the louder a window beside the survey's median, the surer it is an anomaly. */
export async function predictByRule(
  ports: Pick<StepPorts, "openSource"> & { readonly workspace: Workspace },
  survey: SurveyRecord,
): Promise<void> {
  const window = {
    extent: "window" as const,
    lengthSamples: 32,
    stepSamples: 8,
    intervalMicroseconds: survey.intervalMicroseconds,
  };
  const starts = windowStarts(window, survey.samplesPerTrace);
  const traces = Array.from({ length: Math.ceil(survey.traces / every) }, (_, i) => i * every);
  const { data } = await withSurveyFile(ports, survey, (segy) => segy.readSamples(0, survey.traces));
  const rows = traces.length * starts.length;
  const loud = new Float64Array(rows);
  const traceIndex = new Int32Array(rows);
  const startSample = new Int32Array(rows);
  let row = 0;
  for (const trace of traces)
    for (const start of starts) {
      let squares = 0;
      for (let k = 0; k < window.lengthSamples; k++)
        squares += data[trace * survey.samplesPerTrace + start + k]! ** 2;
      const rms = Math.sqrt(squares / window.lengthSamples);
      loud[row] = 1 / (1 + Math.exp(-(2.5 * (rms - survey.quality.rmsMedian)) / survey.quality.rmsMedian));
      traceIndex[row] = trace;
      startSample[row++] = start;
    }
  const intervalMs = survey.intervalMicroseconds / 1000;
  const startMs = Float64Array.from(startSample, (start) => survey.delayMs + start * intervalMs);
  const id = `rule-${survey.name}`;
  const path = `gold/${id}.parquet`;
  await ports.workspace.putTable(path, {
    rows,
    columns: [
      { name: "trace_index", type: "int32", values: traceIndex },
      { name: "inline", type: "int32", values: new Int32Array(rows) },
      { name: "crossline", type: "int32", values: new Int32Array(rows) },
      { name: "start_sample", type: "int32", values: startSample },
      { name: "start_ms", type: "double", values: startMs },
      {
        name: "end_ms",
        type: "double",
        values: startMs.map((start) => start + window.lengthSamples * intervalMs),
      },
      { name: "class_index", type: "int32", values: Int32Array.from(loud, (share) => (share > 0.5 ? 1 : 0)) },
      { name: "p_0", type: "double", values: loud.map((share) => 1 - share) },
      { name: "p_1", type: "double", values: loud },
    ],
    metadata: {},
  });
  await ports.workspace.putRecord(predictionKind, {
    id,
    scorer: { kind: "version", version: 1 },
    scorerLabel: "loudness rule",
    survey: survey.name,
    surveySha256: survey.sha256,
    path,
    classes,
    window,
    examples: rows,
    unscored: 0,
    classCounts: {},
    createdAt: "2026-01-01T00:00:00.000Z",
  });
}
