import type { Geometry, HorizontalUnit, LineLattice } from "../segy/contract.ts";
import type { CoordinateFit, FindingCode, GeometryDiagnosis, GeometryFinding } from "./contract.ts";
import { isBlankPlace, placeByFit, type LinePositions } from "./fit-coordinates.ts";
import { count, lengthIn, plural } from "./words.ts";

/** Angles between inlines and crosslines that far from a right one are told. */
const obliqueDegrees = 1;
/** Sides of bins of surveys lie within, in metres; coordinates outside have another unit or scalar. */
const usualBin = { least: 1, most: 500 } as const;
/** Eastings and northings of UTM, metres: a northing in place of an easting is none. */
const easting = { least: 100_000, most: 900_000 } as const;
const largestNorthing = 10_000_000;
const feetPerMetre = 1 / 0.3048;

export interface Evidence {
  readonly geometry: Geometry;
  readonly lattice: LineLattice;
  readonly positions: LinePositions;
  readonly diagnosis: Omit<GeometryDiagnosis, "findings" | "outline">;
  /** Only part of the traces was looked at: what is missing may lie in the others. */
  readonly partial: boolean;
  /** Absent: not known. */
  readonly unit?: HorizontalUnit;
}

interface Places {
  readonly blank: number;
  readonly firstBlank: number;
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
}

/** Whether a trace with X and Y of 0 may well be there: its numbers put it within half a bin of that point. */
function mayBeAtZero({ positions, lattice, diagnosis: { fit } }: Evidence): (trace: number) => boolean {
  if (!fit) return () => false;
  const sides = [fit.inlineVector?.length, fit.crosslineVector?.length].filter((side) => side !== undefined);
  const half = Math.min(...sides) / 2;
  return (trace) =>
    Math.hypot(
      ...placeByFit(
        fit,
        lattice.inlines.step,
        lattice.crosslines.step,
        positions.inline[trace]!,
        positions.crossline[trace]!,
      ),
    ) <= half;
}

function placesOf(evidence: Evidence): Places {
  const { count: traces, cdpX, cdpY } = evidence.positions;
  const isAtZero = mayBeAtZero(evidence);
  let [blank, firstBlank] = [0, -1];
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let t = 0; t < traces; t++) {
    const [x, y] = [cdpX[t]!, cdpY[t]!];
    if (isBlankPlace(x, y) && !isAtZero(t)) {
      if (blank++ === 0) firstBlank = t;
      continue;
    }
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  }
  return { blank, firstBlank, minX, maxX, minY, maxY };
}

const finding = (
  code: FindingCode,
  severity: GeometryFinding["severity"],
  message: string,
  advice: string,
  trace?: number,
): GeometryFinding => ({ code, severity, message, advice, ...(trace === undefined ? {} : { trace }) });

function aboutBins({ geometry, lattice, diagnosis, partial }: Evidence): GeometryFinding[] {
  const { bins, holes } = diagnosis;
  const found: GeometryFinding[] = [];
  if (partial || !bins) return found;
  if (bins.missing > 0 && lattice.traces) {
    const inside =
      holes && holes.count > 0 ? `, ${count(holes.bins)} of them in ${plural(holes.count, "hole")}` : "";
    const largest = holes?.largest;
    found.push(
      finding(
        "bins-missing",
        "note",
        `${count(bins.missing)} of ${count(bins.all)} bins hold no trace${inside}${
          largest
            ? `; the largest hole has ${count(largest.bins)}, at inlines ${largest.inlines.join(" to ")} and crosslines ${largest.crosslines.join(" to ")}`
            : ""
        }`,
        "Nothing needs doing: lines are read as far as they go.",
      ),
    );
  }
  if (bins.duplicated > 0 && geometry.kind === "3d")
    found.push(
      finding(
        "bins-duplicated",
        "warning",
        `${plural(bins.duplicated, "bin holds", "bins hold")} more than one trace, up to ${bins.mostTraces}`,
        "Look whether a line is in the file twice, or whether these are gathers with a few offsets.",
      ),
    );
  for (const [name, numbers] of [
    ["inline", lattice.inlines],
    ["crossline", lattice.crosslines],
  ] as const)
    if (lattice.traces && numbers.usualStep > numbers.step)
      found.push(
        finding(
          "numbering-irregular",
          "warning",
          `most ${name} numbers go on by ${numbers.usualStep}, and some lie between, so that the lattice goes by ${numbers.step}`,
          `Look for single wrong ${name} numbers; the map shows them as nearly empty lines.`,
        ),
      );
  return found;
}

function aboutOrder({ geometry, diagnosis: { sorting }, partial, lattice }: Evidence): GeometryFinding[] {
  if (!sorting || partial) return [];
  if (sorting.name === "unsorted" || sorting.breaks > 0)
    return [
      finding(
        "traces-unsorted",
        "note",
        sorting.name === "unsorted"
          ? "traces follow each other in no order of lines or gathers"
          : `${plural(sorting.breaks, "trace does", "traces do")} not follow the order of the others`,
        "Lines are put in order as they are read; reading one takes longer.",
        sorting.firstBreak,
      ),
    ];
  if (sorting.name === "crossline" && geometry.kind === "3d" && lattice.inlines.count > 1)
    return [
      finding(
        "lines-swapped-suspected",
        "note",
        "the file goes crossline by crossline; most files go inline by inline",
        "Right for a file that was sorted so. Where the two numbers were mistaken for each other, exchange their byte positions.",
      ),
    ];
  return [];
}

function aboutFit(fit: CoordinateFit, { unit, diagnosis }: Evidence): GeometryFinding[] {
  const found: GeometryFinding[] = [];
  const { largest, outlying, traces, angle } = fit;
  const share = outlying / traces;
  const far = `trace ${count(largest.trace)} lies ${lengthIn(largest.distance, unit)} from where its numbers put it`;
  const isLine = !fit.inlineVector || !fit.crosslineVector;
  if (share > 0.1)
    found.push(
      isLine
        ? finding(
            "coordinates-outlying",
            "note",
            `the line is not straight: ${far}`,
            "Usual for land lines and crooked lines; distances along it are longer than between its ends.",
            largest.trace,
          )
        : finding(
            "coordinates-contradict-numbers",
            "warning",
            `X and Y do not follow inline and crossline: ${plural(outlying, "trace lies", "traces lie")} more than half a bin off, and ${far}`,
            "Check the byte positions of line numbers and coordinates, and the coordinate scalar.",
            largest.trace,
          ),
    );
  else if (outlying > 0)
    found.push(
      finding(
        "coordinates-outlying",
        "warning",
        `${plural(outlying, "trace lies", "traces lie")} more than half a bin from where line numbers put ${outlying === 1 ? "it" : "them"}: ${far}`,
        "Look at the headers of these traces; the fit was made without those far off.",
        largest.trace,
      ),
    );
  const perMetre = unit === "ft" ? feetPerMetre : 1;
  const sides = [fit.inlineVector?.length, fit.crosslineVector?.length].filter((side) => side !== undefined);
  if (sides.some((side) => side < usualBin.least * perMetre || side > usualBin.most * perMetre))
    found.push(
      finding(
        "bin-size-unusual",
        "warning",
        `lines are ${sides.map((side) => lengthIn(side, unit)).join(" and ")} apart, which surveys seldom are`,
        "Check the coordinate scalar (bytes 71–72) and the unit; angles and arc seconds are no lengths.",
      ),
    );
  if (angle !== undefined && Math.abs(angle - 90) > obliqueDegrees && share <= 0.1)
    found.push(
      finding(
        "grid-oblique",
        "note",
        `inlines and crosslines meet at ${angle.toFixed(1)}°, not at a right angle`,
        diagnosis.bins && diagnosis.bins.duplicated > 0
          ? "Check the byte positions of line numbers and coordinates."
          : "Right for some surveys; else check the byte positions of line numbers and coordinates.",
      ),
    );
  return found;
}

function aboutCoordinates(evidence: Evidence): GeometryFinding[] {
  const { positions, diagnosis } = evidence;
  const places = placesOf(evidence);
  if (positions.count === 0) return [];
  if (places.blank === positions.count)
    return [
      finding(
        "coordinates-none",
        "note",
        "X and Y are 0 in every trace",
        "Maps count in line numbers. If the file has coordinates at other bytes, say where.",
      ),
    ];
  const found: GeometryFinding[] = [];
  if (places.blank > 0)
    found.push(
      finding(
        "coordinates-missing",
        "warning",
        `${plural(places.blank, "trace has", "traces have")} no coordinates (both 0)`,
        "Their places are known by the fit of the others; write them into the headers where they matter.",
        places.firstBlank,
      ),
    );
  if (places.minX === places.maxX && places.minY === places.maxY && positions.count - places.blank > 1)
    found.push(
      finding(
        "coordinates-constant",
        "warning",
        `X and Y are the same in every trace: ${places.minX}, ${places.minY}`,
        "Maps count in line numbers. If the file has coordinates at other bytes, say where.",
      ),
    );
  else if (
    evidence.unit !== "ft" &&
    places.minX > easting.most &&
    places.maxX < largestNorthing &&
    places.minY >= easting.least &&
    places.maxY <= easting.most
  )
    found.push(
      finding(
        "coordinates-swapped-suspected",
        "warning",
        `X looks like a northing (${count(places.minX)} to ${count(places.maxX)}) and Y like an easting`,
        "If they were exchanged, exchange the byte positions of X and Y; else the map is mirrored.",
      ),
    );
  if (diagnosis.fit) found.push(...aboutFit(diagnosis.fit, evidence));
  return found;
}

/** What is odd about a geometry, warnings first. */
export function geometryFindings(evidence: Evidence): GeometryFinding[] {
  const found = [...aboutBins(evidence), ...aboutCoordinates(evidence), ...aboutOrder(evidence)];
  return [
    ...found.filter(({ severity }) => severity === "warning"),
    ...found.filter(({ severity }) => severity === "note"),
  ];
}
