import { csvText } from "../../pipeline/csv-text.ts";

/** Rows that are written before the page has its turn. */
const rowsAtOnce = 2000;

/**
 * A long table as CSV, without holding the page up.
 * @param rowOf cells of a row; undefined leaves it out
 */
export async function csvInPieces(
  head: readonly string[],
  rows: number,
  rowOf: (row: number) => readonly (string | number)[] | undefined,
): Promise<string> {
  const pieces = [csvText([head])];
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const end = Math.min(rows, first + rowsAtOnce);
    const part: (readonly (string | number)[])[] = [];
    for (let row = first; row < end; row++) {
      const cells = rowOf(row);
      if (cells) part.push(cells);
    }
    pieces.push(csvText(part));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return pieces.join("");
}
