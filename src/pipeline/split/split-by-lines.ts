import { InputError } from "../errors.ts";
import { isOnLine, type LineSelection } from "../lines.ts";
import type { ExamplePositions, LineRoles, LineSplit, NearestParallel } from "./contract.ts";
import { binStep, crosses, hasGrid, isSameLine, numberedLine, type Axis } from "./line-axes.ts";

/** Training traces within `[from, to]` on the axis are too near to a test line. */
interface BufferZone {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
}

/**
 * Splits examples by whole lines. A trace of a test line is never trained on, in whichever file it is. Training traces of a
 * line that crosses a test line (or of a whole volume, where every trace is on such a line) are left out into `buffer` when
 * they are at most `bufferTraces` bins from the crossing. A training line beside a test line stays whole; the closest such
 * pair is told as `nearestParallel`.
 * @throws InputError `train-equals-test`, `split-without-training`, `split-without-test`
 */
export function splitByLines(positions: ExamplePositions, roles: LineRoles, bufferTraces: number): LineSplit {
  for (const train of roles.train)
    for (const test of roles.test)
      if (isSameLine(train, test))
        throw trainEqualsTest(`${train.text} and ${test.text} are the same traces`);

  const bySurvey = (lines: readonly LineSelection[]): LineSelection[][] =>
    roles.surveys.map(({ name }) => lines.filter((line) => line.survey.name === name));
  const trainOf = bySurvey(roles.train);
  const testOf = bySurvey(roles.test);
  const { rows, inline, crossline, surveyIndex } = positions;
  const on = (lines: readonly LineSelection[] | undefined, row: number): boolean =>
    (lines ?? []).some((line) => isOnLine(line, inline[row]!, crossline[row]!));

  const test: number[] = [];
  const isTested = new TracePositions();
  for (let row = 0; row < rows; row++) {
    const lines = testOf[surveyIndex[row]!];
    if (!on(lines, row)) continue;
    test.push(row);
    if (lines!.some(hasGrid)) isTested.add(inline[row]!, crossline[row]!);
  }

  const zones = new Map(roles.train.map((line) => [line, bufferZones(line, roles.test, bufferTraces)]));
  const train: number[] = [];
  const buffer: number[] = [];
  let tested = 0;
  for (let row = 0; row < rows; row++) {
    const own = (trainOf[surveyIndex[row]!] ?? []).filter((line) =>
      isOnLine(line, inline[row]!, crossline[row]!),
    );
    if (own.length === 0) continue;
    if (on(testOf[surveyIndex[row]!], row)) {
      tested++;
      continue;
    }
    const isNear = own.some(
      (line) =>
        (hasGrid(line) && isTested.has(inline[row]!, crossline[row]!)) ||
        zones.get(line)!.some(({ axis, from, to }) => {
          const at = axis === "inline" ? inline[row]! : crossline[row]!;
          return at >= from && at <= to;
        }),
    );
    (isNear ? buffer : train).push(row);
  }

  const named = (lines: readonly LineSelection[]): string =>
    lines.map(({ text }) => text).join(", ") || "none";
  if (test.length === 0)
    throw new InputError(
      "split-without-test",
      `no labelled example lies on the test lines (${named(roles.test)})`,
      {
        advice: "Choose test lines that have labels.",
      },
    );
  if (train.length === 0) {
    if (tested > 0 && buffer.length === 0)
      throw trainEqualsTest(
        `all traces of ${named(roles.train)} are also on the test lines ${named(roles.test)}`,
      );
    throw new InputError(
      "split-without-training",
      buffer.length > 0
        ? `all ${buffer.length} examples of the training lines (${named(roles.train)}) are on the test lines (${named(roles.test)}) or within ${bufferTraces} traces of them`
        : `no labelled example lies on the training lines (${named(roles.train)})`,
      {
        advice:
          buffer.length > 0
            ? "Make the buffer smaller, or train on lines farther away."
            : "Choose training lines that have labels.",
      },
    );
  }
  return {
    train: Int32Array.from(train),
    validation: new Int32Array(0),
    test: Int32Array.from(test),
    buffer: Int32Array.from(buffer),
    inflated: false,
    nearestParallel: nearestParallel(roles),
  };
}

function trainEqualsTest(message: string): InputError {
  return new InputError("train-equals-test", message, {
    advice: "A score on traces that were trained on says nothing: name other test lines.",
  });
}

function bufferZones(
  train: LineSelection,
  test: readonly LineSelection[],
  bufferTraces: number,
): BufferZone[] {
  return test.flatMap((selection) => {
    const line = numberedLine(selection);
    if (!line || !crosses(train, line.axis)) return [];
    const reach = bufferTraces * binStep(train, line.axis);
    return [{ axis: line.axis, from: line.number - reach, to: line.number + reach }];
  });
}

function nearestParallel({ train, test }: LineRoles): NearestParallel | undefined {
  let nearest: NearestParallel | undefined;
  for (const trainSelection of train)
    for (const testSelection of test) {
      const [a, b] = [numberedLine(trainSelection), numberedLine(testSelection)];
      if (!a || !b || a.axis !== b.axis) continue;
      const distance = Math.abs(a.number - b.number);
      if (!nearest || distance < nearest.distance)
        nearest = { train: trainSelection.text, test: testSelection.text, axis: a.axis, distance };
    }
  return nearest;
}

/** A set of (inline, crossline). */
class TracePositions {
  readonly #crosslinesOf = new Map<number, Set<number>>();

  add(inline: number, crossline: number): void {
    const crosslines = this.#crosslinesOf.get(inline);
    if (crosslines) crosslines.add(crossline);
    else this.#crosslinesOf.set(inline, new Set([crossline]));
  }

  has(inline: number, crossline: number): boolean {
    return this.#crosslinesOf.get(inline)?.has(crossline) ?? false;
  }
}
