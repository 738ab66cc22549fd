import { useState, type ReactNode } from "react";
import type { QueryResult } from "../../services/tables-contract.ts";

/** In CSS pixels, as in features.css. */
const rowHeight = 24;
const rowsAhead = 12;
const viewHeight = 340;

/** Nine digits of a broken number: a float32 as a double would show sixteen, of which the last are chance. */
const shown = (cell: string | number | boolean): string =>
  typeof cell === "number" && !Number.isInteger(cell) ? String(Number(cell.toPrecision(9))) : String(cell);

/** A result's rows; only those in view are in the page, so that a thousand wide rows cost nothing. */
export function ResultTable({ result: { columns, rows } }: { readonly result: QueryResult }): ReactNode {
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.min(rows.length, Math.floor(top / rowHeight)) - rowsAhead);
  const last = Math.min(rows.length, Math.ceil((top + viewHeight) / rowHeight) + rowsAhead);
  return (
    <div
      className="sql-result scroll"
      tabIndex={0}
      role="region"
      aria-label="Rows of the result"
      style={{ maxHeight: viewHeight }}
      onScroll={(event) => {
        setTop(event.currentTarget.scrollTop);
      }}
    >
      <table className="data" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ name, type }, column) => (
              <th key={column} className={type === "number" ? "number" : ""} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden style={{ height: first * rowHeight }} />}
          {rows.slice(first, last).map((row, i) => (
            <tr key={first + i} aria-rowindex={first + i + 2}>
              {row.map((cell, column) => (
                <td key={column} className={columns[column]!.type === "number" ? "number" : ""}>
                  {cell === null ? <span className="faint">NULL</span> : shown(cell)}
                </td>
              ))}
            </tr>
          ))}
          {last < rows.length && <tr aria-hidden style={{ height: (rows.length - last) * rowHeight }} />}
        </tbody>
      </table>
    </div>
  );
}
