import type { Geometry, LineBytes, LineLattice, NumberRange, SegyWarning, LineColumns } from "./contract.ts";
import { layLattice } from "./line-lattice.ts";

/** A lattice less full than this probably comes from wrong byte positions. */
const sparseShare = 0.01;

/**
 * What the line numbers say: the lattice with its common steps, what is missing in it, what is there twice.
 * @param lattice of `layLattice`, where it is made already
 */
export function describeGeometry(
  columns: LineColumns,
  lineBytes: LineBytes,
  lattice: LineLattice = layLattice(columns),
): { readonly geometry: Geometry; readonly warnings: readonly SegyWarning[] } {
  const { inlines, crosslines, slots, bins, largest } = lattice;
  const duplicates = columns.count - bins;
  const isBlank = inlines.count <= 1 && crosslines.count <= 1 && columns.count > 1;
  const warnings: SegyWarning[] = [];
  if (isBlank)
    warnings.push({
      code: "geometry-none",
      message: `bytes ${lineBytes.inline} and ${lineBytes.crossline} hold the same line numbers in every trace`,
    });
  else if (bins / slots < sparseShare)
    warnings.push({
      code: "geometry-sparse",
      message: `only ${bins} of ${slots} bins hold a trace: inline and crossline are probably at other bytes than ${lineBytes.inline} and ${lineBytes.crossline}`,
    });
  const isPrestack = bins > 0 && largest > 1 && columns.count / bins >= 2;
  const range = ({ min, max, count }: NumberRange): NumberRange => ({ min, max, count });
  return {
    warnings,
    geometry: {
      kind: columns.count === 0 ? "unknown" : isBlank ? "2d" : isPrestack ? "prestack" : "3d",
      inlineByte: lineBytes.inline,
      crosslineByte: lineBytes.crossline,
      inlines: range(inlines),
      crosslines: range(crosslines),
      missingBins: isBlank ? 0 : slots - bins,
      duplicateBins: isBlank ? 0 : duplicates,
    },
  };
}
