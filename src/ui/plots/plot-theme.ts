import type { Layout } from "plotly.js";
import type { PictureLook } from "./framed-picture.ts";

/** The plain parts of a layout in the colours of the theme that the page shows now; a caller's layout goes over it. */
export function themedLayout(): Partial<Layout> {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    gridcolor: token("--plot-grid"),
    linecolor: token("--line-strong"),
    zerolinecolor: token("--line-strong"),
    tickcolor: token("--line-strong"),
    ticks: "outside",
    ticklen: 4,
    automargin: true,
    tickfont: { color: token("--dim") },
    title: { font: { color: token("--dim"), size: 11.5 }, standoff: 6 },
  } as const;
  return {
    paper_bgcolor: token("--plot-ground"),
    plot_bgcolor: token("--plot-ground"),
    font: { family: token("--font"), size: 11.5, color: token("--ink") },
    hoverlabel: {
      bgcolor: token("--raised"),
      bordercolor: token("--line-strong"),
      font: { family: token("--font"), size: 12, color: token("--ink") },
    },
    margin: { l: 52, r: 12, t: 8, b: 40 },
    legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0, font: { color: token("--dim") } },
    hovermode: "x unified",
    separators: ".\u2009",
    template: { layout: { xaxis: axis, yaxis: axis } },
  };
}

/** Calls back when the page changes its theme, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    observer.disconnect();
  };
}

/** Colours of what a saved picture has around the chart. */
export function pictureLook(): PictureLook {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return { ground: token("--plot-ground"), ink: token("--ink"), dim: token("--dim"), font: token("--font") };
}
