import type { SegyFile } from "./contract.ts";

/** A position of a trace, as `TraceHeaderColumns` names them. */
export interface PositionToPut {
  readonly inline?: number;
  readonly crossline?: number;
  readonly coordinates?: { readonly x: number; readonly y: number };
}

/** Zero-based: coordinates of source and group, which the standard's scalar also holds for. */
const otherCoordinates = { from: 72, end: 88 } as const;

/**
 * Writes a position where the file has its line numbers and coordinates. Coordinates are rounded to what the trace's scalar can
 * tell; a trace without scalar and without any other coordinate takes the scalar of the file's first trace.
 * @param header big-endian
 */
export function putPosition(segy: SegyFile, header: DataView, position: PositionToPut): void {
  const { lineBytes, layout } = segy;
  if (position.inline !== undefined) header.setInt32(lineBytes.inline - 1, position.inline);
  if (position.crossline !== undefined) header.setInt32(lineBytes.crossline - 1, position.crossline);
  const { coordinateBytes, coordinateScalarByte } = layout;
  if (!position.coordinates || !coordinateBytes) return;
  let scalar = header.getInt16(coordinateScalarByte - 1);
  if (scalar === 0 && hasNoOther(header)) {
    scalar = layout.coordinateScalar;
    header.setInt16(coordinateScalarByte - 1, scalar);
  }
  const raw = (value: number): number =>
    Math.round(scalar === 0 ? value : scalar > 0 ? value / scalar : value * -scalar);
  header.setInt32(coordinateBytes.x - 1, raw(position.coordinates.x));
  header.setInt32(coordinateBytes.y - 1, raw(position.coordinates.y));
}

function hasNoOther(header: DataView): boolean {
  for (let at: number = otherCoordinates.from; at < otherCoordinates.end; at++)
    if (header.getUint8(at) !== 0) return false;
  return true;
}
