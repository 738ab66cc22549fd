import type { TextHeader } from "./contract.ts";
import {
  charactersPerLine,
  decodeCharacters,
  decodeText,
  detectTextEncoding,
  encodeText,
  linesPerHeader,
  textHeaderBytes,
} from "./text-encoding.ts";

/** A line that says nothing: blank, or a card number alone ("C39"). */
const isBlank = (line: string): boolean => /^(C\s?\d{1,2})?\s*$/.test(line);

/** Where a further header goes: at the end, or before the one that says ((SEG:EndText)), which must stay the last. */
function endTextAt(textBytes: Uint8Array): number {
  const last = textBytes.length - textHeaderBytes;
  if (last === 0) return textBytes.length;
  const header = textBytes.subarray(last);
  const text = decodeCharacters(header, detectTextEncoding(header));
  return /\(\(\s*SEG\s*:\s*EndText\s*\)\)/i.test(text) ? last : textBytes.length;
}

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
    const at = endTextAt(textBytes);
    all.set(textBytes.subarray(0, at));
    all.set(extended, at);
    all.set(textBytes.subarray(at), at + extended.length);
    return all;
  }
  const written = `C${String(slot + 1).padStart(2)} ${line}`.slice(0, charactersPerLine);
  const all = new Uint8Array(textBytes);
  all.set(encodeText([written], encoding).subarray(0, charactersPerLine), slot * charactersPerLine);
  return all;
}
