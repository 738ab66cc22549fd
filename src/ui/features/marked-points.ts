import { meansWindow } from "../../services/means-window.ts";
import type { FeaturePoints } from "../../services/points-contract.ts";
import type { Selection } from "../state/selection.ts";

/** Which of the drawn windows a selection means: 1 for each. */
export function markedPoints(
  points: FeaturePoints,
  selection: Selection | undefined,
): Uint8Array | undefined {
  if (!selection) return undefined;
  const { rows, lengthMs, lines, line, traceIndex, startMs } = points;
  const marked = new Uint8Array(rows);
  for (const part of selection.parts) {
    const isOfSurvey = Uint8Array.from(lines, ({ survey }) => Number(survey === part.survey));
    const isMeant = meansWindow(part, lengthMs);
    for (let row = 0; row < rows; row++)
      if (isOfSurvey[line[row]!] === 1 && isMeant(traceIndex[row]!, startMs[row]!)) marked[row] = 1;
  }
  return marked;
}
