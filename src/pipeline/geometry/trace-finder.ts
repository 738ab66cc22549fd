import { isBlankPlace, type LinePositions } from "./fit-coordinates.ts";
import type { CoordinateFit } from "./contract.ts";

/** What a finder needs to know of one survey. */
export interface PlacedTraces {
  readonly positions: LinePositions;
  /** Where the survey's coordinates lie on a lattice; absent: the usual distance of neighbours counts. */
  readonly fit?: CoordinateFit | undefined;
}

/** The trace that a place belongs to. */
export interface FoundTrace {
  readonly inline: number;
  readonly crossline: number;
  /** From the place to the trace, in the unit of the coordinates. */
  readonly distance: number;
}

/** Cells in one row of the table of cells: coordinates of surveys in cells stay far below. */
const cellsPerRow = 2 ** 26;

/**
 * The traces of one survey by their CDP X and Y. A place belongs to the nearest trace, where it lies in that trace's bin or
 * about: no farther than half a bin's diagonal, along a single line half the distance of traces.
 */
class SurveyFinder {
  readonly reach: number;
  readonly #order: Int32Array;
  readonly #cells: Float64Array;

  constructor(private readonly traces: PlacedTraces) {
    const { count, cdpX, cdpY } = traces.positions;
    this.reach = reachOf(traces);
    const rows = Int32Array.from({ length: count }, (_, i) => i).filter(
      (row) => !isBlankPlace(cdpX[row]!, cdpY[row]!),
    );
    const cells = new Float64Array(count);
    for (const row of rows) cells[row] = this.#cellOf(cdpX[row]!, cdpY[row]!);
    this.#order = rows.sort((a, b) => cells[a]! - cells[b]! || a - b);
    this.#cells = Float64Array.from(this.#order, (row) => cells[row]!);
  }

  get isEmpty(): boolean {
    return this.#order.length === 0 || !(this.reach > 0);
  }

  find(x: number, y: number): FoundTrace | undefined {
    const { inline, crossline, cdpX, cdpY } = this.traces.positions;
    let best = -1;
    let nearest = this.reach * (1 + 1e-9);
    const middle = this.#cellOf(x, y);
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++) {
        const cell = middle + dx * cellsPerRow + dy;
        for (let at = this.#firstOf(cell); this.#cells[at] === cell; at++) {
          const row = this.#order[at]!;
          const distance = Math.hypot(cdpX[row]! - x, cdpY[row]! - y);
          if (distance < nearest || (best < 0 && distance <= nearest)) {
            nearest = distance;
            best = row;
          }
        }
      }
    if (best < 0) return undefined;
    return { inline: inline[best]!, crossline: crossline[best]!, distance: nearest };
  }

  #cellOf(x: number, y: number): number {
    return Math.floor(x / this.reach) * cellsPerRow + Math.floor(y / this.reach);
  }

  #firstOf(cell: number): number {
    let low = 0;
    let high = this.#cells.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#cells[middle]! < cell) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function reachOf({ positions, fit }: PlacedTraces): number {
  const sides = [fit?.inlineVector?.length ?? 0, fit?.crosslineVector?.length ?? 0];
  if (fit && Math.max(...sides) > 0) return Math.hypot(...sides) / 2;
  const { count, cdpX, cdpY } = positions;
  const steps: number[] = [];
  for (let row = 1; row < count; row++) {
    const step = Math.hypot(cdpX[row]! - cdpX[row - 1]!, cdpY[row]! - cdpY[row - 1]!);
    if (step > 0 && !isBlankPlace(cdpX[row]!, cdpY[row]!) && !isBlankPlace(cdpX[row - 1]!, cdpY[row - 1]!))
      steps.push(step);
  }
  return (steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0) / 2;
}

/** Finds traces of several surveys by X and Y. */
export class TraceFinder {
  readonly #surveys: readonly SurveyFinder[];

  constructor(surveys: readonly PlacedTraces[]) {
    this.#surveys = surveys.map((traces) => new SurveyFinder(traces)).filter(({ isEmpty }) => !isEmpty);
  }

  /** Whether any survey has coordinates. */
  get hasCoordinates(): boolean {
    return this.#surveys.length > 0;
  }

  /** The trace that a place belongs to; undefined where it is off all surveys. */
  find(x: number, y: number): FoundTrace | undefined {
    let best: FoundTrace | undefined;
    for (const survey of this.#surveys) {
      const found = survey.find(x, y);
      if (found && !(best && best.distance <= found.distance)) best = found;
    }
    return best;
  }
}
