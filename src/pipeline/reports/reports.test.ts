import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { evaluate } from "../evaluation/contract.ts";
import type { RunRecord } from "../registry/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";
import { findingsOf, paintSection, renderReport, type ReportInput } from "./contract.ts";
import { narrate } from "./narrate.ts";
import { axisTicks } from "./section-figure.ts";

const hostile = `<script>alert("x")</script>&'`;
const evaluation = evaluate({
  truth: Int32Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 2),
  predicted: Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 0, 0),
  timeOnlyPredicted: Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0),
  classNames: ["normal", hostile, "boundary"],
  inflated: false,
});
const window = { extent: "window", lengthSamples: 64, stepSamples: 16, intervalMicroseconds: 4000 } as const;
const run: RunRecord = {
  id: "r1",
  family: "boosting",
  parameters: { iterations: 100 },
  backend: "own",
  fitSeconds: 1.25,
  losses: [0.9, 0.5],
  examples: { train: 12345, validation: 0, test: 10, buffer: 77 },
  evaluation,
  lineage: {
    files: [{ fileName: `${hostile}.sgy`, sha256: "abc123", role: "train" }],
    labelSet: { id: "l1", sources: [{ fileName: "l.csv", sha256: "def456" }], rule: "centre-sample" },
    featureSet: { id: "f1", window, every: 2 },
    features: ["mean", "embedding_01", "start_ms"],
    split: { kind: "lines", train: ["inline-1"], test: ["inline-9"], bufferTraces: 40 },
    withoutClasses: [],
    classWeight: "none",
    seed: 42,
    codeVersion: "test",
  },
  classes: ["normal", hostile, "boundary"],
  input: { extent: "window", samples: 64, intervalMs: 4, haloTraces: 0, haloSamples: 0, needsTime: true },
  artefacts: "runs/r1",
  startedAt: "2026-01-01T00:00:00.000Z",
};
const survey: SurveyRecord = {
  name: hostile,
  fileName: `${hostile}.sgy`,
  location: "/x",
  bytes: 1,
  modifiedMs: 0,
  sha256: "abc123",
  revision: 1,
  format: { code: 1, name: "IBM float" },
  traces: 951,
  samplesPerTrace: 462,
  intervalMicroseconds: 4000,
  delayMs: 4,
  verticalUnit: "ms",
  inlineByte: 189,
  crosslineByte: 193,
  geometryKind: "3d",
  inlines: { min: 9, max: 9, count: 1 },
  crosslines: { min: 300, max: 1250, count: 951 },
  quality: { traces: 951, deadTraces: 49, tracesWithNonFinite: 0, rmsMedian: 1 },
  warnings: [{ code: "interval-differs", message: hostile }],
  ingestedAt: "x",
};
const input: ReportInput = {
  surveys: [survey],
  runs: [{ version: 3, run }],
  pictures: [
    {
      title: hostile,
      png: paintSection({ samples: float32Matrix(4, 3) }),
      axis: "crossline",
      firstPosition: 300,
      lastPosition: 1250,
      verticalUnit: "ms",
      firstMs: 4,
      lastMs: 1848,
      classes: [hostile],
    },
  ],
  workspace: hostile,
  madeAt: "2026-01-01T00:00:00.000Z",
  codeVersion: "test",
};

describe("the report", () => {
  it("fetches nothing, runs nothing, and shows hostile names as text", () => {
    const page = renderReport(input);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;");
    expect(page).not.toMatch(/(?:src|href|url\()\s*=?\s*["']?(?:https?:)?\/\//);
    expect([...page.matchAll(/href="([^"]{0,22})/g)].map((match) => match[1])).toEqual([
      "data:image/png;base64,",
    ]);
  });

  it("shows a score beside majority and time only, and the lineage to the hashes", () => {
    const page = renderReport(input);
    for (const text of [
      "0.700",
      "majority 0.250",
      "time only 0.433",
      "abc123",
      "def456",
      "12\u2009345",
      "TWT (ms)",
      "interval-differs",
    ])
      expect(page).toContain(text);
  });

  it("says what to do when there is no model yet", () => {
    expect(renderReport({ ...input, runs: [], pictures: [] })).toContain("No model has been trained yet");
  });

  it("words its findings with their own numbers", () => {
    const findings = findingsOf(input);
    expect(findings.map(({ code }) => code)).toEqual([
      "lines-used",
      "few-tested",
      "buffer-left-out",
      "beside-majority",
      "beside-time-only",
      "class-weak",
      "commonest-confusion",
      "dead-traces",
      "file-warnings",
    ]);
    for (const finding of findings) {
      const numbers =
        Object.values(finding.names)
          .reduce((text, name) => text.replaceAll(name, ""), narrate(finding))
          .replaceAll("F1", "")
          .match(/\d[\d\u2009.]*/g) ?? [];
      const own = Object.values(finding.numbers);
      const gain = (finding.numbers["macroF1"] ?? 0) - (finding.numbers["chanceMacroF1"] ?? 0);
      for (const text of numbers) {
        const value = Number(text.replaceAll("\u2009", "").replace(/\.$/, ""));
        const known = [...own, ...own.map((number) => 100 * number), 100 * gain].some(
          (number) => Math.abs(number - value) <= 0.0501,
        );
        expect({ code: finding.code, text, known }).toEqual({ code: finding.code, text, known: true });
      }
    }
    expect(
      findingsOf({
        ...input,
        runs: [{ version: 1, run: { ...run, evaluation: { ...evaluation, inflated: true } } }],
      })[0],
    ).toMatchObject({ code: "split-inflated", severity: "warning" });
  });
});

describe("a painted section", () => {
  it("has one pixel a sample: grey by amplitude, class colours half over it", () => {
    // Two traces of three samples; the 98th percentile of the sizes is 4.
    const samples = float32Matrix(2, 3, Float32Array.of(0, 4, -4, 2, NaN, -1));
    const { width, height, channels, data } = decode(paintSection({ samples }));
    expect({ width, height, channels }).toEqual({ width: 2, height: 3, channels: 3 });
    const greys = Array.from({ length: 6 }, (_, i) => data[i * 3]!);
    // Row by row: samples 0, 1, 2 of traces 0 and 1.
    expect(greys).toEqual([128, 191, 255, 127, 0, 96]);
    const painted = decode(paintSection({ samples, classes: Int32Array.of(0, -1, 1, -1, -1, -1) }));
    expect([...painted.data.subarray(0, 3)]).toEqual([64, 121, 153]);
    expect([...painted.data.subarray(12, 15)]).toEqual([115, 80, 0]);
    expect([...painted.data.subarray(3, 6)]).toEqual([191, 191, 191]);
  });

  it("puts ticks at round numbers within the axis", () => {
    expect(axisTicks(300, 1250, 9)).toEqual([400, 600, 800, 1000, 1200]);
    expect(axisTicks(4, 1848, 6)).toEqual([500, 1000, 1500]);
    expect(axisTicks(7, 7, 5)).toEqual([7]);
    expect(axisTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
});
