import { describe, expect, it } from "vitest";
import { judgeGates, judgeReturn, type GateEvidence } from "./gates.ts";
import type { GateResult } from "./registry-event.ts";
import { randomSplit, run, runWith, survey } from "./run.fixture.ts";

const good: GateEvidence = {
  run: run("good"),
  surveys: [survey("a"), survey("b")],
  golden: { reproduced: 5 },
  note: "looked at on the section",
};
const resultOf = (gate: GateResult["gate"], changes: Partial<GateEvidence>): GateResult =>
  judgeGates("Production", { ...good, ...changes }).find((result) => result.gate === gate)!;

describe("gates", () => {
  it("stand before Staging and Production alone", () => {
    expect(judgeGates("None", good)).toEqual([]);
    expect(judgeGates("Archived", good)).toEqual([]);
    const names = (to: "Staging" | "Production"): string[] => judgeGates(to, good).map(({ gate }) => gate);
    expect(names("Staging")).toEqual(["spatial-score", "baselines", "quality", "golden-windows"]);
    expect(names("Production")).toEqual([...names("Staging"), "owner-note"]);
  });

  it("all let a good version pass, and say by which numbers", () => {
    expect(judgeGates("Production", good)).toEqual([
      {
        gate: "spatial-score",
        passed: true,
        message: "Tested on 1 line held out (b), 1000 windows: macro-F1 0.750.",
      },
      {
        gate: "baselines",
        passed: true,
        message:
          'Macro-F1 0.750 is above always "salt" (0.410) and above boosting on window time alone (0.500) by more than 0.01.',
      },
      {
        gate: "quality",
        passed: true,
        message:
          "2000 traces of 2 surveys: in none are more than 5.0 % of the traces dead or more than 1.0 % with NaN or infinity.",
      },
      {
        gate: "golden-windows",
        passed: true,
        message:
          "5 golden windows scored anew, each with the probabilities that it had where the model was trained.",
      },
      { gate: "owner-note", passed: true, message: "The owner's note is there." },
    ]);
  });

  const { majority, timeOnly } = good.run.evaluation.baselines;
  const failing: readonly [string, GateResult["gate"], Partial<GateEvidence>, string][] = [
    [
      "a random split",
      "spatial-score",
      { run: runWith({ inflated: true }, { split: randomSplit }) },
      "neighbours of training windows (random split), so macro-F1 0.750 is inflated",
    ],
    ["a mark of inflation alone", "spatial-score", { run: runWith({ inflated: true }) }, "inflated"],
    ["nothing tested", "spatial-score", { run: runWith({ examples: 0 }) }, "0 windows on 1 line"],
    ["a score that is none", "spatial-score", { run: runWith({ macroF1: NaN }) }, "macro-F1 NaN"],
    [
      "the majority as good",
      "baselines",
      { run: runWith({ baselines: { timeOnly, majority: { ...majority, macroF1: 0.745 } } }) },
      'not above always "salt" (0.745) and above boosting',
    ],
    [
      "time alone better",
      "baselines",
      { run: runWith({ baselines: { majority, timeOnly: { ...timeOnly, macroF1: 0.8 } } }) },
      'above always "salt" (0.410) and not above boosting on window time alone (0.800)',
    ],
    ["no score to hold against them", "baselines", { run: runWith({ macroF1: NaN }) }, "not above"],
    [
      "too many dead traces",
      "quality",
      { surveys: [survey("a", { deadTraces: 51 }), survey("b")] },
      "a.sgy: 51 of 1000 traces (5.1 %) are dead, at most 5.0 % may.",
    ],
    [
      "too many NaN",
      "quality",
      { surveys: [survey("a"), survey("b", { tracesWithNonFinite: 11 })] },
      "b.sgy: 11 of 1000 traces (1.1 %) hold NaN or infinity, at most 1.0 % may.",
    ],
    [
      "a file that is not here",
      "quality",
      { surveys: [survey("a")] },
      `b.sgy (SHA-256 ${"b".repeat(12)}…) is not in this workspace, so its quality is not known.`,
    ],
    ["no file at all", "quality", { run: runWith({}, { files: [] }) }, "names no file"],
    [
      "another answer",
      "golden-windows",
      { golden: { fault: "the model does not reproduce golden window 1 of 5" } },
      "does not reproduce golden window 1 of 5",
    ],
    ["no golden window", "golden-windows", { golden: { reproduced: 0 } }, "0 golden windows"],
    ["no note", "owner-note", { note: " \n" }, "no note"],
  ];
  it.each(failing)("refuse %s", (_, gate, changes, words) => {
    const result = resultOf(gate, changes);
    expect(result.passed).toBe(false);
    expect(result.message).toContain(words);
  });

  it("hold to their bounds exactly", () => {
    const atBound = [survey("a", { deadTraces: 50, tracesWithNonFinite: 10 }), survey("b")];
    expect(resultOf("quality", { surveys: atBound }).passed).toBe(true);
    const gain = (macroF1: number): boolean => resultOf("baselines", { run: runWith({ macroF1 }) }).passed;
    expect([gain(0.5), gain(0.509), gain(0.512)]).toEqual([false, false, true]);
  });

  it("find a survey by the hash of any of its files, and judge it once", () => {
    const joined = {
      ...survey("a", { traces: 1500 }),
      name: "joined",
      sha256: "d".repeat(64),
      parts: (["a", "b"] as const).map((name) => ({ ...survey(name), traces: 750 })),
    };
    expect(resultOf("quality", { surveys: [joined] })).toMatchObject({
      passed: true,
      message: expect.stringContaining("1500 traces of 1 survey:") as string,
    });
  });

  it("ask of a rollback only that the version answers as it did", () => {
    expect(judgeReturn({ reproduced: 5 })).toMatchObject([{ gate: "golden-windows", passed: true }]);
    expect(judgeReturn({ fault: "gone" })).toMatchObject([{ gate: "golden-windows", passed: false }]);
  });
});
