import { axisTitles } from "../quantities/units.ts";
import { InputError } from "../pipeline/errors.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";
import type { SectionPart } from "./section-contract.ts";
import type { HeldSection } from "./section-held.ts";

/** More numbers than these are no table any more. */
const mostNumbers = 4_000_000;

/** Seven figures: what a sample of single precision holds. */
const figures = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));

/**
 * Displayed amplitudes of what is seen, as CSV: a trace is a column under its inline, crossline, X and Y, a sample a row after its
 * time or depth. What has no number is an empty cell.
 * @param samples `[traces, samples]`
 * @param notes said first, each in a line of its own after "# "
 * @throws InputError `section-too-large`
 */
export function sectionCsv(
  { fixed, inline, crossline, cdpX, cdpY }: HeldSection,
  { rows: traces, columns, data }: Float32Matrix,
  factor: number,
  part: SectionPart,
  notes: readonly string[],
): string {
  const { first, stride, intervalMs, delayMs, verticalUnit } = fixed;
  const from = Math.max(0, Math.floor((part.x0 - first) / stride));
  const end = Math.min(traces, Math.ceil((part.x1 - first) / stride));
  const [top, bottom] = [Math.max(0, Math.floor(part.y0)), Math.min(columns, Math.ceil(part.y1))];
  const wide = Math.max(0, end - from);
  if (wide * (bottom - top) > mostNumbers)
    throw new InputError(
      "section-too-large",
      `${wide} traces of ${bottom - top} samples are too many for a CSV`,
      {
        advice: "Zoom into what you need.",
      },
    );
  const places = Array.from({ length: wide }, (_, i) => from + i);
  const lines = notes.map((note) => `# ${note.replaceAll(/[\r\n]+/g, " ")}`);
  const header = (name: string, valueAt: (column: number) => number): void => {
    lines.push([name, ...places.map((column) => String(valueAt(column)))].join(","));
  };
  header("inline", (column) => inline[column]!);
  header("crossline", (column) => crossline[column]!);
  header("X", (column) => cdpX[column]!);
  header("Y", (column) => cdpY[column]!);
  lines.push([axisTitles[verticalUnit], ...places.map(() => "amplitude")].join(","));
  for (let sample = top; sample < bottom; sample++) {
    const row = places.map((column) => {
      const value = factor * data[column * columns + sample]!;
      return value - value === 0 ? figures(value) : "";
    });
    lines.push([figures(delayMs + sample * intervalMs), ...row].join(","));
  }
  return `${lines.join("\n")}\n`;
}
