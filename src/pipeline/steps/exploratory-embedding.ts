import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import {
  EmbeddingFit,
  selectTraces,
  windowStarts,
  type Embedding,
  type WindowDefinition,
} from "../features/contract.ts";
import { InputError } from "../errors.ts";
import { isOnLine, orientationOf, resolveLine } from "../lines.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { WorkspacePorts } from "./context.ts";
import { embeddingComponents, type FeatureRequest } from "./feature-request.ts";
import { gatherWindows, type WantedWindows } from "./gather-windows.ts";
import { surveyHeaders } from "./survey-headers.ts";

/** An embedding for looking at data; a score never sees it. */
export interface ExploratoryEmbedding {
  /** What it is fitted on, for the table's hash. */
  readonly key: string;
  /** Lines it is fitted on: the words that mark it in the table. */
  readonly fittedOn: readonly string[];
  /** Fits it when it is asked for first: tables that are all there need none. */
  embedding(): Promise<Embedding>;
}

/** A window that holds NaN or infinity cannot be fitted on, and projects to NaN by itself. */
export function finiteRows(windows: Float32Matrix): Float32Matrix {
  const { columns, data } = windows;
  const kept = new Float32Array(data.length);
  let rows = 0;
  for (let row = 0; row < windows.rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    if (values.every(Number.isFinite)) kept.set(values, rows++ * columns);
  }
  return rows === windows.rows ? windows : float32Matrix(rows, columns, kept.slice(0, rows * columns));
}

async function windowsOfLine(
  ports: WorkspacePorts,
  lineText: string,
  surveys: readonly SurveyRecord[],
  window: WindowDefinition,
  every: number,
): Promise<WantedWindows> {
  const line = resolveLine(lineText, surveys);
  const headers = await surveyHeaders(ports.workspace, line.survey);
  const starts = windowStarts(window, line.survey.samplesPerTrace);
  const traces = selectTraces(headers, orientationOf(line.survey), every).filter((trace) =>
    isOnLine(line, headers.inline[trace]!, headers.crossline[trace]!),
  );
  return {
    survey: line.survey,
    traceIndex: Int32Array.from(
      { length: traces.length * starts.length },
      (_, i) => traces[Math.floor(i / starts.length)]!,
    ),
    startSample: Int32Array.from(
      { length: traces.length * starts.length },
      (_, i) => starts[i % starts.length]!,
    ),
  };
}

async function fitOnLines(
  ports: WorkspacePorts,
  surveys: readonly SurveyRecord[],
  window: WindowDefinition,
  request: FeatureRequest,
): Promise<Embedding> {
  const fit = new EmbeddingFit(window.lengthSamples);
  let rows = 0;
  for (const lineText of request.fit) {
    const wanted = await windowsOfLine(ports, lineText, surveys, window, request.every);
    await gatherWindows(ports, wanted, window.lengthSamples, (windows) => {
      const finite = finiteRows(windows);
      rows += finite.rows;
      fit.add(finite);
    });
  }
  if (rows < 2)
    throw new InputError(
      "too-few-windows",
      `${request.fit.join(", ")} hold ${rows} windows; an embedding needs at least 2`,
      {
        advice: "Name longer lines with --fit, or take a smaller step.",
      },
    );
  return fit.finish(embeddingComponents);
}

/** @throws InputError `line-unknown`, `line-ambiguous`; when it is fitted, `too-few-windows` too */
export function exploratoryEmbedding(
  ports: WorkspacePorts,
  surveys: readonly SurveyRecord[],
  window: WindowDefinition,
  request: FeatureRequest,
): ExploratoryEmbedding {
  const key = request.fit.map((text) => `${text}:${resolveLine(text, surveys).survey.sha256}`).join(";");
  let fitted: Promise<Embedding> | undefined;
  return {
    key,
    fittedOn: [...request.fit],
    embedding: () => (fitted ??= fitOnLines(ports, surveys, window, request)),
  };
}
