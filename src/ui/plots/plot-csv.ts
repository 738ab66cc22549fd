import type { Data, Layout } from "plotly.js";
import { csvText } from "../../pipeline/csv-text.ts";

type Cell = string | number;

/**
 * What a plot shows, as CSV: one column of x where all its traces share it, else the traces below each other with their names
 * in a column of their own. Headings are the axes' titles, with units as drawn.
 */
export function plotCsv(data: readonly Data[], layout: Partial<Layout>): string {
  const traces = data.map((trace, index) => ({
    name: trace.name ?? `trace ${index + 1}`,
    x: numbersOf(trace, "x"),
    y: numbersOf(trace, "y"),
  }));
  const xTitle = titleOf(layout.xaxis) ?? "x";
  const yTitle = titleOf(layout.yaxis) ?? "y";
  const first = traces[0];
  if (!first) return "";
  const shared = traces.every(
    ({ x }) => x.length === first.x.length && x.every((value, i) => value === first.x[i]),
  );
  const rows: Cell[][] = shared
    ? [
        [xTitle, ...(traces.length === 1 ? [yTitle] : traces.map(({ name }) => `${yTitle}: ${name}`))],
        ...first.x.map((x, i) => [x, ...traces.map(({ y }) => y[i] ?? "")]),
      ]
    : [
        ["trace", xTitle, yTitle],
        ...traces.flatMap(({ name, x, y }) => x.map((value, i) => [name, value, y[i] ?? ""])),
      ];
  return csvText(rows);
}

function numbersOf(trace: Data, key: "x" | "y"): Cell[] {
  const values: unknown = (trace as Readonly<Record<string, unknown>>)[key];
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) return [];
  return Array.from(values as unknown as ArrayLike<Cell | null>, (value) => value ?? "");
}

function titleOf(axis: Layout["xaxis"] | undefined): string | undefined {
  const title: unknown = axis?.title;
  if (typeof title === "string") return title;
  return (title as { readonly text?: string } | undefined)?.text;
}
