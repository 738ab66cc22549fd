import type { EvidenceCandidate, SegyWarning } from "./contract.ts";
import { neighbourDistance } from "./coordinate-candidates.ts";
import { inPercent, roundShare } from "./header-numbers.ts";
import type { HeaderSample } from "./header-sample.ts";
import { plausibleSpacing } from "./plausible-spacing.ts";
import type { SegyWarningCode } from "./segy-faults.ts";

/** What headers say is worth this much, beside the distances that it gives. */
const ofHeader = 0.3;
const usualScalars = [-1000, -100, -10, 1, 10, 100];
/** Coordinate units of the standard: 1 is length; from 2 on coordinates are angles. */
const firstAngle = 2;
const coordinateUnitsByte = 89;

/** 0 is taken as 1, as the standard's readers do. */
const factorOf = (scalar: number): number => (scalar === 0 ? 1 : scalar);

function shares(values: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].map(([value, count]) => [value, count / values.length]));
}

/** Median distance of neighbours in the file's raw numbers; undefined where coordinates are angles, or the same everywhere. */
function rawDistance(sample: HeaderSample, x: Int32Array, y: Int32Array): number | undefined {
  if (sample.half(coordinateUnitsByte).some((units) => units >= firstAngle && units <= 4)) return undefined;
  const distance = neighbourDistance(sample, x, y, 1);
  return distance === 0 ? undefined : distance;
}

/**
 * What the coordinate scalar may be: the values that the headers have, with how many, and the powers of ten that would put
 * neighbouring traces a plausible distance apart. Best first.
 */
export function rankCoordinateScalars(
  sample: HeaderSample,
  { x, y, scalarByte }: { readonly x: Int32Array; readonly y: Int32Array; readonly scalarByte: number },
): readonly EvidenceCandidate<number>[] {
  if (sample.count === 0) return [];
  const said = shares(sample.half(scalarByte));
  const raw = rawDistance(sample, x, y);
  const inHeaders = new Set([...said.keys()].map(factorOf));
  return [...new Set([...said.keys(), ...usualScalars.filter((scalar) => !inHeaders.has(scalar))])]
    .map((value) => {
      const share = said.get(value) ?? 0;
      const distance = raw === undefined ? undefined : neighbourDistance(sample, x, y, factorOf(value));
      const plausible = distance === undefined ? share : plausibleSpacing(distance);
      const because = [
        ...(share > 0 ? [`in ${inPercent(share)} of the headers seen`] : []),
        ...(value === 0 ? ["0 is taken as 1"] : []),
        ...(distance === undefined ? [] : [`puts neighbours ${Number(distance.toPrecision(3))} apart`]),
      ];
      return {
        value,
        score: roundShare((1 - ofHeader) * plausible + ofHeader * share),
        because: because.join("; "),
      };
    })
    .filter(({ score }) => score > ofHeader)
    .sort((a, b) => b.score - a.score);
}

/** A warning where the scalar that is used puts neighbouring traces less than 0.5 or more than 1000 apart and another would not. */
export function suspectScalar(
  scalar: number,
  candidates: readonly EvidenceCandidate<number>[],
  distance: number,
): readonly SegyWarning[] {
  const [best] = candidates;
  if (
    !best ||
    distance === 0 ||
    plausibleSpacing(distance) > 0.5 ||
    factorOf(best.value) === factorOf(scalar)
  )
    return [];
  const code: SegyWarningCode = "coordinate-scalar-suspected";
  return [
    {
      code,
      message: `the coordinate scalar ${scalar} puts neighbouring traces ${Number(distance.toPrecision(3))} apart; ${best.value} would be plausible`,
    },
  ];
}
