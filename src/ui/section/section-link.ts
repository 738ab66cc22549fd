import type { SectionLine } from "../../services/section-contract.ts";
import type { ViewBox } from "./view-transform.ts";

/** A window that a link points at. */
export interface LinkedWindow {
  readonly traceIndex: number;
  readonly traces: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** What an address of the section page says. */
export interface SectionLink {
  readonly survey: string;
  readonly line?: SectionLine | undefined;
  readonly view?: ViewBox | undefined;
  readonly window?: LinkedWindow | undefined;
}

/** "12.5", not "12.499999999": links are read by people too. */
const short = (value: number): string => String(Number(value.toFixed(2)));

function numbers(text: string | null, count: number): number[] | undefined {
  const found = text?.split(",").map(Number);
  return found?.length === count && found.every(Number.isFinite) ? found : undefined;
}

/** "survey=demo&line=inline-104&view=0,128,0,300": a line, what of it is seen (traces, samples), a window (trace, traces, from, to). */
export function linkText({ survey, line, view, window }: SectionLink): string {
  const words = new URLSearchParams({ survey });
  if (line) words.set("line", `${line.axis}-${line.number}`);
  if (view) words.set("view", [view.x0, view.x1, view.y0, view.y1].map(short).join(","));
  if (window)
    words.set(
      "window",
      [window.traceIndex, window.traces, window.startMs, window.endMs].map(short).join(","),
    );
  return words.toString().replaceAll("%2C", ",");
}

/** Undefined where the address names no survey; what cannot be read of it is left out. */
export function readLink(search: string): SectionLink | undefined {
  const words = new URLSearchParams(search);
  const survey = words.get("survey");
  if (survey === null || survey === "") return undefined;
  const named = /^(inline|crossline)-(-?\d+)$/.exec(words.get("line") ?? "");
  const [x0, x1, y0, y1] = numbers(words.get("view"), 4) ?? [];
  const [traceIndex, traces, startMs, endMs] = numbers(words.get("window"), 4) ?? [];
  return {
    survey,
    line: named ? { axis: named[1] as SectionLine["axis"], number: Number(named[2]) } : undefined,
    view: x0! < x1! && y0! < y1! ? { x0: x0!, x1: x1!, y0: y0!, y1: y1! } : undefined,
    window:
      traceIndex !== undefined && startMs! < endMs!
        ? { traceIndex, traces: Math.max(1, traces!), startMs: startMs!, endMs: endMs! }
        : undefined,
  };
}
