import { InputError } from "../pipeline/errors.ts";
import { orientationOf } from "../pipeline/lines.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { SectionAxis, SectionLine, SectionRange } from "./section-contract.ts";
import type { Positions } from "./section-headers.ts";

/** A section is not wider than this; wider lines are thinned until a person zooms in. */
export const mostColumns = 4096;
/** Samples of one section stay below this. */
const mostSectionBytes = 48 << 20;

/** Which traces of a file make a section, left to right. */
export interface SectionTraces {
  readonly axis: SectionAxis;
  readonly line?: SectionLine;
  readonly first: number;
  readonly stride: number;
  readonly lineTraces: number;
  /** Places in the file. */
  readonly traceIndex: Int32Array;
}

function nearestNumber(numbers: Int32Array, wanted: number): number | undefined {
  let best: number | undefined;
  for (const number of numbers)
    if (best === undefined || Math.abs(number - wanted) < Math.abs(best - wanted)) best = number;
  return best;
}

/** Places in the file of all traces of the line, ordered by the number that runs across. */
function tracesOfLine(positions: Positions, line: SectionLine | undefined, axis: SectionAxis): Int32Array {
  const along = line && (line.axis === "inline" ? positions.inline : positions.crossline);
  const traces: number[] = [];
  for (let trace = 0; trace < positions.count; trace++)
    if (!along || along[trace] === line.number) traces.push(trace);
  const across =
    axis === "inline" ? positions.inline : axis === "crossline" ? positions.crossline : undefined;
  if (across) traces.sort((a, b) => across[a]! - across[b]! || a - b);
  return Int32Array.from(traces);
}

/** Every how many traces are kept so that a section stays within its bounds. */
export function strideFor(traces: number, samples: number): number {
  const columns = Math.max(16, Math.min(mostColumns, Math.floor(mostSectionBytes / (4 * samples))));
  return Math.max(1, Math.ceil(traces / columns));
}

/**
 * The traces of a survey's line: the whole file for a line file; for a volume the inline or crossline whose number is
 * nearest to the one asked for, the first inline where none was.
 * @throws InputError `section-empty`
 */
export function sectionTraces(
  survey: SurveyRecord,
  positions: Positions,
  asked?: SectionLine,
  range?: SectionRange,
): SectionTraces {
  const orientation = orientationOf(survey);
  let line: SectionLine | undefined;
  if (orientation === "volume") {
    const axis = asked?.axis ?? "inline";
    const wanted = asked?.number ?? survey.inlines.min;
    const number = nearestNumber(axis === "inline" ? positions.inline : positions.crossline, wanted);
    if (number !== undefined) line = { axis, number };
  }
  const along = line?.axis ?? orientation;
  const axis = along === "inline" ? "crossline" : along === "crossline" ? "inline" : "trace";
  const all = tracesOfLine(positions, line, axis);
  const first = Math.max(0, Math.floor(range?.first ?? 0));
  const end = Math.min(all.length, Math.ceil(range?.end ?? all.length));
  if (end <= first)
    throw new InputError("section-empty", `${survey.fileName} holds no trace there`, {
      place: { file: survey.fileName },
      advice: "Choose another line.",
    });
  const stride = strideFor(end - first, survey.samplesPerTrace);
  const traceIndex = Int32Array.from(
    { length: Math.ceil((end - first) / stride) },
    (_, column) => all[first + column * stride]!,
  );
  return { axis, line, first, stride, lineTraces: all.length, traceIndex };
}
