const prefix = "GEOPHONE CLASSES";
/** What the standard's line leaves beside its card number. */
const charactersInLine = 76;

/**
 * Names of class numbers as lines for a textual header, `GEOPHONE CLASSES 0=normal 1=salt%20dome`: whatever is not plain is
 * escaped. A name that fits into no line is left out; its number stays its name then.
 */
export function classNamesAsText(names: ReadonlyMap<number, string>): string[] {
  const lines: string[] = [];
  for (const [number, name] of names) {
    const entry = ` ${number}=${encodeURIComponent(name)}`;
    if (prefix.length + entry.length > charactersInLine) continue;
    const last = lines.at(-1);
    if (last !== undefined && last.length + entry.length <= charactersInLine)
      lines[lines.length - 1] = last + entry;
    else lines.push(prefix + entry);
  }
  return lines;
}

/** The names that such lines tell. */
export function classNamesInText(lines: readonly string[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of lines) {
    const at = line.indexOf(`${prefix} `);
    if (at < 0) continue;
    for (const entry of line.slice(at + prefix.length).split(" ")) {
      const [, number, escaped] = /^(\d{1,3})=(\S+)$/.exec(entry) ?? [];
      if (number === undefined || escaped === undefined) continue;
      try {
        names.set(Number(number), decodeURIComponent(escaped));
      } catch {
        // Somebody else's line: the number stays the name.
      }
    }
  }
  return names;
}
