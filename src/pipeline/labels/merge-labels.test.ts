import { describe, expect, it } from "vitest";
import type { ImportedLabels } from "./contract.ts";
import { LabelIndex } from "./label-index.ts";
import { mergeLabels } from "./merge-labels.ts";
import { parseLabelCsv } from "./parse-label-csv.ts";

const labelled = (fileName: string, ...rows: string[]): ImportedLabels =>
  parseLabelCsv(fileName, ["inline,crossline,start_ms,end_ms,class", ...rows].join("\n"));

describe("mergeLabels", () => {
  const of = (fileName: string, ...names: string[]) =>
    labelled(fileName, ...names.map((name, i) => `1,${i},0,8,${name}`));

  it("orders the usual classes, numbers and other names", () => {
    expect(mergeLabels([of("a", "boundary"), of("b", "normal", "anomaly")]).classes).toEqual([
      "normal",
      "anomaly",
      "boundary",
    ]);
    expect(mergeLabels([of("a", "anomaly", "normal")]).classes).toEqual(["normal", "anomaly"]);
    expect(mergeLabels([of("a", "10", "9"), of("b", "0")]).classes).toEqual(["0", "9", "10"]);
    expect(mergeLabels([of("a", "salt", "10", "normal")]).classes).toEqual(["10", "normal", "salt"]);
  });

  it("takes a given scheme, and refuses classes outside it", () => {
    const { classes, intervals } = mergeLabels([of("a.csv", "x", "y")], ["z", "y", "x"]);
    expect(classes).toEqual(["z", "y", "x"]);
    expect([...intervals.classIndex]).toEqual([2, 1]);
    expect(() => mergeLabels([of("a.csv", "w")], ["x"])).toThrow(
      expect.objectContaining({ code: "label-class-unknown", message: 'a.csv holds the class "w"' }) as Error,
    );
    const merged = mergeLabels([of("a.csv", "w")]);
    expect(() => new LabelIndex(merged, ["x"])).toThrow(
      expect.objectContaining({ code: "label-class-unknown" }) as Error,
    );
  });

  it("refuses nothing at all", () => {
    expect(() => mergeLabels([])).toThrow(expect.objectContaining({ code: "labels-missing" }) as Error);
  });
});
