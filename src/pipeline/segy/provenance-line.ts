const linesPerHeader = 40;
const charactersPerLine = 80;

/** A line that says nothing: blank, or a card number alone ("C39"). */
const isBlank = (line: string): boolean => /^(C\s?\d{1,2})?\s*$/.test(line);

/**
 * Adds a line to a textual header without touching what it says: into the last of its 40 lines that is blank, or, where
 * none is, as the first line of a further (extended) textual header.
 */
export function addProvenanceLine(lines: readonly string[], line: string): string[] {
  const first = Array.from({ length: linesPerHeader }, (_, i) => lines[i] ?? "");
  const rest = lines.slice(linesPerHeader);
  const slot = first.findLastIndex(isBlank);
  if (slot >= 0) {
    first[slot] = `C${String(slot + 1).padStart(2)} ${line}`.slice(0, charactersPerLine);
    return [...first, ...rest];
  }
  const extension = [line.slice(0, charactersPerLine), ...new Array<string>(linesPerHeader - 1).fill("")];
  return [...first, ...rest, ...extension];
}
