/** One record of a CSV text. */
export interface CsvRecord {
  /** One-based line on which the record begins. */
  readonly line: number;
  /** Without surrounding blanks or quotes. */
  readonly fields: readonly string[];
  /** A quoted field runs into the end of the text. */
  readonly unclosedQuote: boolean;
}

/**
 * Records of a comma-separated text (RFC 4180): fields may be quoted, with "" for a quote and line breaks inside. A byte
 * order mark, CR LF, lone CR and records without any content are fine. Records are made one at a time, so that a large text
 * costs no more than itself; lines are counted in the text, which is what a person's editor shows.
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  const source = (text.startsWith("\uFEFF") ? text.slice(1) : text).replace(/\r\n?/g, "\n");
  let at = 0;
  let line = 1;
  while (at < source.length) {
    const newline = source.indexOf("\n", at);
    const end = newline < 0 ? source.length : newline;
    const plain = source.slice(at, end);
    const record = plain.includes('"')
      ? quotedRecord(source, at)
      : { fields: plain.split(",").map((field) => field.trim()), end, unclosedQuote: false };
    if (record.fields.some((field) => field !== ""))
      yield { line, fields: record.fields, unclosedQuote: record.unclosedQuote };
    for (let i = at; i <= record.end && i < source.length; i++) if (source.charCodeAt(i) === 10) line++;
    at = record.end + 1;
  }
}

/** The record from `at` on, read character by character; `end` is the position of its line break, or the text's length. */
function quotedRecord(
  source: string,
  at: number,
): { readonly fields: string[]; readonly end: number; readonly unclosedQuote: boolean } {
  const fields: string[] = [];
  let field = "";
  let wasQuoted = false;
  let inQuotes = false;
  let i = at;
  const endField = (): void => {
    fields.push(wasQuoted ? field : field.trim());
    field = "";
    wasQuoted = false;
  };
  for (; i < source.length; i++) {
    const character = source.charAt(i);
    if (inQuotes) {
      if (character !== '"') field += character;
      else if (source.charAt(i + 1) === '"') field += source.charAt(i++);
      else inQuotes = false;
    } else if (character === '"' && field.trim() === "" && !wasQuoted) {
      field = "";
      inQuotes = true;
      wasQuoted = true;
    } else if (character === ",") endField();
    else if (character === "\n") break;
    else if (!wasQuoted || character.trim() !== "") field += character;
  }
  endField();
  return { fields, end: i, unclosedQuote: inQuotes };
}
