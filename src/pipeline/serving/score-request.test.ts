import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { readBinaryRequest, readScoreRequest } from "./score-request.ts";
import { scoringModel } from "./scoring-model.fixture.ts";

const samples = 4;
const timed = scoringModel({ extent: "trace", lengthSamples: samples, components: 2 });
const timeless = scoringModel({ extent: "trace", lengthSamples: samples, components: 2, needsTime: false });
const inFeet: ScoringModel = { ...timed, input: { ...timed.input, verticalUnit: "ft" } };
const withHalo: ScoringModel = { ...timed, input: { ...timed.input, haloTraces: 2 } };

const good = [
  [1, 2.5, -3e-50, 4],
  [0.1, -0, 3.4028234663852886e38, 7],
];

/** What was thrown, as the client would be told. */
function refusal(work: () => unknown): Pick<InputError, "code" | "message" | "advice" | "place"> {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("readScoreRequest", () => {
  it("takes traces as float32, and one start for all", () => {
    const request = readScoreRequest(timed, {
      traces: good,
      metadata: { start_ms: 400, survey: "F3" },
      other: 1,
    });
    expect(request.windows).toMatchObject({ rows: 2, columns: samples });
    expect([...request.windows.data]).toEqual(good.flat().map(Math.fround));
    expect([...request.startMs]).toEqual([400, 400]);
    expect(request.includeEmbeddings).toBe(false);
  });

  it("takes a start for each trace, and the wish for embeddings", () => {
    const request = readScoreRequest(timed, {
      traces: good,
      include_embeddings: true,
      metadata: { start_ms: [4, -8.5] },
    });
    expect([...request.startMs]).toEqual([4, -8.5]);
    expect(request.includeEmbeddings).toBe(true);
  });

  it.each([undefined, null, {}, { start_ms: "never looked at" }])(
    "asks for no start where the model needs no time: metadata %j",
    (metadata) => {
      const { startMs } = readScoreRequest(timeless, { traces: good, metadata, include_embeddings: null });
      expect([...startMs]).toEqual([0, 0]);
    },
  );

  const body = (change: object): object => ({ traces: good, metadata: { start_ms: 0 }, ...change });
  const withValue = (value: unknown): object => body({ traces: [good[0], [1, 2, value, 4]] });
  const value = "a finite number that float32 can hold is expected";
  it.each<[string, unknown, string]>([
    ["request-not-an-object", null, "a JSON object is expected, this is null"],
    ["request-not-an-object", [good], "a JSON object is expected, this is an array of 1"],
    ["request-not-an-object", "traces", "a JSON object is expected, this is a string"],
    ["request-traces-invalid", {}, "traces is to be an array of arrays of numbers, it is missing"],
    [
      "request-traces-invalid",
      body({ traces: { 0: 1 } }),
      "traces is to be an array of arrays of numbers, it is an object",
    ],
    ["request-traces-invalid", body({ traces: 5 }), "traces is to be an array of arrays of numbers, it is 5"],
    ["request-empty", body({ traces: [] }), "there is no trace to score"],
    [
      "request-too-many-traces",
      body({ traces: [...good, ...good] }),
      "4 traces in one request, at most 3 are taken",
    ],
    [
      "request-trace-length",
      body({ traces: [1.5, 2] }),
      "trace 0: an array of exactly 4 numbers is expected, it is 1.5",
    ],
    [
      "request-trace-length",
      body({ traces: [good[0], [1, 2, 3]] }),
      "trace 1: an array of exactly 4 numbers is expected, it has 3",
    ],
    [
      "request-trace-length",
      body({ traces: [good[0], null] }),
      "trace 1: an array of exactly 4 numbers is expected, it is null",
    ],
    [
      "request-trace-length",
      body({ traces: [{ length: 4 }] }),
      "trace 0: an array of exactly 4 numbers is expected, it is an object",
    ],
    ["request-value-invalid", withValue(NaN), `trace 1, sample 2: NaN; ${value}`],
    ["request-value-invalid", withValue(-Infinity), `trace 1, sample 2: -Infinity; ${value}`],
    ["request-value-invalid", withValue(1e39), `trace 1, sample 2: 1e+39; ${value}`],
    ["request-value-invalid", withValue("3"), `trace 1, sample 2: a string; ${value}`],
    ["request-value-invalid", withValue(null), `trace 1, sample 2: null; ${value}`],
    ["request-value-invalid", withValue(true), `trace 1, sample 2: true; ${value}`],
    ["request-value-invalid", withValue([3]), `trace 1, sample 2: an array of 1; ${value}`],
    ["request-value-invalid", withValue({}), `trace 1, sample 2: an object; ${value}`],
    [
      "request-option-invalid",
      body({ include_embeddings: "yes" }),
      "include_embeddings is to be true or false, it is a string",
    ],
    ["request-option-invalid", body({ metadata: [0] }), "metadata is to be an object, it is an array of 1"],
    [
      "request-start-missing",
      body({ metadata: {} }),
      "this model needs metadata.start_ms: where the first sample of each trace lies, in ms",
    ],
    [
      "request-start-missing",
      body({ metadata: null }),
      "this model needs metadata.start_ms: where the first sample of each trace lies, in ms",
    ],
    [
      "request-start-invalid",
      body({ metadata: { start_ms: "0" } }),
      "metadata.start_ms: a finite number is expected, it is a string",
    ],
    [
      "request-start-invalid",
      body({ metadata: { start_ms: NaN } }),
      "metadata.start_ms: a finite number is expected, it is NaN",
    ],
    [
      "request-start-invalid",
      body({ metadata: { start_ms: 1e39 } }),
      "metadata.start_ms: a finite number is expected, it is 1e+39",
    ],
    [
      "request-start-invalid",
      body({ metadata: { start_ms: [0] } }),
      "metadata.start_ms has 1 numbers for 2 traces",
    ],
    [
      "request-start-invalid",
      body({ metadata: { start_ms: [0, null] } }),
      "metadata.start_ms, trace 1: a finite number is expected, it is null",
    ],
  ])("refuses, %s: %j", (code, asked, message) => {
    const told = refusal(() => readScoreRequest(timed, asked, 3));
    expect(told).toMatchObject({ code, message });
    expect(told.advice).toMatch(/\.$/);
    const trace = /trace (\d)[,:]/.exec(message)?.[1];
    expect(told.place.traceIndex).toBe(trace === undefined ? undefined : Number(trace));
  });

  it("names the unit of a model in depth", () => {
    expect(refusal(() => readScoreRequest(inFeet, { traces: good })).message).toMatch(/lies, in ft$/);
  });

  it("sends whoever asks a model with neighbours to SEG-Y", () => {
    const told = refusal(() => readScoreRequest(withHalo, body({})));
    expect(told).toMatchObject({
      code: "request-needs-neighbours",
      advice: "Send a SEG-Y file instead (/predict/segy).",
    });
    expect(refusal(() => readBinaryRequest(withHalo, new Uint8Array(16), 0)).code).toBe(
      "request-needs-neighbours",
    );
  });

  it("answers whatever is sent by a request of the right shape, or by an error with a code", () => {
    const random = seededRandom(17);
    const oneOf = <T>(values: readonly T[]): T => values[random.integer(values.length)]!;
    const anything = (depth: number): unknown =>
      oneOf<() => unknown>([
        () => oneOf([null, true, false, "", "NaN", 0, -0, 1e300, -1, 5e-324, NaN, Infinity]),
        () => random.normal(),
        () => Array.from({ length: random.integer(6) }, () => (depth > 0 ? anything(depth - 1) : 1)),
        (): unknown =>
          JSON.parse(
            `{"__proto__": ${JSON.stringify(depth > 0 ? anything(depth - 1) : 1)}, "length": 4, "start_ms": 1}`,
          ),
        () => Array.from({ length: samples }, () => random.normal()),
      ])();
    const maybe = (usual: unknown): unknown => (random.next() < 0.8 ? usual : anything(2));
    let taken = 0;
    for (let i = 0; i < 3000; i++) {
      const traces = Array.from({ length: random.integer(4) }, () =>
        maybe(Array.from({ length: samples }, () => (random.next() < 0.97 ? random.normal() : anything(1)))),
      );
      const asked = maybe({
        traces: maybe(traces),
        metadata: maybe({ start_ms: maybe(12) }),
        include_embeddings: maybe(undefined),
      });
      try {
        const { windows, startMs } = readScoreRequest(timed, asked);
        expect(windows.data.every(Number.isFinite) && startMs.every(Number.isFinite)).toBe(true);
        expect([windows.columns, startMs.length]).toEqual([samples, windows.rows]);
        taken++;
      } catch (error) {
        expect((error as InputError).code).toMatch(/^request-/);
      }
    }
    expect(taken).toBeGreaterThan(500);
    expect(({} as Record<string, unknown>)["start_ms"]).toBeUndefined();
  });
});

describe("readBinaryRequest", () => {
  const values = Float32Array.of(1, 2, 3, 4, -5, 6.5, 1e-40, 8);
  const bytes = new Uint8Array(values.buffer);

  it("takes little-endian float32, trace after trace, wherever it lies in its buffer", () => {
    const shifted = new Uint8Array(1 + bytes.length);
    shifted.set(bytes, 1);
    for (const body of [bytes, shifted.subarray(1)]) {
      const { windows, startMs } = readBinaryRequest(timed, body, 8);
      expect(windows).toMatchObject({ rows: 2, columns: samples });
      expect([...windows.data]).toEqual([...values]);
      expect([...startMs]).toEqual([8, 8]);
    }
    const view = new DataView(new ArrayBuffer(16));
    [1, -2, 0.5, 1e10].forEach((value, i) => {
      view.setFloat32(4 * i, value, true);
    });
    expect([...readBinaryRequest(timeless, new Uint8Array(view.buffer), undefined).windows.data]).toEqual([
      1, -2, 0.5, 1e10,
    ]);
  });

  it.each<[string, Uint8Array<ArrayBuffer>, number | undefined, string]>([
    [
      "request-body-length",
      bytes.slice(1),
      0,
      "a body of 31 bytes is no whole number of traces of 4 float32 values (16 bytes)",
    ],
    ["request-empty", bytes.slice(32), 0, "there is no trace to score"],
    ["request-too-many-traces", new Uint8Array(64), 0, "4 traces in one request, at most 3 are taken"],
    [
      "request-start-missing",
      bytes,
      undefined,
      "this model needs start_ms: where the first sample of each trace lies, in ms",
    ],
    ["request-start-invalid", bytes, NaN, "start_ms: a finite number is expected, it is NaN"],
    [
      "request-value-invalid",
      new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, NaN, 7, 8).buffer),
      0,
      "trace 1, sample 1: the value is NaN; a finite number that float32 can hold is expected",
    ],
  ])("refuses, %s", (code, body, start, message) => {
    expect(refusal(() => readBinaryRequest(timed, body, start, 3))).toMatchObject({ code, message });
  });
});
