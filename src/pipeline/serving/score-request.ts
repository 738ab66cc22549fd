import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";

/** Traces to score as a client sent them, checked: what `scoreWindows` takes. */
export interface ScoreRequest {
  /** `[traces, input.samples]`, finite. */
  readonly windows: Float32Matrix;
  /** Of each trace's first sample, in the vertical unit, `[traces]`; 0 where the model needs no time. */
  readonly startMs: Float64Array;
  readonly includeEmbeddings: boolean;
}

/** Traces of one request where a server sets no other bound. */
const mostTraces = 100_000;
const largestFloat32 = 3.4028234663852886e38;

const refuse = (code: string, message: string, advice: string, traceIndex?: number): InputError =>
  new InputError(code, message, { advice, ...(traceIndex !== undefined && { place: { traceIndex } }) });

/** What a value of JSON is, in the words of JSON. */
function inWords(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return "a string";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return "an object";
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws InputError `request-needs-neighbours` when the model sees more than single traces */
function requireAlone({ input }: ScoringModel): void {
  if (input.extent === "section" || input.haloTraces > 0 || input.haloSamples > 0)
    throw refuse(
      "request-needs-neighbours",
      "this model sees the neighbours of a trace, which single traces do not bring along",
      "Send a SEG-Y file instead (/predict/segy).",
    );
}

function requireCount(traces: number, most: number): void {
  if (traces < 1) throw refuse("request-empty", "there is no trace to score", "Send at least one trace.");
  if (traces > most)
    throw refuse(
      "request-too-many-traces",
      `${traces} traces in one request, at most ${most} are taken`,
      "Send them in several requests, or as a SEG-Y file (/predict/segy).",
    );
}

const notFinite = (trace: number, sample: number, value: string): InputError =>
  refuse(
    "request-value-invalid",
    `trace ${trace}, sample ${sample}: ${value}; a finite number that float32 can hold is expected`,
    "Leave out dead or damaged traces, or fill their gaps first.",
    trace,
  );

/** @throws InputError `request-start-missing`, `request-start-invalid` */
function readStart({ input }: ScoringModel, given: unknown, traces: number, name: string): Float64Array {
  const starts = new Float64Array(traces);
  if (!input.needsTime) return starts;
  const unit = input.verticalUnit ?? "ms";
  const advice = `Give one number (in ${unit}) for all traces, or an array with one for each trace.`;
  if (given === undefined || given === null)
    throw refuse(
      "request-start-missing",
      `this model needs ${name}: where the first sample of each trace lies, in ${unit}`,
      advice,
    );
  const check = (value: unknown, trace?: number): number => {
    if (typeof value === "number" && Math.abs(value) <= largestFloat32) return value;
    const where = trace === undefined ? name : `${name}, trace ${trace}`;
    throw refuse(
      "request-start-invalid",
      `${where}: a finite number is expected, it is ${inWords(value)}`,
      advice,
      trace,
    );
  };
  if (!Array.isArray(given)) return starts.fill(check(given));
  if (given.length !== traces)
    throw refuse("request-start-invalid", `${name} has ${given.length} numbers for ${traces} traces`, advice);
  for (let trace = 0; trace < traces; trace++) starts[trace] = check(given[trace], trace);
  return starts;
}

/**
 * A request from parsed JSON: `{ traces: number[][], include_embeddings?: boolean, metadata?: { start_ms?: number | number[] } }`.
 * Each trace has exactly `input.samples` finite numbers, and each becomes float32. `metadata.start_ms` is needed where
 * `input.needsTime`, and not looked at elsewhere. Keys that are not known are let pass, as the first server did.
 * @param most traces in one request
 * @throws InputError `request-not-an-object`, `request-traces-invalid`, `request-empty`, `request-too-many-traces`,
 * `request-trace-length`, `request-value-invalid`, `request-start-missing`, `request-start-invalid`, `request-option-invalid`,
 * `request-needs-neighbours`; `place.traceIndex` names the trace
 */
export function readScoreRequest(model: ScoringModel, body: unknown, most = mostTraces): ScoreRequest {
  requireAlone(model);
  const { samples } = model.input;
  const advice = `Send {"traces": [[…]]} with ${samples} numbers a trace.`;
  if (!isObject(body))
    throw refuse("request-not-an-object", `a JSON object is expected, this is ${inWords(body)}`, advice);
  const { traces, metadata, include_embeddings: includeEmbeddings } = body;
  if (!Array.isArray(traces))
    throw refuse(
      "request-traces-invalid",
      `traces is to be an array of arrays of numbers, it is ${inWords(traces)}`,
      advice,
    );
  if (metadata !== undefined && metadata !== null && !isObject(metadata))
    throw refuse(
      "request-option-invalid",
      `metadata is to be an object, it is ${inWords(metadata)}`,
      'Send "metadata": {"start_ms": …}, or leave it out.',
    );
  if (includeEmbeddings !== undefined && includeEmbeddings !== null && typeof includeEmbeddings !== "boolean")
    throw refuse(
      "request-option-invalid",
      `include_embeddings is to be true or false, it is ${inWords(includeEmbeddings)}`,
      "Send true or false, or leave it out.",
    );
  requireCount(traces.length, most);
  const startMs = readStart(model, metadata?.["start_ms"], traces.length, "metadata.start_ms");
  return { windows: readTraces(traces, samples), startMs, includeEmbeddings: includeEmbeddings === true };
}

function readTraces(traces: readonly unknown[], samples: number): Float32Matrix {
  // Looked at before room is made: many short rows must not ask for the room of many long ones.
  for (let trace = 0; trace < traces.length; trace++) {
    const values = traces[trace];
    if (Array.isArray(values) && values.length === samples) continue;
    const what = Array.isArray(values) ? `it has ${values.length}` : `it is ${inWords(values)}`;
    throw refuse(
      "request-trace-length",
      `trace ${trace}: an array of exactly ${samples} numbers is expected, ${what}`,
      `Cut or pad each trace to ${samples} samples at the model's sample interval.`,
      trace,
    );
  }
  const data = new Float32Array(traces.length * samples);
  let to = 0;
  for (let trace = 0; trace < traces.length; trace++) {
    const values = traces[trace] as readonly unknown[];
    for (let sample = 0; sample < samples; sample++, to++) {
      const value = values[sample];
      if (typeof value !== "number") throw notFinite(trace, sample, inWords(value));
      data[to] = value;
      const stored = data[to]!;
      if (stored - stored !== 0) throw notFinite(trace, sample, String(value));
    }
  }
  return float32Matrix(traces.length, samples, data);
}

/**
 * A request from raw float32, little-endian, `[traces, input.samples]`, with the start of all traces beside it.
 * @param body kept, not copied, where it lies on a multiple of four bytes
 * @param startMs one number for all traces, or one for each; needed where `input.needsTime`
 * @throws InputError `request-body-length`, and as `readScoreRequest`
 */
export function readBinaryRequest(
  model: ScoringModel,
  body: Uint8Array<ArrayBuffer>,
  startMs: number | readonly number[] | undefined,
  most = mostTraces,
): ScoreRequest {
  requireAlone(model);
  const { samples } = model.input;
  const traces = body.byteLength / (4 * samples);
  if (!Number.isInteger(traces))
    throw refuse(
      "request-body-length",
      `a body of ${body.byteLength} bytes is no whole number of traces of ${samples} float32 values (${4 * samples} bytes)`,
      "Send little-endian float32, trace after trace, without a header.",
    );
  requireCount(traces, most);
  const aligned = body.byteOffset % 4 === 0 ? body : body.slice();
  const data = new Float32Array(aligned.buffer, aligned.byteOffset, traces * samples);
  for (let i = 0; i < data.length; i++)
    if (data[i]! - data[i]! !== 0)
      throw notFinite(Math.floor(i / samples), i % samples, `the value is ${data[i]!}`);
  return {
    windows: float32Matrix(traces, samples, data),
    startMs: readStart(model, startMs, traces, "start_ms"),
    includeEmbeddings: false,
  };
}
