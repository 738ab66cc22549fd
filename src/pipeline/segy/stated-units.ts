import type { HorizontalUnit, SegyFile, TextHeader } from "./contract.ts";
import { addProvenanceLine } from "./provenance-line.ts";
import { decodeText } from "./text-encoding.ts";

/** Bytes 3255–3256 of a file that is made from another: 1 metres, 2 feet. */
export function measurementSystemOf({
  verticalUnit,
  horizontalUnit,
}: SegyFile["layout"]): NonNullable<HorizontalUnit> {
  return horizontalUnit ?? (verticalUnit === "ft" ? "ft" : "m");
}

/**
 * Textual headers of a file that is made from another, with a line that says its vertical unit, where a reader would not take
 * it for time by itself, or a person had to say it. It outweighs all else that is read from texts.
 */
export function stateVerticalUnit(
  textBytes: Uint8Array<ArrayBuffer>,
  encoding: TextHeader["encoding"],
  { layout, reading }: Pick<SegyFile, "layout" | "reading">,
): Uint8Array<ArrayBuffer> {
  const { verticalUnit } = layout;
  if (verticalUnit === "ms" && reading.verticalUnit === undefined) return textBytes;
  const line = `READ AS ${verticalUnit === "ms" ? "TIME" : "DEPTH"} (${verticalUnit.toUpperCase()})`;
  const isThere = decodeText(textBytes, encoding).some((other) => other.includes(line));
  return isThere ? textBytes : addProvenanceLine(textBytes, encoding, line);
}
