import type { Evaluation } from "../evaluation/contract.ts";
import type { RunRecord } from "../registry/contract.ts";
import type { Finding, ReportInput } from "./contract.ts";

/** Fewer tested examples than this make a score coarse. */
const fewExamples = 500;
/** Training windows of one class below this teach little. */
const weakF1 = 0.5;
/** A gain smaller than this is within what a change of seed would do. */
const smallGain = 0.01;

function scoreFindings({ evaluation }: RunRecord): Finding[] {
  const { timeOnly, majority } = evaluation.baselines;
  const compare = (
    code: string,
    chance: Evaluation["baselines"]["timeOnly"],
    severity: Finding["severity"],
  ): Finding => ({
    code,
    severity,
    numbers: {
      macroF1: evaluation.macroF1,
      chanceMacroF1: chance.macroF1,
      accuracy: evaluation.accuracy,
      chanceAccuracy: chance.accuracy,
    },
    names: {},
  });
  const beats = (chance: number): Finding["severity"] =>
    evaluation.macroF1 > chance + smallGain ? "good" : "warning";
  return [
    compare("beside-majority", majority, beats(majority.macroF1)),
    compare("beside-time-only", timeOnly, beats(timeOnly.macroF1)),
  ];
}

function classFindings({ evaluation }: RunRecord): Finding[] {
  const findings: Finding[] = [];
  for (const { name, f1, precision, recall, support } of evaluation.perClass) {
    if (support === 0)
      findings.push({ code: "class-untested", severity: "warning", numbers: {}, names: { class: name } });
    else if (f1 < weakF1)
      findings.push({
        code: "class-weak",
        severity: "warning",
        numbers: { f1, precision, recall, support },
        names: { class: name },
      });
  }
  let worst = { count: 0, truth: 0, answer: 0 };
  evaluation.confusion.forEach((row, truth) => {
    row.forEach((count, answer) => {
      if (truth !== answer && count > worst.count) worst = { count, truth, answer };
    });
  });
  const [truth, answer] = [evaluation.perClass[worst.truth], evaluation.perClass[worst.answer]];
  if (worst.count > 0 && truth && answer)
    findings.push({
      code: "commonest-confusion",
      severity: "note",
      numbers: { count: worst.count, share: worst.count / truth.support },
      names: { truth: truth.name, answer: answer.name },
    });
  return findings;
}

function splitFindings({ evaluation, examples, lineage }: RunRecord): Finding[] {
  const findings: Finding[] = [];
  if (evaluation.inflated)
    findings.push({ code: "split-inflated", severity: "warning", numbers: {}, names: {} });
  if (lineage.split.kind === "lines") {
    const { train, test } = lineage.split;
    findings.push({
      code: "lines-used",
      severity: "note",
      numbers: { train: train.length, test: test.length },
      names: { train: train.join(", "), test: test.join(", ") },
    });
  }
  if (examples.test < fewExamples)
    findings.push({ code: "few-tested", severity: "warning", numbers: { count: examples.test }, names: {} });
  if (examples.buffer > 0)
    findings.push({
      code: "buffer-left-out",
      severity: "note",
      numbers: {
        count: examples.buffer,
        traces: lineage.split.kind === "lines" ? lineage.split.bufferTraces : 0,
      },
      names: {},
    });
  return findings;
}

/** What there is to say of a workspace, computed; the newest model's findings come first. */
export function findingsOf({ surveys, runs }: Pick<ReportInput, "surveys" | "runs">): Finding[] {
  const newest = runs.at(-1);
  const findings: Finding[] = newest
    ? [...splitFindings(newest.run), ...scoreFindings(newest.run), ...classFindings(newest.run)]
    : [{ code: "no-model", severity: "note", numbers: {}, names: {} }];
  for (const { fileName, quality, warnings } of surveys) {
    const names = { file: fileName };
    if (quality.deadTraces > 0)
      findings.push({
        code: "dead-traces",
        severity: "warning",
        numbers: { count: quality.deadTraces, traces: quality.traces },
        names,
      });
    if (quality.tracesWithNonFinite > 0)
      findings.push({
        code: "non-finite-traces",
        severity: "warning",
        numbers: { count: quality.tracesWithNonFinite, traces: quality.traces },
        names,
      });
    if (warnings.length > 0)
      findings.push({ code: "file-warnings", severity: "note", numbers: { count: warnings.length }, names });
  }
  return findings;
}
