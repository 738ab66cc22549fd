import type { Random } from "../../numerics/random.ts";
import { chooseAtRandom } from "./choose-at-random.ts";
import type { TracePlaces } from "./contract.ts";

/** More candidates than this for each trace wanted change nothing that an eye could see, and cost time. */
const candidatesPerTrace = 64;
const fewCandidates = 100_000;
/** Distances shrink by this from one pass to the next. */
const shrink = 0.85;
const mostPasses = 32;
/** A grid of more cells than this is kept as a table of the cells that are taken. */
const mostDenseCells = 1 << 24;

/** X and Y where the traces have them, else line numbers. */
function axesOf(
  places: TracePlaces,
  candidates: Int32Array,
): readonly [ArrayLike<number>, ArrayLike<number>] {
  const { cdpX, cdpY, inline, crossline } = places;
  return candidates.some((trace) => cdpX[trace] !== 0 || cdpY[trace] !== 0)
    ? [cdpX, cdpY]
    : [crossline, inline];
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(x: ArrayLike<number>, y: ArrayLike<number>, of: Int32Array): Box {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const trace of of) {
    x0 = Math.min(x0, x[trace]!);
    x1 = Math.max(x1, x[trace]!);
    y0 = Math.min(y0, y[trace]!);
    y1 = Math.max(y1, y[trace]!);
  }
  return { x0, y0, width: x1 - x0, height: y1 - y0 };
}

/** Chosen places by cell; a cell whose diagonal is the distance kept holds one at most. */
class Grid {
  private readonly columns: number;
  private readonly dense: Int32Array | undefined;
  private readonly sparse = new Map<number, number>();
  private readonly side: number;

  constructor(
    private readonly x: ArrayLike<number>,
    private readonly y: ArrayLike<number>,
    private readonly box: Box,
    private readonly distance: number,
  ) {
    this.side = distance / Math.SQRT2;
    this.columns = Math.floor(box.width / this.side) + 1;
    const cells = this.columns * (Math.floor(box.height / this.side) + 1);
    if (cells <= mostDenseCells) this.dense = new Int32Array(cells);
  }

  private column(trace: number): number {
    return Math.floor((this.x[trace]! - this.box.x0) / this.side);
  }
  private row(trace: number): number {
    return Math.floor((this.y[trace]! - this.box.y0) / this.side);
  }

  put(trace: number): void {
    const cell = this.row(trace) * this.columns + this.column(trace);
    if (this.dense) this.dense[cell] = trace + 1;
    else this.sparse.set(cell, trace + 1);
  }

  isFree(trace: number): boolean {
    const column = this.column(trace);
    const row = this.row(trace);
    const least = this.distance ** 2;
    for (const [down, across] of nearCells) {
      const c = column + across;
      if (c < 0 || c >= this.columns || row + down < 0) continue;
      const cell = (row + down) * this.columns + c;
      const held = (this.dense ? this.dense[cell] : this.sparse.get(cell)) ?? 0;
      if (held === 0) continue;
      const dx = this.x[held - 1]! - this.x[trace]!;
      const dy = this.y[held - 1]! - this.y[trace]!;
      if (dx * dx + dy * dy < least) return false;
    }
    return true;
  }
}

/** Own cell first: whoever is too near is most often there. */
const nearCells: readonly (readonly [number, number])[] = [-2, -1, 0, 1, 2]
  .flatMap((down) => [-2, -1, 0, 1, 2].map((across) => [down, across] as const))
  .filter(([down, across]) => Math.abs(down) + Math.abs(across) < 4)
  .sort((a, b) => a[0] ** 2 + a[1] ** 2 - (b[0] ** 2 + b[1] ** 2));

/**
 * A spatially even sample: darts thrown with a distance that shrinks (relaxation dart throwing, after McCool and Fiume 1992).
 * Candidates come in a random order; each is taken that has no taken one nearer than the distance; when all have been tried the
 * distance shrinks by 15 %, until there are enough. So no two taken traces are nearer than the last distance, whatever the shape
 * of the survey, its holes or the order of its traces. Distances are of CDP X/Y, or of line numbers where there is none.
 *
 * Time: at most `mostPasses` over 64 candidates a wanted trace (a random subset, where there are more), 21 cells looked at for
 * each; memory: 8 bytes a candidate and a grid. Of more than half, those that are left out are chosen evenly instead.
 */
export function chooseEvenly(
  places: TracePlaces,
  candidates: Int32Array,
  size: number,
  random: Random,
): Int32Array {
  if (size > candidates.length / 2) {
    const without = new Set(chooseEvenly(places, candidates, candidates.length - size, random));
    return candidates.filter((trace) => !without.has(trace));
  }
  if (size === 0) return new Int32Array(0);
  const most = Math.max(fewCandidates, candidatesPerTrace * size);
  const some = candidates.length > most ? chooseAtRandom(candidates, most, random) : candidates.slice();
  const [x, y] = axesOf(places, candidates);
  const box = boxOf(x, y, some);
  const untried = random.shuffle(some);
  // The densest packing of so many points (hexagons) in the box, or on its longer side: no larger distance could do.
  const packed =
    Math.sqrt((2 * box.width * box.height) / (Math.sqrt(3) * size)) +
    Math.max(box.width, box.height) / Math.max(1, size - 1);
  const chosen = new Int32Array(size);
  let taken = 0;
  let left = untried.length;
  for (let pass = 0, distance = packed; taken < size; pass++, distance *= shrink) {
    const isLast = pass === mostPasses || distance === 0;
    const grid = isLast ? undefined : new Grid(x, y, box, distance);
    for (let i = 0; grid && i < taken; i++) grid.put(chosen[i]!);
    let kept = 0;
    for (let i = 0; i < left; i++) {
      const trace = untried[i]!;
      if (taken < size && (!grid || grid.isFree(trace))) {
        chosen[taken++] = trace;
        grid?.put(trace);
      } else untried[kept++] = trace;
    }
    left = kept;
  }
  return chosen.sort();
}
