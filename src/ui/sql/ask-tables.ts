/** Query keys of the tables; they begin as all that depends on records, so that a change of records asks anew. */
export const tablesKeys = {
  tables: (headersOf?: string) => ["records", "tables", headersOf ?? ""],
  histograms: ["records", "histograms"],
} as const;
