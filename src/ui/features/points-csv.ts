import type {
  FeaturePoints,
  PointColumn,
  WindowRows,
  WindowsInside,
} from "../../services/points-contract.ts";
import { csvInPieces } from "../plots/csv-in-pieces.ts";
import { columnOfPoints, columnTitle } from "./point-columns.ts";
import type { PointColours } from "./point-colours.ts";

type Named = WindowRows & Pick<FeaturePoints, "lines" | "classes" | "verticalUnit">;

const keyNames = ({ verticalUnit }: Named): string[] => [
  "survey",
  "inline",
  "crossline",
  "trace_index",
  "start_sample",
  `start (${verticalUnit})`,
  "class",
];

const keysOf = (windows: Named, row: number): (string | number)[] => [
  windows.lines[windows.line[row]!]!.survey,
  windows.inline[row]!,
  windows.crossline[row]!,
  windows.traceIndex[row]!,
  windows.startSample[row]!,
  windows.startMs[row]!,
  windows.classes[windows.label[row]!] ?? "",
];

/** The drawn windows with their keys and what their colours mean. */
export function pointsCsv(
  points: FeaturePoints,
  x: PointColumn,
  y: PointColumn,
  { group, groups }: PointColours,
  hidden: Uint8Array | undefined,
): Promise<string> {
  const [px, py] = [columnOfPoints(points, x), columnOfPoints(points, y)];
  return csvInPieces(
    [...keyNames(points), "colour", columnTitle(points, x), columnTitle(points, y)],
    points.rows,
    (row) =>
      hidden?.[row] === 1
        ? undefined
        : [...keysOf(points, row), groups[group[row]!]!.name, px?.(row) ?? "", py?.(row) ?? ""],
  );
}

/** The windows that a lasso handed out. */
export const selectedCsv = (inside: WindowsInside): Promise<string> =>
  csvInPieces(keyNames(inside), inside.rows, (row) => keysOf(inside, row));
