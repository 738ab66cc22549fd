import { InputError } from "../errors.ts";
import { filesOfSurvey } from "../files-of-survey.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { RunRecord } from "./contract.ts";
import type { GateResult, Stage } from "./registry-event.ts";

/** Whether the golden windows came out as they did where the model was trained: how many, or why not. */
export type GoldenCheck = { readonly reproduced: number } | { readonly fault: string };

/** All that the gates look at. */
export interface GateEvidence {
  readonly run: RunRecord;
  /** Of the workspace. */
  readonly surveys: readonly SurveyRecord[];
  readonly golden: GoldenCheck;
  /** The owner's words, as they came. */
  readonly note: string;
}

/** A model must be above a baseline by more than what a change of seed would do. */
export const leastGain = 0.01;
/** Largest shares of a survey's traces that may be dead, and that may hold NaN or infinity. */
export const mostDead = 0.05;
export const mostNonFinite = 0.01;

type Verdict = Omit<GateResult, "gate">;
interface Gate {
  readonly gate: GateResult["gate"];
  /** What it decides about. */
  readonly stages: readonly Stage[];
  readonly judge: (evidence: GateEvidence) => Verdict;
  /** What to do where it fails. */
  readonly advice: string;
}

const score = (value: number): string => value.toFixed(3);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function spatialScore({ run }: GateEvidence): Verdict {
  const { evaluation, lineage } = run;
  const { split } = lineage;
  if (split.kind === "random" || evaluation.inflated)
    return {
      passed: false,
      message: `There is no spatial score: the ${counted(evaluation.examples, "tested window")} are neighbours of training windows (random split), so macro-F1 ${score(evaluation.macroF1)} is inflated.`,
    };
  const tested = counted(split.test.length, "line");
  const passed = split.test.length > 0 && evaluation.examples > 0 && Number.isFinite(evaluation.macroF1);
  return {
    passed,
    message: passed
      ? `Tested on ${tested} held out (${split.test.join(", ")}), ${counted(evaluation.examples, "window")}: macro-F1 ${score(evaluation.macroF1)}.`
      : `There is no spatial score: ${counted(evaluation.examples, "window")} on ${tested} were tested, macro-F1 ${score(evaluation.macroF1)}.`,
  };
}

function aboveBaselines({ run }: GateEvidence): Verdict {
  const { macroF1, baselines } = run.evaluation;
  const above = (name: string, chance: number): { readonly passed: boolean; readonly text: string } => {
    // Not `gain <= leastGain`: NaN must not pass.
    const passed = macroF1 - chance > leastGain;
    return { passed, text: `${passed ? "above" : "not above"} ${name} (${score(chance)})` };
  };
  const majority = above(`always "${baselines.majority.className}"`, baselines.majority.macroF1);
  const timeOnly = above(`${run.family} on window time alone`, baselines.timeOnly.macroF1);
  return {
    passed: majority.passed && timeOnly.passed,
    message: `Macro-F1 ${score(macroF1)} is ${majority.text} and ${timeOnly.text} by more than ${leastGain}.`,
  };
}

function dataQuality({ run, surveys }: GateEvidence): Verdict {
  const complaints: string[] = [];
  let traces = 0;
  const judged = new Set<SurveyRecord>();
  for (const { fileName, sha256 } of run.lineage.files) {
    const survey = surveys.find((known) => filesOfSurvey(known).some((file) => file.sha256 === sha256));
    if (!survey) {
      complaints.push(
        `${fileName} (SHA-256 ${sha256.slice(0, 12)}…) is not in this workspace, so its quality is not known`,
      );
      continue;
    }
    if (judged.has(survey)) continue;
    judged.add(survey);
    const { quality } = survey;
    traces += quality.traces;
    const share = (count: number): number => (quality.traces > 0 ? count / quality.traces : 1);
    const check = (what: string, count: number, most: number): void => {
      if (share(count) > most)
        complaints.push(
          `${survey.fileName}: ${count} of ${counted(quality.traces, "trace")} (${percent(share(count))}) ${what}, at most ${percent(most)} may`,
        );
    };
    check("are dead", quality.deadTraces, mostDead);
    check("hold NaN or infinity", quality.tracesWithNonFinite, mostNonFinite);
  }
  if (judged.size === 0 && complaints.length === 0)
    complaints.push("the run names no file that it was made from");
  return {
    passed: complaints.length === 0,
    message:
      complaints.length > 0
        ? `${complaints.join("; ")}.`
        : `${counted(traces, "trace")} of ${counted(judged.size, "survey")}: in none are more than ${percent(mostDead)} of the traces dead or more than ${percent(mostNonFinite)} with NaN or infinity.`,
  };
}

const goldenWindows = ({ golden }: Pick<GateEvidence, "golden">): Verdict =>
  "fault" in golden
    ? { passed: false, message: `The golden windows were not reproduced: ${golden.fault}.` }
    : {
        passed: golden.reproduced > 0,
        message: `${counted(golden.reproduced, "golden window")} scored anew, each with the probabilities that it had where the model was trained.`,
      };

const ownerNote = ({ note }: GateEvidence): Verdict =>
  note.trim() === ""
    ? { passed: false, message: "There is no note of the owner that says why." }
    : { passed: true, message: "The owner's note is there." };

const gates: readonly Gate[] = [
  {
    gate: "spatial-score",
    stages: ["Staging", "Production"],
    judge: spatialScore,
    advice: "Train with a split by lines (--train, --test).",
  },
  {
    gate: "baselines",
    stages: ["Staging", "Production"],
    judge: aboveBaselines,
    advice: "Train on more lines, other windows or features until the samples add something to depth.",
  },
  {
    gate: "quality",
    stages: ["Staging", "Production"],
    judge: dataQuality,
    advice: "Ingest the files that are not here, or train without the damaged ones.",
  },
  {
    gate: "golden-windows",
    stages: ["Staging", "Production"],
    judge: goldenWindows,
    advice: "Restore the run's artefacts from a copy, or train it again.",
  },
  {
    gate: "owner-note",
    stages: ["Production"],
    judge: ownerNote,
    advice: "Say why (--note).",
  },
];

/** What stands between a version and a stage; nothing stands before None and Archived. */
export const judgeGates = (to: Stage, evidence: GateEvidence): GateResult[] =>
  gates.filter(({ stages }) => stages.includes(to)).map(({ gate, judge }) => ({ gate, ...judge(evidence) }));

/** A rollback is for when things are on fire: only that the version still answers as it did. */
export const judgeReturn = (golden: GoldenCheck): GateResult[] => [
  { gate: "golden-windows", ...goldenWindows({ golden }) },
];

/** One refusal that names every gate that failed and what to do about each. */
export function gateRefused(what: string, results: readonly GateResult[], overridable: boolean): InputError {
  const failed = results.filter(({ passed }) => !passed);
  const told = failed.map(({ gate, message }) => `${gate}: ${message.replace(/\.$/, "")}`).join("; ");
  const advice = failed.map(({ gate }) => gates.find((known) => known.gate === gate)!.advice);
  return new InputError(
    "gate-refused",
    `${what} is refused by ${failed.length} of ${counted(results.length, "gate")}: ${told}`,
    {
      advice: [
        ...advice,
        ...(overridable ? ["Or override with a reason, which stays in the history."] : []),
      ].join(" "),
    },
  );
}
