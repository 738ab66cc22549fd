import { describe, expect, it } from "vitest";
import type { WindowDefinition } from "../features/contract.ts";
import type { ImportedLabels } from "./contract.ts";
import { labelExamples } from "./label-examples.ts";
import { LabelIndex } from "./label-index.ts";
import { mergeLabels } from "./merge-labels.ts";
import { parseLabelCsv } from "./parse-label-csv.ts";
import { isNamedFor } from "./source-order.ts";

const labelled = (fileName: string, ...rows: string[]): ImportedLabels =>
  parseLabelCsv(fileName, ["inline,crossline,start_ms,end_ms,class", ...rows].join("\n"));

const windowOf = (lengthSamples: number): WindowDefinition => ({
  extent: "window",
  lengthSamples,
  stepSamples: 1,
  intervalMicroseconds: 4000,
});
const traceOf = (lengthSamples: number): WindowDefinition => ({
  ...windowOf(lengthSamples),
  extent: "trace",
});

/** Labels of the examples of one trace at (inline, crossline). */
function labelTrace(
  imports: readonly ImportedLabels[],
  trace: { survey?: string; inline?: number; crossline?: number },
  startMs: readonly number[],
  window: WindowDefinition,
): string[] {
  const merged = mergeLabels(imports);
  const classes = labelExamples(
    new LabelIndex(merged, merged.classes),
    {
      surveyName: trace.survey ?? "line",
      rows: startMs.length,
      inline: new Int32Array(startMs.length).fill(trace.inline ?? 1),
      crossline: new Int32Array(startMs.length).fill(trace.crossline ?? 2),
      startMs: Float64Array.from(startMs),
    },
    window,
  );
  return [...classes].map((index) => merged.classes[index] ?? "—");
}

describe("labelling of windows", () => {
  it("takes the class at the centre sample, start + floor(length / 2), with exclusive ends", () => {
    const csv = labelled("a.csv", "1,2,100,200,a", "1,2,200,300,b");
    // Centres 4 samples after the start: 16 ms.
    expect(labelTrace([csv], {}, [83.9, 84, 180, 184, 280, 284], windowOf(8))).toEqual([
      "—",
      "a",
      "a",
      "b",
      "b",
      "—",
    ]);
    // 9 samples have the same centre, 10 the next one.
    expect(labelTrace([csv], {}, [180, 184], windowOf(9))).toEqual(["a", "b"]);
    expect(labelTrace([csv], {}, [180], windowOf(10))).toEqual(["b"]);
  });

  it("leaves traces without labels unlabelled, and sees neighbours apart", () => {
    const csv = labelled("a.csv", "1,2,0,800,a", "1,4,0,800,b", "2,2,0,800,c");
    const at = (inline: number, crossline: number) =>
      labelTrace([csv], { inline, crossline }, [0], windowOf(4))[0];
    expect([at(1, 1), at(1, 2), at(1, 3), at(1, 4), at(2, 2), at(3, 2), at(0, 2)]).toEqual([
      "—",
      "a",
      "—",
      "b",
      "c",
      "—",
      "—",
    ]);
  });

  it("meets sample times that float32 cannot hold", () => {
    const third = 1000 / 3;
    const samples = Array.from({ length: 30 }, (_, sample) => sample);
    const csv = labelled("a.csv", ...samples.map((k) => `1,2,${k * third},${(k + 1) * third},c${k}`));
    const one = { ...windowOf(1), intervalMicroseconds: third * 1000 };
    const times = samples.map((k) => k * third);
    expect(labelTrace([csv], {}, times, one)).toEqual(samples.map((k) => `c${k}`));
    expect(labelTrace([csv], {}, times, { ...one, extent: "trace" })).toEqual(samples.map((k) => `c${k}`));
  });
});

describe("labelling of whole traces", () => {
  it("takes the class that covers most labelled samples", () => {
    const csv = labelled("a.csv", "1,2,0,20,a", "1,2,20,32,b", "1,2,32,36,a");
    expect(labelTrace([csv], {}, [0], traceOf(100))).toEqual(["a"]);
    expect(labelTrace([csv], {}, [12], traceOf(5))).toEqual(["b"]);
    expect(labelTrace([csv], {}, [36], traceOf(5))).toEqual(["—"]);
  });

  it("takes the lower index of equals", () => {
    expect(labelTrace([labelled("a.csv", "1,2,0,20,b", "1,2,20,40,a")], {}, [0], traceOf(10))).toEqual(["a"]);
  });

  it("counts the same by arithmetic as sample by sample", () => {
    const csv = labelled("line.csv", "1,2,0,22,b", "1,2,22,41,a", "1,2,41,43,c");
    // A second file with labels outside the trace makes it go sample by sample.
    const other = labelled("other.csv", "1,2,9000,9001,c");
    for (const start of [0, 1, 3.9, 4, 20])
      for (const samples of [1, 5, 10, 11, 12])
        expect(
          labelTrace([csv, other], {}, [start], traceOf(samples)),
          `${start} ms, ${samples} samples`,
        ).toEqual(labelTrace([csv], {}, [start], traceOf(samples)));
  });
});

describe("labels of several files", () => {
  const inline = labelled("inline-1.facies.csv", "1,1,0,80,a", "1,2,0,80,a", "1,3,0,80,a");
  const crossline = labelled(
    "crossline-2.facies.csv",
    "0,2,0,80,b",
    "1,2,0,80,b",
    "2,2,0,80,b",
    "3,2,0,80,b",
  );
  const atCrossing = (imports: ImportedLabels[], survey: string) =>
    labelTrace(imports, { survey, inline: 1, crossline: 2 }, [0], windowOf(4))[0];

  it("lets the file that is named for the survey speak at a crossing, in whatever order they came", () => {
    for (const imports of [
      [inline, crossline],
      [crossline, inline],
    ]) {
      expect(atCrossing(imports, "inline-1")).toBe("a");
      expect(atCrossing(imports, "crossline-2")).toBe("b");
    }
  });

  it("goes by the number of traces where no name fits", () => {
    for (const imports of [
      [inline, crossline],
      [crossline, inline],
    ]) {
      const merged = mergeLabels(imports);
      const index = new LabelIndex(merged, merged.classes);
      const alongInline = {
        surveyName: "x",
        rows: 3,
        inline: Int32Array.of(1, 1, 1),
        crossline: Int32Array.of(1, 2, 3),
      };
      expect([
        ...labelExamples(index, { ...alongInline, startMs: new Float32Array(3) }, windowOf(4)),
      ]).toEqual([0, 0, 0]);
      const alongCrossline = {
        surveyName: "y",
        rows: 3,
        inline: Int32Array.of(0, 1, 2),
        crossline: Int32Array.of(2, 2, 2),
      };
      expect([
        ...labelExamples(index, { ...alongCrossline, startMs: new Float32Array(3) }, windowOf(4)),
      ]).toEqual([1, 1, 1]);
    }
  });

  it("asks the next file where the first says nothing", () => {
    const own = labelled("line.csv", "1,2,0,40,a");
    const other = labelled("other.csv", "1,2,20,80,b", "1,3,0,80,b");
    expect(labelTrace([other, own], {}, [28, 32, 76], windowOf(2))).toEqual(["a", "a", "—"]);
    expect(labelTrace([other, own], {}, [36], windowOf(2))).toEqual(["b"]);
    expect(labelTrace([other, own], { crossline: 3 }, [0], windowOf(2))).toEqual(["b"]);
    // Ten samples are the line's own, ten the other's beyond them.
    expect(labelTrace([other, own], {}, [0], traceOf(20))).toEqual(["a"]);
    expect(labelTrace([other, own], {}, [4], traceOf(20))).toEqual(["b"]);
  });

  it.each([
    ["f3-inline-128.facies.sgy", "f3-inline-128", true],
    ["F3-Inline-128.LABELS.csv", "f3-inline-128", true],
    ["f3-inline-128_labels.csv", "f3-inline-128", true],
    ["f3-inline-128.csv", "f3-inline-128", true],
    ["f3-inline-128.v2.csv", "f3-inline-128", true],
    ["f3-inline-128.facies.sgy", "f3-inline-12", false],
    ["f3-inline-12.facies.sgy", "f3-inline-128", false],
    ["labels.csv", "f3-inline-128", false],
  ])("%s for %s: %s", (file, survey, expected) => {
    expect(isNamedFor(file, survey)).toBe(expected);
  });
});
