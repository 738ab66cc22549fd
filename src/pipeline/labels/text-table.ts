import { decimalNumber } from "./decimal-number.ts";

export type Delimiter = "blanks" | "comma" | "semicolon" | "tab";

/** A row of a text table. */
export interface TextRow {
  /** One-based. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** What stands before the rows of a text table. */
export interface TextTableHead {
  readonly delimiter: Delimiter;
  /** Names of columns, as far as the file has them. */
  readonly names: readonly (string | undefined)[];
  /** First line of data, one-based; 0 where there is none. */
  readonly firstLine: number;
}

const comment = /^\s*(?:[#!]|\/\/|"#)/;
/** OpendTect lists its columns so: `# 1: Inline`. */
const listedColumn = /^\s*[#!]\s*(\d{1,2})\s*[:=]\s*(\S.*?)\s*$/;

/** Lines with their numbers, without those that hold nothing. */
function* lines(text: string): Generator<{ readonly line: number; readonly content: string }> {
  let line = 0;
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let at = start; at < text.length;) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    line++;
    const content = text.slice(at, end).replace(/\r$/, "");
    if (content.trim() !== "") yield { line, content };
    at = end + 1;
  }
}

const delimiterOf = (content: string): Delimiter =>
  content.includes(";")
    ? "semicolon"
    : content.includes(",")
      ? "comma"
      : content.trim().includes("\t")
        ? "tab"
        : "blanks";

const separators: Readonly<Record<Delimiter, RegExp>> = {
  blanks: /\s+/,
  comma: /,/,
  semicolon: /;/,
  tab: /\t/,
};

/** Fields of a line, without blanks or quotes around them. */
export const fieldsOf = (content: string, delimiter: Delimiter): string[] =>
  content
    .trim()
    .split(separators[delimiter])
    .map((field) => field.trim().replace(/^"(.*)"$/, "$1"));

const isNumber = (field: string): boolean => decimalNumber(field) !== undefined || isExtreme(field);

/** `1e39` and the like are numbers that mean nothing is known; float32 does not hold them. */
const isExtreme = (field: string): boolean => /^[+-]?\d+\.?\d*e\+?\d{2,3}$/i.test(field);

const isComment = (content: string): boolean => comment.test(content);

/** Looks at the lines before the first that holds a number. */
export function readTableHead(text: string): TextTableHead {
  const listed: (string | undefined)[] = [];
  let named: { readonly content: string; readonly isComment: boolean } | undefined;
  for (const { line, content } of lines(text)) {
    const column = listedColumn.exec(content);
    if (column) {
      listed[Number(column[1]) - 1] = column[2];
      continue;
    }
    if (isComment(content)) {
      const words = content.replace(comment, "").trim();
      if (/[a-z]/i.test(words)) named = { content: words, isComment: true };
      continue;
    }
    const delimiter = delimiterOf(content);
    const fields = fieldsOf(content, delimiter);
    if (!fields.some(isNumber)) {
      named = { content, isComment: false };
      continue;
    }
    if (listed.length > 0) return { delimiter, names: listed, firstLine: line };
    const names = named ? fieldsOf(named.content, delimiter) : [];
    // A remark that happens to be above the rows names no columns.
    const fits = named !== undefined && (!named.isComment || names.length === fields.length);
    return { delimiter, names: fits ? names : [], firstLine: line };
  }
  return { delimiter: "blanks", names: listed, firstLine: 0 };
}

/** Rows from the first that holds a number on; comments between them are passed over. */
export function* textRows(text: string, { delimiter, firstLine }: TextTableHead): Generator<TextRow> {
  if (firstLine === 0) return;
  for (const { line, content } of lines(text))
    if (line >= firstLine && !isComment(content)) yield { line, fields: fieldsOf(content, delimiter) };
}
