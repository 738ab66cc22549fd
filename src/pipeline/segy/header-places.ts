import { fileHeaderBytes } from "./binary-header.ts";
import type { CoordinateBytes, LineBytes } from "./contract.ts";
import { byteOfWord, readLayoutStanza } from "./layout-stanza.ts";
import type { Warn } from "./segy-faults.ts";

/** Where a file itself has what is read of each trace header: one-based bytes within the first 240. */
export interface HeaderPlaces {
  readonly lineBytes: LineBytes;
  readonly coordinateBytes: CoordinateBytes;
  /** Of the 2-byte scalar that the coordinates are under. */
  readonly scalarByte: number;
  readonly cdpByte: number;
  readonly offsetByte: number;
}

export const standardPlaces: HeaderPlaces = {
  lineBytes: { inline: 189, crossline: 193 },
  coordinateBytes: { x: 181, y: 185 },
  scalarByte: 71,
  cdpByte: 21,
  offsetByte: 37,
};

/** The standard's bytes, or those of the layout stanza (revision 2) where the extended textual headers hold one. */
export function placesOf(extendedText: string, warn: Warn): HeaderPlaces {
  const stanza = readLayoutStanza(extendedText);
  if (!stanza) return standardPlaces;
  if (stanza.kind === "unreadable") {
    warn("mapping-unreadable", `the layout stanza is not used: ${stanza.reason}`, fileHeaderBytes);
    return standardPlaces;
  }
  const byte = (name: string): number | undefined => byteOfWord(stanza.fields, name);
  const [inline, crossline, x, y] = ["iline", "xline", "cdp_x", "cdp_y"].map(byte);
  if (inline === undefined || crossline === undefined)
    warn(
      "mapping-not-applied",
      "the layout stanza gives no inline and crossline as 4-byte whole numbers; the standard's bytes are read",
      fileHeaderBytes,
    );
  const scalar = stanza.fields.get("co_scal");
  const isScaled = scalar === undefined || scalar.type === "int2";
  const hasCoordinates = x !== undefined && y !== undefined && isScaled;
  if (!hasCoordinates && (stanza.fields.has("cdp_x") || stanza.fields.has("cdp_y")))
    warn(
      "mapping-not-applied",
      "the layout stanza gives CDP X and Y, or their scalar, in a way that is not read; the standard's bytes are read",
      fileHeaderBytes,
    );
  return {
    ...standardPlaces,
    ...(inline !== undefined && crossline !== undefined ? { lineBytes: { inline, crossline } } : {}),
    ...(hasCoordinates
      ? { coordinateBytes: { x, y }, scalarByte: scalar?.byte ?? standardPlaces.scalarByte }
      : {}),
    cdpByte: byte("cdp") ?? standardPlaces.cdpByte,
    offsetByte: byte("offset") ?? standardPlaces.offsetByte,
  };
}
