import { InputError } from "../errors.ts";
import type { ColumnData, ColumnTable, ColumnType } from "./contract.ts";

type ValuesOf<T extends ColumnType> = Extract<ColumnData, { readonly type: T }>["values"];

/** A column's values by name. @throws InputError `table-damaged` when it is missing or of another type */
export function columnOf<T extends ColumnType>(table: ColumnTable, name: string, type: T): ValuesOf<T> {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column?.type !== type)
    throw new InputError(
      "table-damaged",
      column ? `column ${name} holds ${column.type}, ${type} was expected` : `column ${name} is missing`,
      { advice: "Compute the table again." },
    );
  return column.values as ValuesOf<T>;
}
