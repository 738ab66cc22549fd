import type { FeaturePoints, PointColumn } from "../../services/points-contract.ts";
import { percent } from "../shared/words.ts";
import { words } from "./histogram-plot.ts";

/** PC 1, dominant frequency. */
export const columnWords = (column: PointColumn): string =>
  column.startsWith("pc") ? `PC ${column.slice(2)}` : words(column);

/** As on an axis: with its unit, or with the share of the variance that it explains. */
export function columnTitle(points: FeaturePoints, column: PointColumn): string {
  if (column.startsWith("pc")) {
    const share = points.components.explainedVarianceRatio[Number(column.slice(2)) - 1];
    return `${columnWords(column)}${share === undefined ? "" : ` (${percent(share)} of the variance)`}`;
  }
  const unit = points.columns.find(({ name }) => name === column)?.unit;
  return `${columnWords(column)}${unit === undefined ? "" : ` (${unit})`}`;
}

/** The number of a column in each drawn window. @returns undefined where there is no such column */
export function columnOfPoints(
  { columns, values }: FeaturePoints,
  column: PointColumn,
): ((row: number) => number) | undefined {
  const at = columns.findIndex(({ name }) => name === column);
  return at < 0 ? undefined : (row) => values[row * columns.length + at]!;
}
