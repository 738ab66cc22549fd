import type { TextHeader } from "./contract.ts";
import { charactersPerLine, decodeText, encodeText, linesPerHeader } from "./text-encoding.ts";

/** A line that says nothing: blank, or a card number alone ("C39"). */
const isBlank = (line: string): boolean => /^(C\s?\d{1,2})?\s*$/.test(line);

/**
 * Adds a line to textual headers without touching another byte of them: into the last of the first header's 40 lines that is
 * blank (its card number stays), or, where none is, as the first line of a further, extended textual header.
 * @param textBytes whole headers of 3200 bytes, as the file holds them
 * @param line what is beyond 76 characters (80 in an extended header) is cut
 */
export function addProvenanceLine(
  textBytes: Uint8Array,
  encoding: TextHeader["encoding"],
  line: string,
): Uint8Array<ArrayBuffer> {
  const lines = decodeText(textBytes, encoding).slice(0, linesPerHeader);
  const slot = lines.findLastIndex(isBlank);
  if (slot < 0) {
    const extended = encodeText([line.slice(0, charactersPerLine)], encoding);
    const all = new Uint8Array(textBytes.length + extended.length);
    all.set(textBytes);
    all.set(extended, textBytes.length);
    return all;
  }
  const written = `C${String(slot + 1).padStart(2)} ${line}`.slice(0, charactersPerLine);
  const all = new Uint8Array(textBytes);
  all.set(encodeText([written], encoding).subarray(0, charactersPerLine), slot * charactersPerLine);
  return all;
}
