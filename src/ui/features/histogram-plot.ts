import type { Data, Layout } from "plotly.js";
import { classColour } from "../../pipeline/reports/class-colours.ts";
import type { FeatureHistogram, FeatureHistograms } from "../../services/tables-contract.ts";

export type HistogramScale = "share" | "windows";

/** Grey that is seen on both grounds: windows without a label. */
const unlabelledColour = [128, 136, 144] as const;

/** One stepped outline a class. `hidden` holds indices of classes that are not drawn. */
export function histogramPlot(
  { edges, counts, feature, unit }: FeatureHistogram,
  { classes, rows }: FeatureHistograms,
  scale: HistogramScale,
  hidden: ReadonlySet<number>,
): { readonly data: Data[]; readonly layout: Partial<Layout> } {
  const centres = Array.from({ length: edges.length - 1 }, (_, i) => (edges[i]! + edges[i + 1]!) / 2);
  const data = classes.flatMap((name, index): Data[] => {
    if (hidden.has(index) || rows[index] === 0) return [];
    const [red, green, blue] = name === null ? unlabelledColour : classColour(index);
    const perWindow = scale === "share" ? 100 / rows[index]! : 1;
    return [
      {
        type: "scatter",
        mode: "lines",
        name: name ?? "no label",
        x: centres,
        y: Array.from(counts[index]!, (count) => count * perWindow),
        line: { shape: "hvh", width: 1.5, color: `rgb(${red},${green},${blue})` },
        fill: "tozeroy",
        fillcolor: `rgba(${red},${green},${blue},0.1)`,
        hovertemplate: scale === "share" ? "%{y:.2f} %" : "%{y}",
      },
    ];
  });
  return {
    data,
    layout: {
      showlegend: false,
      xaxis: { title: { text: `${words(feature)} (${unit})` }, zeroline: false },
      yaxis: { title: { text: scale === "share" ? "% of class" : "windows" }, rangemode: "tozero" },
    },
  };
}

export const words = (feature: string): string => feature.replaceAll("_", " ");
