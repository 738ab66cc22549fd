import { describe, expect, it } from "vitest";
import type { ImportedLabels } from "./contract.ts";
import { labelsFromTable, labelsToTable } from "./label-table.ts";
import { mergeLabels } from "./merge-labels.ts";
import { parseLabelCsv } from "./parse-label-csv.ts";

const labelled = (fileName: string, ...rows: string[]): ImportedLabels =>
  parseLabelCsv(fileName, ["inline,crossline,start_ms,end_ms,class", ...rows].join("\n"));

describe("labels as a table", () => {
  const of = (fileName: string, ...names: string[]) =>
    labelled(fileName, ...names.map((name, i) => `1,${i},0,8,${name}`));

  it("comes back from a table as it went in", () => {
    const merged = mergeLabels([of("a,b.csv", "x", "ü"), of("b.csv", "y")]);
    expect(labelsFromTable(labelsToTable(merged))).toEqual(merged);
  });

  it("refuses a table that is not one of labels", () => {
    const table = labelsToTable(mergeLabels([of("a.csv", "x")]));
    for (const metadata of [
      {},
      { ...table.metadata, classes: "[]" },
      { ...table.metadata, sources: "nonsense" },
    ])
      expect(() => labelsFromTable({ ...table, metadata })).toThrow(
        expect.objectContaining({ code: "label-table-damaged" }) as Error,
      );
  });
});
