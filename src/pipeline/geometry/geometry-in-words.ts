import type { HorizontalUnit } from "../segy/contract.ts";
import type { SurveyGeometry } from "./diagnose-geometry.ts";
import type { LineVector, TraceSorting } from "./contract.ts";
import { count, decimal, lengthIn, plural } from "./words.ts";

/** One thing about a geometry: what it is called, and what it is. */
export interface GeometryFact {
  readonly name: string;
  readonly words: string;
}

const sortings: Readonly<Record<TraceSorting["name"], string>> = {
  inline: "inline by inline",
  crossline: "crossline by crossline",
  line: "along the line",
  "common-midpoint": "common-midpoint gathers",
  "common-offset": "common-offset gathers",
  "common-shot": "common-shot gathers",
  "common-receiver": "common-receiver gathers",
  unsorted: "unsorted",
};

const keyNames = {
  inline: "inline",
  crossline: "crossline",
  offset: "offset",
  cdp: "CDP",
  shot: "shot",
  receiver: "receiver",
  trace: "trace",
} as const;

function sortingInWords({ name, keys, breaks }: TraceSorting): string {
  const byKeys = keys
    .map(({ key, descending }) => `${keyNames[key]} ${descending ? "falling" : "rising"}`)
    .join(", then ");
  if (name === "unsorted") return "in no order";
  return `${sortings[name]}${keys.length > 1 || name === "line" ? `: ${byKeys}` : ""}${breaks > 0 ? `; ${count(breaks)} out of order` : ""}`;
}

function shapeInWords({ kind, inlines, crosslines }: SurveyGeometry): string {
  if (kind === "unknown") return "no traces";
  if (kind === "2d") return "2-D line, no line numbers";
  const gathers = kind === "prestack" ? ", pre-stack" : "";
  if (inlines.count === 1) return `inline ${inlines.min}, ${plural(crosslines.count, "crossline")}${gathers}`;
  if (crosslines.count === 1)
    return `crossline ${crosslines.min}, ${plural(inlines.count, "inline")}${gathers}`;
  return `3-D, ${count(inlines.count)} × ${count(crosslines.count)} lines${gathers}`;
}

function numbersInWords(
  { min, max, count: lines }: SurveyGeometry["inlines"],
  { step, regular }: { readonly step: number; readonly regular: boolean },
): string {
  if (lines <= 1) return String(min);
  return `${min} to ${max} by ${step}${regular ? "" : `, ${count((max - min) / step + 1 - lines)} of the numbers not there`}`;
}

const vectorInWords = ({ length, azimuth }: LineVector, unit: HorizontalUnit | undefined): string =>
  `${lengthIn(length, unit)} at azimuth ${decimal(decimal(azimuth, 1) === "360.0" ? 0 : azimuth, 1)}°`;

/** A geometry in plain words, for a person. Lengths are in the unit of the coordinates. */
export function geometryInWords(geometry: SurveyGeometry, unit?: HorizontalUnit): GeometryFact[] {
  const { bins, holes, sorting, fit } = geometry;
  const hasNumbers = geometry.kind === "3d" || geometry.kind === "prestack";
  const facts: GeometryFact[] = [{ name: "shape", words: shapeInWords(geometry) }];
  const tell = (name: string, words: string): void => void facts.push({ name, words });
  if (sorting) tell("traces go", sortingInWords(sorting));
  if (hasNumbers) {
    tell("inlines", numbersInWords(geometry.inlines, geometry.inlineSteps));
    tell("crosslines", numbersInWords(geometry.crosslines, geometry.crosslineSteps));
  }
  if (bins)
    tell(
      "bins",
      `${count(bins.present)} of ${count(bins.all)} hold traces, ${count(bins.missing)} missing, ${count(bins.duplicated)} with more than one trace`,
    );
  if (holes && holes.count > 0)
    tell(
      "holes",
      `${plural(holes.count, "hole")} of ${plural(holes.bins, "bin")}${holes.largest ? `, the largest ${count(holes.largest.bins)} at inlines ${holes.largest.inlines.join(" to ")}, crosslines ${holes.largest.crosslines.join(" to ")}` : ""}`,
    );
  if (!fit) return facts;
  const { origin, inlineVector, crosslineVector } = fit;
  tell(
    "origin",
    `inline ${origin.inline}, crossline ${origin.crossline} at X ${decimal(origin.x, 1)}, Y ${decimal(origin.y, 1)}`,
  );
  if (inlineVector) tell("next inline", vectorInWords(inlineVector, unit));
  if (crosslineVector) tell("next crossline", vectorInWords(crosslineVector, unit));
  if (fit.angle !== undefined && fit.handedness)
    tell("grid", `${fit.handedness}-handed, lines meet at ${fit.angle.toFixed(2)}°`);
  tell(
    "residuals",
    `RMS ${lengthIn(fit.rms, unit)}, largest ${lengthIn(fit.largest.distance, unit)} at trace ${count(fit.largest.trace)}, over ${plural(fit.traces, "trace")}`,
  );
  return facts;
}
