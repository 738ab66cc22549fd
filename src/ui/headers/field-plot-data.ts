import type { Data, Layout } from "plotly.js";
import type { FieldSummary } from "../../services/headers-contract.ts";
import { count } from "../shared/words.ts";

/** Between two blues of the Okabe–Ito set: seen on both grounds. */
const colour = "#2f8fd0";
const wash = "rgba(47,143,208,0.3)";

const nameOf = ({ field: { name, unit } }: FieldSummary): string => (unit ? `${name} (${unit})` : name);

/** A field over the trace number: each trace where they are few, else the range of neighbouring ones. */
export function alongPlot(summary: FieldSummary): {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
} {
  const { tracesPerStep, min, max } = summary.along;
  const x = Array.from(min, (_, step) => step * tracesPerStep);
  const line = (name: string, values: Float64Array, fill: boolean): Data => ({
    type: "scatter",
    mode: "lines",
    name,
    x,
    y: Array.from(values),
    line: { width: 1.2, color: colour },
    ...(fill ? { fill: "tonexty", fillcolor: wash } : {}),
  });
  return {
    data:
      tracesPerStep === 1
        ? [line(summary.field.name, min, false)]
        : [line("least", min, false), line("greatest", max, true)],
    layout: {
      showlegend: false,
      xaxis: {
        title: {
          text: `trace number, from 0${tracesPerStep > 1 ? ` (least and greatest of each ${count(tracesPerStep)})` : ""}`,
        },
        zeroline: false,
      },
      yaxis: { title: { text: nameOf(summary) }, zeroline: false },
    },
  };
}

/** Traces by value. */
export function valuePlot(summary: FieldSummary): {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
} {
  const { from, width, counts } = summary.histogram;
  // A bin of one whole number stands at that number, a wider one over its range.
  const middle = width === 1 && summary.field.kind !== "float64" ? 0 : width / 2;
  return {
    data: [
      {
        type: "bar",
        name: "traces",
        x: Array.from(counts, (_, bin) => from + bin * width + middle),
        y: Array.from(counts),
        width,
        marker: { color: colour },
      },
    ],
    layout: {
      showlegend: false,
      bargap: 0,
      xaxis: { title: { text: nameOf(summary) }, zeroline: false },
      yaxis: { title: { text: "traces" }, rangemode: "tozero" },
    },
  };
}
