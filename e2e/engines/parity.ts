import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { openFileSource } from "../../src/adapters/node/file-byte-source.ts";
import { seededRandom } from "../../src/numerics/random.ts";
import { readBundle, type ScoringModel } from "../../src/pipeline/bundle/contract.ts";
import { windowStarts } from "../../src/pipeline/features/contract.ts";
import { openSegy } from "../../src/pipeline/segy/contract.ts";
import { scoreWindows } from "../../src/pipeline/serving/contract.ts";
import { float32Matrix, type Float32Matrix } from "../../src/quantities/matrix.ts";
import { launchBrowser, openApp } from "../support/app.ts";
import { geophone } from "../support/cli.ts";
import { windowBundle, windowLine } from "../support/scoring-bundles.ts";
import { startScoringServer } from "../support/serve.ts";
import { structureSurvey } from "../support/structure-workspace.ts";
import { serveEnginePage } from "./engine-page.ts";
import type {} from "./pages/scoring/main.ts";

const tolerance = 1e-6;
const rowsPerRequest = 500;

/** Windows of a SEG-Y file, each with its place, in file order. */
interface Windows {
  readonly matrix: Float32Matrix;
  readonly startMs: readonly number[];
  /** `inline,crossline,start` */
  readonly places: readonly string[];
  readonly file: string;
}

const fileHeaderBytes = 3600;
const traceHeaderBytes = 240;

/** Writes traces of a SEG-Y file of 4-byte samples into another file, in the order that is asked for. */
async function pickTraces(
  from: string,
  to: string,
  samples: number,
  traces: readonly number[],
): Promise<string> {
  const bytes = await readFile(from);
  const traceBytes = traceHeaderBytes + 4 * samples;
  const parts = traces.map((trace) => {
    const at = fileHeaderBytes + trace * traceBytes;
    return bytes.subarray(at, at + traceBytes);
  });
  await writeFile(to, Buffer.concat([bytes.subarray(0, fileHeaderBytes), ...parts]));
  return to;
}

async function windowsOf(file: string, { window }: ScoringModel): Promise<Windows> {
  const source = await openFileSource(file);
  try {
    const segy = await openSegy(source);
    const { traces, samplesPerTrace, delayMs, intervalMicroseconds } = segy.layout;
    const starts = windowStarts(window, samplesPerTrace);
    const headers = await segy.scanHeaders();
    const block = await segy.readSamples(0, traces);
    const matrix = float32Matrix(traces * starts.length, window.lengthSamples);
    const startMs: number[] = [];
    const places: string[] = [];
    for (let trace = 0; trace < traces; trace++)
      for (const start of starts) {
        const at = trace * samplesPerTrace + start;
        matrix.data.set(
          block.data.subarray(at, at + window.lengthSamples),
          places.length * window.lengthSamples,
        );
        const ms = delayMs + (start * intervalMicroseconds) / 1000;
        startMs.push(ms);
        places.push(`${headers.inline[trace]!},${headers.crossline[trace]!},${ms}`);
      }
    return { matrix, startMs, places, file };
  } finally {
    await source.close();
  }
}

/** `[rows, classes]` of a CSV that `geophone predict` wrote, by place, with the class that it names. */
async function predictedByCommand(
  bundle: string,
  file: string,
  out: string,
  classes: readonly string[],
): Promise<Map<string, { readonly name: string; readonly probabilities: readonly number[] }>> {
  const { exitCode, stderr } = await geophone(["predict", "--bundle", bundle, file, "--out", out]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const [head, ...rows] = (await readFile(out, "utf8")).trimEnd().split("\n");
  const names = head!.split(",");
  const columns = classes.map((name) => names.indexOf(`p_${name}`));
  return new Map(
    rows.map((row) => {
      const fields = row.split(",");
      const probabilities = columns.map((column) => Number(fields[column]));
      return [`${fields[0]!},${fields[1]!},${fields[3]!}`, { name: fields[5]!, probabilities }];
    }),
  );
}

const answerSchema = z.object({
  predictions: z.array(
    z.object({
      trace_id: z.number(),
      predicted_class: z.number(),
      predicted_class_name: z.string(),
      probabilities: z.record(z.string(), z.number()),
      confidence: z.number(),
    }),
  ),
});

function rowsOf({ matrix }: Windows, first: number, end: number): Float32Array<ArrayBuffer> {
  return matrix.data.slice(first * matrix.columns, end * matrix.columns);
}

async function scoredAsJson(url: string, windows: Windows, classes: readonly string[]): Promise<number[]> {
  const { matrix, startMs } = windows;
  const answers: number[] = [];
  for (let first = 0; first < matrix.rows; first += rowsPerRequest) {
    const end = Math.min(first + rowsPerRequest, matrix.rows);
    const traces = Array.from({ length: end - first }, (_, i) => [
      ...rowsOf(windows, first + i, first + i + 1),
    ]);
    const answer = await fetch(`${url}/predict`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ traces, metadata: { start_ms: startMs.slice(first, end) } }),
    });
    expect(answer.status).toBe(200);
    const { predictions } = answerSchema.parse(await answer.json());
    predictions.forEach((prediction, i) => {
      const probabilities = classes.map((name) => prediction.probabilities[name]!);
      expect(prediction.trace_id).toBe(i);
      expect(prediction.predicted_class).toBe(argmax(probabilities));
      expect(prediction.predicted_class_name).toBe(classes[prediction.predicted_class]);
      expect(prediction.confidence).toBe(probabilities[prediction.predicted_class]);
      answers.push(...probabilities);
    });
  }
  return answers;
}

/** One request for all windows that start at the same time: a binary body has one start. */
async function scoredAsBytes(url: string, windows: Windows, classes: readonly string[]): Promise<number[]> {
  const answers = new Array<number>(windows.matrix.rows * classes.length).fill(NaN);
  for (const start of new Set(windows.startMs)) {
    const rows = windows.startMs.flatMap((own, row) => (own === start ? [row] : []));
    const answer = await fetch(`${url}/predict?start_ms=${start}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", Accept: "application/octet-stream" },
      body: Buffer.concat(rows.map((row) => Buffer.from(rowsOf(windows, row, row + 1).buffer))),
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.headers.get("x-classes") ?? "")).toEqual(classes);
    const got = new Float32Array(await answer.arrayBuffer());
    expect(got).toHaveLength(rows.length * classes.length);
    rows.forEach((row, i) => {
      for (let c = 0; c < classes.length; c++)
        answers[row * classes.length + c] = got[i * classes.length + c]!;
    });
  }
  return answers;
}

async function scoredInBrowser(bundle: Uint8Array, { matrix, startMs }: Windows): Promise<number[]> {
  const served = await serveEnginePage("scoring");
  const browser = await launchBrowser({ gpu: "none" });
  try {
    const watched = await openApp(browser.context, served.url);
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
    const windows = new Uint8Array(matrix.data.buffer, matrix.data.byteOffset, matrix.data.byteLength);
    const answers = await watched.page.evaluate(
      ([zip, samples, starts]) => window.scoring.score(zip, samples, starts),
      [base64(bundle), base64(windows), startMs] as const,
    );
    await watched.expectClean();
    return answers;
  } finally {
    await browser.close();
    await served.close();
  }
}

const argmax = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** Classes equal, probabilities within the tolerance. */
function expectSame(what: string, got: readonly number[], wanted: readonly number[], classes: number): void {
  expect(got, what).toHaveLength(wanted.length);
  let [largest, others] = [0, 0];
  for (let at = 0; at < wanted.length; at += classes) {
    const [own, reference] = [got.slice(at, at + classes), wanted.slice(at, at + classes)];
    if (argmax(own) !== argmax(reference)) others++;
    reference.forEach((value, c) => {
      const difference = Math.abs(own[c]! - value);
      // NaN counts too.
      if (!(difference <= largest)) largest = difference;
    });
  }
  console.log(`${what}: ${others} other classes, probabilities within ${largest.toExponential(1)}`);
  expect(others, `${what}: windows of another class`).toBe(0);
  expect(largest, `${what}: probabilities`).toBeLessThanOrEqual(tolerance);
}

/**
 * The same windows of an F3 line through every way in: this process, a worker in Chromium, the server in JSON and in binary, and
 * the batch command on the file and on the file with its traces shuffled.
 * @param traces of the line, 35 windows each
 * @returns how many windows
 */
export async function expectParity(folder: string, traces: number): Promise<number> {
  const bundle = await windowBundle(folder);
  const zip = new Uint8Array(await readFile(bundle));
  const { model } = await readBundle(zip, scoreWindows);
  const { classes } = model;
  const line = structureSurvey(windowLine);
  const inOrder = Array.from({ length: traces }, (_, i) => 3 * i);
  const samples = 338;
  const file = await pickTraces(line, path.join(folder, "line.sgy"), samples, inOrder);
  const windows = await windowsOf(file, model);
  expect(windows.matrix.rows).toBe(35 * traces);
  const wanted = [...scoreWindows(model, windows.matrix, Float64Array.from(windows.startMs)).data];
  // A model that says the same to everything would agree with everything.
  expect(new Set(wanted.map((value) => value.toFixed(6))).size).toBeGreaterThan(traces);

  expectSame("browser", await scoredInBrowser(zip, windows), wanted, classes.length);

  const server = await startScoringServer({ bundle });
  try {
    expectSame("server, JSON", await scoredAsJson(server.url, windows, classes), wanted, classes.length);
    expectSame("server, binary", await scoredAsBytes(server.url, windows, classes), wanted, classes.length);
  } finally {
    await server.close();
  }

  const random = seededRandom(1, "shuffle");
  const shuffled = inOrder
    .map((trace) => ({ trace, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ trace }) => trace);
  const other = await pickTraces(line, path.join(folder, "shuffled.sgy"), samples, shuffled);
  expect(shuffled).not.toEqual(inOrder);
  for (const [name, survey] of [
    ["batch", file],
    ["batch of shuffled traces", other],
  ] as const) {
    const rows = await predictedByCommand(bundle, survey, path.join(folder, `${name}.csv`), classes);
    expect(rows.size).toBe(windows.matrix.rows);
    const answers = windows.places.flatMap((place, i) => {
      const row = rows.get(place)!;
      const own = wanted.slice(i * classes.length, (i + 1) * classes.length);
      expect(row.name).toBe(classes[argmax(own)]);
      return row.probabilities;
    });
    expectSame(name, answers, wanted, classes.length);
  }
  return windows.matrix.rows;
}
