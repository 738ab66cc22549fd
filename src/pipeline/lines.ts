import { InputError } from "./errors.ts";
import type { SurveyRecord } from "./survey-record.ts";

/** How a file lies in the survey: one inline, one crossline, a volume of both, or neither. */
export type LineOrientation = "inline" | "crossline" | "volume" | "other";

export function orientationOf(
  survey: Pick<SurveyRecord, "inlines" | "crosslines" | "geometryKind">,
): LineOrientation {
  if (survey.geometryKind !== "3d") return "other";
  if (survey.inlines.count === 1) return "inline";
  if (survey.crosslines.count === 1) return "crossline";
  return "volume";
}

/** Difference of the numbers of neighbouring lines of one direction. */
export const lineStep = ({ min, max, count }: SurveyRecord["inlines"]): number =>
  count > 1 ? Math.max(1, Math.round((max - min) / (count - 1))) : 1;

/** A set of traces that a person named: a whole file, or one inline or crossline of a volume. */
export interface LineSelection {
  /** As the person wrote it. */
  readonly text: string;
  readonly survey: SurveyRecord;
  /** Absent: all traces of the file. */
  readonly within?: { readonly axis: "inline" | "crossline"; readonly number: number };
}

/**
 * Resolves `inline-128`, `crossline-322` or a file's name (with or without extension).
 * `inline-N` means the file that is inline N, or inline N of a volume; never the single trace where a crossline file passes it.
 * @throws InputError `line-unknown`, `line-ambiguous`
 */
export function resolveLine(text: string, surveys: readonly SurveyRecord[]): LineSelection {
  const byName = surveys.find((survey) => survey.name === text || survey.fileName === text);
  if (byName) return { text, survey: byName };
  const numbered = /^(inline|crossline)-(-?\d+)$/.exec(text);
  const found: LineSelection[] = [];
  if (numbered) {
    const axis = numbered[1] === "inline" ? "inline" : "crossline";
    const number = Number(numbered[2]);
    for (const survey of surveys) {
      const range = axis === "inline" ? survey.inlines : survey.crosslines;
      const orientation = orientationOf(survey);
      if (number < range.min || number > range.max) continue;
      if (orientation === axis) found.push({ text, survey });
      if (orientation === "volume") found.push({ text, survey, within: { axis, number } });
    }
  }
  const [first, second] = found;
  if (first && second)
    throw new InputError(
      "line-ambiguous",
      `${text} is in ${found.map((line) => line.survey.fileName).join(" and in ")}`,
      {
        advice: "Name the file instead of the line.",
      },
    );
  if (first) return first;
  const known = surveys
    .slice(0, 12)
    .map((survey) => survey.name)
    .join(", ");
  throw new InputError("line-unknown", `no line ${text} in this workspace`, {
    advice: known ? `Files here: ${known}${surveys.length > 12 ? ", …" : ""}.` : "Ingest a SEG-Y file first.",
  });
}

/** Whether a trace of the selection's own file lies on the line. */
export function isOnLine(line: LineSelection, inline: number, crossline: number): boolean {
  if (!line.within) return true;
  return (line.within.axis === "inline" ? inline : crossline) === line.within.number;
}
