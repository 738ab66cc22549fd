import { insideOf } from "../numerics/polygon.ts";
import { seededRandom } from "../numerics/random.ts";
import { InputError } from "../pipeline/errors.ts";
import type { Embedding } from "../pipeline/features/contract.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";
import { unitOfFeature } from "./feature-units.ts";
import { LinesOfWindows } from "./lines-of-windows.ts";
import { meansWindow } from "./means-window.ts";
import type { FeatureSummary, LassoRequest, SelectedRequest, WindowsInside } from "./points-contract.ts";
import { isFiniteRow, type LabelledPart } from "./tables-labelled-parts.ts";
import { columnReader, type WindowSource } from "./tables-points.ts";
import { WindowReservoir } from "./window-reservoir.ts";

/** Which rows of a part are chosen, whatever their numbers are worth. */
type Choice = (part: LabelledPart) => (row: number) => boolean;

/**
 * Windows whose two numbers lie inside a line that a person drew, over the whole table.
 * @param embedding that the plots' components are of
 * @throws InputError `lasso-out-of-range`, `column-unknown`; the signal's reason
 */
export async function windowsInside(
  source: WindowSource,
  embedding: Embedding | undefined,
  request: LassoRequest,
  signal?: AbortSignal,
): Promise<WindowsInside> {
  const { without, cornersX, cornersY } = request;
  if (cornersX.length < 3 || cornersX.length !== cornersY.length)
    throw new InputError("lasso-out-of-range", `a lasso of ${cornersX.length} corners encloses nothing`);
  const isInside = insideOf({ x: cornersX, y: cornersY });
  const [readX, readY] = [columnReader(request.x, embedding), columnReader(request.y, embedding)];
  const hidden = new Set(without);
  const choice: Choice = (part) => {
    const [x, y] = [readX(part), readY(part)];
    return (row) => !hidden.has(part.labels[row]!) && isInside(x(row), y(row));
  };
  return countChosen(source, choice, request, signal);
}

/**
 * Windows that a selection means, wherever it was made, over the whole table.
 * @throws InputError `lasso-out-of-range`; the signal's reason
 */
export async function windowsSelected(
  source: WindowSource,
  request: SelectedRequest,
  signal?: AbortSignal,
): Promise<WindowsInside> {
  const choice: Choice = ({ table }) => {
    const own = request.parts
      .filter(({ survey }) => survey === table.survey)
      .map((part) => meansWindow(part, source.lengthMs));
    return (row) => own.some((isMeant) => isMeant(table.traceIndex[row]!, table.startMs[row]!));
  };
  return countChosen(source, choice, request, signal);
}

/** Windows without numbers are never chosen: they are drawn nowhere. */
async function countChosen(
  source: WindowSource,
  choice: Choice,
  { most, seed }: { readonly most: number; readonly seed: number },
  signal: AbortSignal | undefined,
): Promise<WindowsInside> {
  if (!Number.isInteger(most) || most < 1 || most > 200_000)
    throw new InputError("lasso-out-of-range", `${most} windows: a lasso hands out 1 to 200,000`);
  const kept = new WindowReservoir(Math.min(most, source.windows), seededRandom(seed, "lasso"));
  const lines = new LinesOfWindows(source.surveys);
  const groups = source.classes.length + 1;
  const [insideByClass, allByClass] = [new Float64Array(groups), new Float64Array(groups)];
  const insideByLine: number[] = [];
  const allByLine: number[] = [];
  for await (const part of source.parts()) {
    signal?.throwIfAborted();
    const { table, labels } = part;
    const isChosen = choice(part);
    for (let row = 0; row < table.rows; row++) {
      const label = labels[row]!;
      const line = lines.lineOf(table, row);
      const group = label < 0 ? groups - 1 : label;
      allByClass[group]!++;
      allByLine[line] = (allByLine[line] ?? 0) + 1;
      insideByLine[line] ??= 0;
      if (!isFiniteRow(table, row) || !isChosen(row)) continue;
      insideByClass[group]!++;
      insideByLine[line]++;
      kept.offer(table, row, line, label);
    }
  }
  const { windows, features } = kept.finish();
  return {
    ...windows,
    inside: kept.offered,
    lines: lines.lines,
    classes: source.classes,
    lengthMs: source.lengthMs,
    verticalUnit: source.verticalUnit,
    insideByClass,
    allByClass,
    insideByLine: Float64Array.from(insideByLine),
    allByLine: Float64Array.from(allByLine),
    summaries: summariesOf(features, source),
  };
}

/** Quantiles by linear interpolation between order statistics, as NumPy's. */
function summariesOf({ rows, columns, data }: Float32Matrix, source: WindowSource): FeatureSummary[] {
  if (rows === 0) return [];
  return featureNames.map((feature, column) => {
    const sorted = Float32Array.from({ length: rows }, (_, row) => data[row * columns + column]!).sort();
    const at = (share: number): number => {
      const place = share * (rows - 1);
      const low = Math.floor(place);
      const from = sorted[low]!;
      return from + (place - low) * ((sorted[low + 1] ?? from) - from);
    };
    return {
      feature,
      unit: unitOfFeature(feature, source.verticalUnit),
      low: at(0.1),
      median: at(0.5),
      high: at(0.9),
    };
  });
}
