/** Words after which a star is no product: it stands for all columns. */
const behindStar =
  /^\s*(?:$|[,;)]|(?:from|exclude|replace|rename|like|ilike|similar|not|where|limit|union|order)\b)/i;

/** Whether a query takes all columns of its tables, by a star or because it names none. */
function takesAll(sql: string): boolean {
  if (!/\bselect\b/i.test(sql)) return true;
  if (/\b(?:columns\s*\(|describe|summarize|pivot|unpivot)/i.test(sql)) return true;
  const stars = sql.replace(/\bcount\s*\(\s*\*\s*\)/gi, "");
  for (let at = stars.indexOf("*"); at >= 0; at = stars.indexOf("*", at + 1))
    if (behindStar.test(stars.slice(at + 1))) return true;
  return false;
}

/**
 * Columns of a wide table that a query can need: those whose names stand in it, or all. A name that stands there as a text or
 * as another table's column loads one column too many, and does no harm.
 */
export function columnsNamed(sql: string, columns: readonly string[]): string[] {
  if (takesAll(sql)) return [...columns];
  const words = new Set(sql.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []);
  const named = columns.filter((column) => words.has(column.toLowerCase()));
  // A table has at least one column: count(*) needs the rows alone.
  return named.length > 0 ? named : columns.slice(0, 1);
}
