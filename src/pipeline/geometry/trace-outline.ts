import { isBlankPlace, type LinePositions } from "./fit-coordinates.ts";

/** Keeps first and last, and at most `most`, evenly. */
function thinned(traces: readonly number[], most: number): number[] {
  const stride = Math.max(1, Math.ceil((traces.length - 1) / (most - 1)));
  const kept = traces.filter((_, i) => i % stride === 0);
  const last = traces.at(-1);
  if (last !== undefined && kept.at(-1) !== last) kept.push(last);
  return kept;
}

/** Both ends of each inline, down one side and back up the other. */
function aroundVolume({ count, inline, crossline }: LinePositions, most: number): number[] {
  const lowest = new Map<number, number>();
  const highest = new Map<number, number>();
  for (let trace = 0; trace < count; trace++) {
    const line = inline[trace]!;
    const low = lowest.get(line);
    const high = highest.get(line);
    if (low === undefined || crossline[trace]! < crossline[low]!) lowest.set(line, trace);
    if (high === undefined || crossline[trace]! > crossline[high]!) highest.set(line, trace);
  }
  const lines = [...lowest.keys()].sort((a, b) => a - b);
  const down = thinned(
    lines.map((line) => lowest.get(line)!),
    most / 2,
  );
  const up = thinned(
    lines.map((line) => highest.get(line)!),
    most / 2,
  ).reverse();
  return [...down, ...up];
}

function alongLine({ count }: LinePositions, most: number): number[] {
  const stride = Math.max(1, Math.ceil((count - 1) / (most - 1)));
  const traces = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  if (count > 0 && traces.at(-1) !== count - 1) traces.push(count - 1);
  return traces;
}

/** CDP X and Y around a volume, or along a line in the order of its traces, in at most about `most` points. */
export function traceOutline(
  positions: LinePositions,
  isVolume: boolean,
  most = 60,
): (readonly [x: number, y: number])[] {
  if (positions.cdpX.every((x, trace) => isBlankPlace(x, positions.cdpY[trace]!))) return [];
  const traces = isVolume ? aroundVolume(positions, most) : alongLine(positions, most);
  return traces
    .map((trace) => [positions.cdpX[trace]!, positions.cdpY[trace]!] as const)
    .filter(([x, y]) => !isBlankPlace(x, y));
}
