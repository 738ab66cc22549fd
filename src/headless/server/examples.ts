import { predictedClasses } from "../../pipeline/evaluation/contract.ts";
import {
  answerOf,
  openPredictionsCsv,
  readScoreRequest,
  scoreWindows,
  type Predictions,
} from "../../pipeline/serving/contract.ts";
import { scoreGolden } from "../../pipeline/bundle/contract.ts";
import { PredictionCounts } from "../../pipeline/steps/write-predictions.ts";
import type { ServedModel } from "./contract.ts";
import { healthOf, infoOf, rootOf } from "./info-routes.ts";

/** What may be sent to a route as JSON, and what then comes back by content type. */
export interface RouteExample {
  readonly request?: unknown;
  readonly answer: Readonly<Record<string, unknown>>;
}

const json = (answer: unknown): RouteExample => ({ answer: { "application/json": answer } });

/**
 * For each route a request that the model in use answers, and its answer: the traces are golden windows of the bundle, so that
 * whoever tries the server out begins with something that works.
 */
export async function examplesOf(
  served: ServedModel,
  codeVersion: string,
): Promise<Readonly<Record<string, RouteExample>>> {
  const { version, loadedAt } = served;
  const golden = goldenPredictions(served);
  const counts = new PredictionCounts(golden.classes);
  counts.add(golden);
  const { examples, unscored, classCounts } = counts.summary();
  const paths = { input_path: "survey.sgy", output_path: "predictions.csv" };
  const predict = predictExample(served);
  return {
    "/": json(rootOf(served, codeVersion)),
    "/live": json({ status: "alive" }),
    "/ready": json({ status: "ready", model_version: version }),
    "/health": json(healthOf(served, loadedAt)),
    "/model_info": json(infoOf(served)),
    ...(predict && { "/predict": predict }),
    "/predict/segy": { answer: { "text/csv": await csvOf(golden) } },
    "/batch_predict": {
      request: paths,
      answer: {
        "application/json": {
          status: "done",
          ...paths,
          num_predictions: examples - unscored,
          num_unscored: unscored,
          class_counts: classCounts,
          model_version: version,
          timestamp: loadedAt,
        },
      },
    },
    "/admin/reload": json({ model_version: version, loaded_at: loadedAt }),
    "/metrics": { answer: { "text/plain": metricsText(golden.classes, classCounts) } },
  };
}

/** Absent for models that see a trace's neighbours: they take SEG-Y alone. */
function predictExample({ bundle, version, loadedAt }: ServedModel): RouteExample | undefined {
  const { model, golden } = bundle;
  const { input } = model;
  const [first] = golden;
  if (!first || input.extent === "section" || input.haloTraces > 0 || input.haloSamples > 0) return undefined;
  const request = {
    // Six digits are enough to be read, and to be scored.
    traces: [[...first.samples].map((value) => Number(value.toPrecision(6)))],
    ...(input.needsTime && { metadata: { start_ms: first.startMs } }),
  };
  const asked = readScoreRequest(model, request);
  const probabilities = scoreWindows(model, asked.windows, asked.startMs);
  const stamp = { timestamp: loadedAt, modelVersion: version };
  return { request, ...json(answerOf(model, asked, probabilities, stamp)) };
}

/** The golden windows as traces of one line, one window each. */
function goldenPredictions({ bundle: { model, golden } }: ServedModel): Predictions {
  const { window, input, classes } = model;
  const probabilities = scoreGolden(model, golden, scoreWindows);
  const rows = golden.length;
  const startMs = Float64Array.from(golden, (one) => one.startMs);
  return {
    survey: "survey",
    classes,
    verticalUnit: input.verticalUnit ?? "ms",
    rows,
    traceIndex: Int32Array.from({ length: rows }, (_, row) => row),
    inline: new Int32Array(rows).fill(1),
    crossline: Int32Array.from({ length: rows }, (_, row) => row + 1),
    startSample: new Int32Array(rows),
    startMs,
    endMs: startMs.map((start) => start + window.lengthSamples * input.intervalMs),
    classIndex: predictedClasses(probabilities),
    probabilities,
  };
}

async function csvOf(predictions: Predictions): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  const sink = {
    write: async (bytes: Uint8Array): Promise<void> => {
      text += decoder.decode(bytes, { stream: true });
    },
  };
  const writer = await openPredictionsCsv(sink, { ...predictions, withSurvey: false });
  await writer.append(predictions);
  await writer.finish();
  return text;
}

const metricsText = (classes: readonly string[], counts: Readonly<Record<string, number>>): string =>
  [
    "# HELP seismic_predictions_total Windows that were given a class",
    "# TYPE seismic_predictions_total counter",
    ...classes.map(
      (name) =>
        `seismic_predictions_total{predicted_class="${name.replace(/[\\"\n]/g, escaped)}"} ${counts[name] ?? 0}`,
    ),
    "",
  ].join("\n");

const escaped = (character: string): string => (character === "\n" ? "\\n" : `\\${character}`);
