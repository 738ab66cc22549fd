import {
  describeGeometry,
  layLattice,
  type Geometry,
  type HorizontalUnit,
  type LineBytes,
  type LineLattice,
  type LineNumbers,
  type SegyFile,
  type SegyWarning,
} from "../segy/contract.ts";
import type { GeometryDiagnosis } from "./contract.ts";
import { findHoles } from "./find-holes.ts";
import { findSorting } from "./find-sorting.ts";
import { fitCoordinates, type LinePositions } from "./fit-coordinates.ts";
import { readGatherKeys, type GatherKeys } from "./gather-keys.ts";
import { geometryFindings } from "./geometry-findings.ts";
import { traceOutline } from "./trace-outline.ts";

/** The ranges of line numbers with all that was found beyond them. */
export type SurveyGeometry = Geometry & GeometryDiagnosis;

export interface Diagnosed {
  readonly geometry: SurveyGeometry;
  readonly warnings: readonly SegyWarning[];
  readonly lattice: LineLattice;
}

export interface DiagnoseOptions {
  /** What gathers are made by; without it pre-stack traces and lines without numbers have no sorting. */
  readonly gathers?: GatherKeys | undefined;
  /** Only some of the traces are here: nothing is said of missing bins and of order. */
  readonly partial?: boolean;
  /** Of CDP X and Y, where it is known. */
  readonly unit?: HorizontalUnit | undefined;
}

const stepsOf = ({ min, max, step, count }: LineNumbers): GeometryDiagnosis["inlineSteps"] => ({
  step,
  regular: count <= 1 || count === (max - min) / step + 1,
});

/**
 * Lattice, order and coordinates of a file, and what is odd about them. O(traces) in time; memory bounded by traces whatever
 * the numbers are.
 */
export function diagnoseGeometry(
  columns: LinePositions,
  lineBytes: LineBytes,
  { gathers, partial = false, unit }: DiagnoseOptions = {},
): Diagnosed {
  const lattice = layLattice(columns);
  const { geometry, warnings } = describeGeometry(columns, lineBytes, lattice);
  const { inlines, crosslines } = lattice;
  const hasNumbers = geometry.kind === "3d" || geometry.kind === "prestack";
  const isVolume = inlines.count > 1 && crosslines.count > 1;
  const holes = !partial && hasNumbers && isVolume ? findHoles(lattice) : undefined;
  const sorting = partial ? undefined : findSorting(geometry.kind, columns, lattice, gathers);
  const fit = hasNumbers ? fitCoordinates(columns, inlines, crosslines) : undefined;
  const diagnosis = {
    inlineSteps: stepsOf(inlines),
    crosslineSteps: stepsOf(crosslines),
    ...(hasNumbers && !partial
      ? {
          bins: {
            all: lattice.slots,
            present: lattice.bins,
            missing: lattice.slots - lattice.bins,
            duplicated: lattice.duplicated,
            mostTraces: lattice.largest,
          },
        }
      : {}),
    ...(holes ? { holes } : {}),
    ...(sorting ? { sorting } : {}),
    ...(fit ? { fit } : {}),
  };
  return {
    lattice,
    warnings,
    geometry: {
      ...geometry,
      ...diagnosis,
      outline: traceOutline(columns, isVolume).map(([x, y]): [number, number] => [x, y]),
      findings: geometryFindings({
        geometry,
        lattice,
        positions: columns,
        diagnosis,
        partial,
        ...(unit ? { unit } : {}),
      }),
    },
  };
}

/**
 * As `diagnoseGeometry`, of an opened file: reads the headers of some traces more where the order of gathers is asked for.
 * @param columns of `scanHeaders`, or of a part of the traces (`partial`)
 */
export async function examineGeometry(
  segy: SegyFile,
  columns: LinePositions,
  { partial = false, signal }: { readonly partial?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<Diagnosed> {
  const unit = segy.layout.horizontalUnit;
  const first = diagnoseGeometry(columns, segy.lineBytes, { partial, unit });
  if (partial || first.geometry.kind === "3d" || first.geometry.kind === "unknown") return first;
  const gathers = await readGatherKeys(segy, signal);
  return diagnoseGeometry(columns, segy.lineBytes, { gathers, unit });
}
