import type { LineLattice } from "../segy/contract.ts";
import type { GeometryDiagnosis } from "./contract.ts";

/** Runs of missing bins that are told apart; a lattice with more is a pattern, not a survey with holes. */
const mostRuns = 1 << 20;

/** Runs of missing bins that hang together. */
interface Piece {
  parent: number;
  bins: number;
  atEdge: boolean;
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

/**
 * Missing bins that hang together (side by side) and do not reach the lattice's edge: what is missing there is only outside of
 * the survey. Row by row, over the runs of each row.
 * @returns undefined where the lattice is not laid out, or is in too many pieces
 */
export function findHoles({ inlines, crosslines, traces }: LineLattice): GeometryDiagnosis["holes"] {
  if (!traces) return undefined;
  const columns = (crosslines.max - crosslines.min) / crosslines.step + 1;
  const rows = traces.length / columns;
  const pieces: Piece[] = [];
  const rootOf = (at: number): number => {
    let root = at;
    while (pieces[root]!.parent !== root) root = pieces[root]!.parent;
    pieces[at]!.parent = root;
    return root;
  };
  const join = (one: number, other: number): void => {
    const [a, b] = [rootOf(one), rootOf(other)];
    if (a === b) return;
    const [into, from] = [pieces[a]!, pieces[b]!];
    from.parent = a;
    into.bins += from.bins;
    into.atEdge ||= from.atEdge;
    into.firstRow = Math.min(into.firstRow, from.firstRow);
    into.lastRow = Math.max(into.lastRow, from.lastRow);
    into.firstColumn = Math.min(into.firstColumn, from.firstColumn);
    into.lastColumn = Math.max(into.lastColumn, from.lastColumn);
  };
  let above: { readonly from: number; readonly end: number; readonly piece: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const here: typeof above = [];
    let candidate = 0;
    for (let column = 0; column < columns;) {
      if (traces[row * columns + column] !== 0) {
        column++;
        continue;
      }
      const from = column;
      while (column < columns && traces[row * columns + column] === 0) column++;
      const piece = pieces.length;
      if (piece >= mostRuns) return undefined;
      pieces.push({
        parent: piece,
        bins: column - from,
        atEdge: row === 0 || row === rows - 1 || from === 0 || column === columns,
        firstRow: row,
        lastRow: row,
        firstColumn: from,
        lastColumn: column - 1,
      });
      here.push({ from, end: column, piece });
      while (candidate < above.length && above[candidate]!.end <= from) candidate++;
      for (let i = candidate; i < above.length && above[i]!.from < column; i++) join(above[i]!.piece, piece);
    }
    above = here;
  }
  const holes = pieces.filter(({ parent, atEdge }, at) => parent === at && !atEdge);
  let largest: Piece | undefined;
  for (const hole of holes) if (!largest || hole.bins > largest.bins) largest = hole;
  return {
    count: holes.length,
    bins: holes.reduce((sum, { bins }) => sum + bins, 0),
    ...(largest
      ? {
          largest: {
            bins: largest.bins,
            inlines: [
              inlines.min + largest.firstRow * inlines.step,
              inlines.min + largest.lastRow * inlines.step,
            ],
            crosslines: [
              crosslines.min + largest.firstColumn * crosslines.step,
              crosslines.min + largest.lastColumn * crosslines.step,
            ],
          },
        }
      : {}),
  };
}
