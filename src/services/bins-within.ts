import type { BinPlaces } from "./bin-places.ts";
import type { BinsWithin, LatticePoint, LineShare, TracePlaces } from "./bins-contract.ts";

/**
 * The columns of a row whose bins have their middle within a polygon (even–odd), as runs with exclusive ends. A middle on an edge
 * counts on one side, so that polygons that share an edge share no bin.
 */
function runsOfRow(polygon: readonly LatticePoint[], row: number, columns: number): [number, number][] {
  const y = row + 0.5;
  const crossings: number[] = [];
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [ax, ay] = polygon[i]!;
    const [bx, by] = polygon[j]!;
    if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
  }
  crossings.sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const from = Math.max(0, Math.ceil(crossings[i]! - 0.5));
    const to = Math.min(columns, Math.ceil(crossings[i + 1]! - 0.5));
    if (from < to) runs.push([from, to]);
  }
  return runs;
}

/** What a polygon of at least three corners holds of a survey. */
export function binsWithin(polygon: readonly LatticePoint[], places: BinPlaces): BinsWithin {
  const rows = polygon.map(([, row]) => row);
  const first = Math.max(0, Math.floor(Math.min(...rows)));
  const end = Math.min(places.rows, Math.ceil(Math.max(...rows)));
  const isWithin = new Uint8Array(places.bins);
  let [bins, empty] = [0, 0];
  for (let row = first; row < end; row++)
    for (const [from, to] of runsOfRow(polygon, row, places.columns))
      for (let column = from; column < to; column++) {
        bins++;
        const bin = places.binAt[row * places.columns + column]!;
        if (bin < 0) empty++;
        else isWithin[bin] = 1;
      }
  const traces: number[] = [];
  for (let trace = 0; trace < places.traces; trace++)
    if (isWithin[places.binOf(trace)] === 1) traces.push(trace);
  return { bins, empty, traceIndex: Int32Array.from(traces) };
}

const ascending = (lines: ReadonlyMap<number, number>): LineShare[] =>
  [...lines].sort(([a], [b]) => a - b).map(([number, traces]) => ({ number, traces }));

/** @param traceIndex ascending; a trace that comes several times counts once */
export function placesOfTraces(traceIndex: Int32Array, places: BinPlaces): TracePlaces {
  const isSeen = new Uint8Array(places.bins);
  const inlines = new Map<number, number>();
  const crosslines = new Map<number, number>();
  let bins = 0;
  traceIndex.forEach((trace, i) => {
    const bin = places.binOf(trace);
    if (bin < 0 || trace === traceIndex[i - 1]) return;
    bins += 1 - isSeen[bin]!;
    isSeen[bin] = 1;
    const { inline, crossline } = places.numbersAt(places.slotOf(trace));
    inlines.set(inline, (inlines.get(inline) ?? 0) + 1);
    crosslines.set(crossline, (crosslines.get(crossline) ?? 0) + 1);
  });
  return { bins, inlines: ascending(inlines), crosslines: ascending(crosslines) };
}
