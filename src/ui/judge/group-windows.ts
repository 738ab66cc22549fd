import type { VerticalUnit } from "../../quantities/units.ts";
import { isOnLine, resolveLine, type LineSelection } from "../../pipeline/lines.ts";
import type { RunRecord } from "../../pipeline/registry/contract.ts";
import type { SurveyRecord } from "../../pipeline/survey-record.ts";
import type { TestedCell } from "../../services/contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import type { SectionWindow } from "../section/scene-types.ts";

/** Windows of one line, the most confident first. */
export interface LineOfWindows {
  readonly name: string;
  readonly survey: string;
  readonly line: SectionLine | undefined;
  readonly windows: readonly SectionWindow[];
  readonly verticalUnit: VerticalUnit;
}

function testLines(run: RunRecord, surveys: readonly SurveyRecord[]): LineSelection[] {
  const { split } = run.lineage;
  if (split.kind !== "lines") return [];
  return split.test.flatMap((name) => {
    try {
      return [resolveLine(name, surveys)];
    } catch {
      // The line's file has left the workspace; its windows are listed by their survey's name.
      return [];
    }
  });
}

/** The windows of a cell by the line they lie on, as the section draws them; the line with the most first. */
export function groupWindows(
  cell: TestedCell,
  run: RunRecord,
  surveys: readonly SurveyRecord[],
  words: { readonly truth: string; readonly answer: string },
): LineOfWindows[] {
  const lines = testLines(run, surveys);
  const groups = new Map<
    string,
    { survey: string; line: SectionLine | undefined; windows: SectionWindow[] }
  >();
  cell.survey.forEach((survey, row) => {
    const [inline, crossline] = [cell.inline[row]!, cell.crossline[row]!];
    const on = lines.find((line) => line.survey.name === survey && isOnLine(line, inline, crossline));
    const name = on?.text ?? survey;
    const group = groups.get(name) ?? { survey, line: on?.within, windows: [] };
    groups.set(name, group);
    const startMs = cell.startMs[row]!;
    group.windows.push({
      traceIndex: cell.traceIndex[row]!,
      startMs,
      endMs: startMs + cell.lengthMs,
      title: `${words.truth} answered ${words.answer}`,
      details: [
        `${words.answer} ${cell.confidence[row]!.toFixed(2)}`,
        ...(words.truth === words.answer ? [] : [`${words.truth} ${cell.trueProbability[row]!.toFixed(2)}`]),
        `inline ${inline} · crossline ${crossline}`,
      ],
    });
  });
  const verticalUnit: VerticalUnit = run.lineage.featureSet.window.verticalUnit ?? "ms";
  return [...groups]
    .map(([name, group]) => ({ name, verticalUnit, ...group }))
    .sort((a, b) => b.windows.length - a.windows.length || (a.name < b.name ? -1 : 1));
}
