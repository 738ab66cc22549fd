import type { ReactNode } from "react";
import type { QueryableTable } from "../../services/tables-contract.ts";
import { many, ordinal } from "../shared/words.ts";

/** Names of header fields that SQL keeps for itself. */
const reserved: ReadonlySet<string> = new Set(["offset"]);

/** What can be asked; a press on a name puts it into the query. */
export function TableList({
  tables,
  onInsert,
}: {
  readonly tables: readonly QueryableTable[];
  readonly onInsert: (text: string) => void;
}): ReactNode {
  return (
    <div className="sql-tables" role="group" aria-label="Tables">
      {tables.map((table, index) => (
        <details key={table.name} open={index < 2}>
          <summary title={table.about}>
            <code>{table.name}</code> <span className="faint">{many(table.rows, "row")}</span>
          </summary>
          <p className="dim">
            {table.about}
            {table.every > 1 && `; every ${ordinal(table.every)} row can be asked, to fit into memory`}
          </p>
          {table.columns.map(({ name, type, about }) => (
            <button
              key={name}
              type="button"
              className="sql-column"
              title={about ?? `Put ${name} into the query`}
              onClick={() => {
                onInsert(reserved.has(name.toLowerCase()) ? `"${name}"` : name);
              }}
            >
              <code>{name}</code> <span className="faint">{type}</span>
            </button>
          ))}
        </details>
      ))}
    </div>
  );
}
