import { describe, expect, it } from "vitest";
import type { ImportedLabels } from "./contract.ts";
import { labelCoverage } from "./label-coverage.ts";
import { mergeLabels } from "./merge-labels.ts";
import { parseLabelCsv } from "./parse-label-csv.ts";

const labelled = (fileName: string, ...rows: string[]): ImportedLabels =>
  parseLabelCsv(fileName, ["inline,crossline,start_ms,end_ms,class", ...rows].join("\n"));

describe("labelCoverage", () => {
  const merged = mergeLabels([
    labelled("a.csv", "1,2,0,8,x", "1,3,0,4,x", "1,3,4,8,y"),
    labelled("b.csv", "5,2,0,8,x"),
  ]);
  const survey = (name: string, inline: number[], crossline: number[]) => ({
    name,
    count: inline.length,
    inline,
    crossline,
  });

  it("counts the traces of each file that are in a survey", () => {
    const surveys = [survey("s", [1, 1, 1], [2, 2, 4]), survey("t", [5], [2])];
    expect(labelCoverage(merged, surveys)).toEqual([
      { fileName: "a.csv", matchedTraces: 1, unmatchedTraces: 1 },
      { fileName: "b.csv", matchedTraces: 1, unmatchedTraces: 0 },
    ]);
  });

  it("refuses a file that labels none of them, naming the lines of both", () => {
    expect(() => labelCoverage(merged, [survey("s", [1, 1], [2, 4])])).toThrow(
      expect.objectContaining({
        code: "labels-match-nothing",
        place: { file: "b.csv" },
        message: "b.csv labels inline 5, crossline 2; the surveys here are s (inline 1, crosslines 2–4)",
      }) as Error,
    );
  });
});
