import { beforeAll, expect, it } from "vitest";
import { describeWithPeers } from "../../../e2e/support/peers.ts";
import type { ImportedLabels } from "./contract.ts";
import { withF3File } from "./f3-file.fixture.ts";
import { LabelIndex } from "./label-index.ts";
import { mergeLabels } from "./merge-labels.ts";
import { readLabelVolume } from "./read-label-volume.ts";
import { labelsInYardstickOrder, yardstickLabels, type LineOfTraces } from "./yardstick-labels.fixture.ts";

const window = { extent: "window", lengthSamples: 64, stepSamples: 16, intervalMicroseconds: 4000 } as const;
const inlines = [128, 228, 328, 528, 628, 700];
const crosslines = [322, 422, 622, 740, 822, 922, 1122, 1208];

const lineOf = (inline: number): LineOfTraces => ({
  surveyName: `f3-inline-${inline}`,
  inline: new Int32Array(951).fill(inline),
  crossline: Int32Array.from({ length: 951 }, (_, trace) => 300 + trace),
  samplesPerTrace: 462,
  delayMs: 4,
});

describeWithPeers("facies volumes of F3", () => {
  let imports: ImportedLabels[];
  beforeAll(async () => {
    imports = [];
    // Crosslines first: the order of import must not decide at the crossings.
    for (const name of [...crosslines.map((n) => `crossline-${n}`), ...inlines.map((n) => `inline-${n}`)])
      imports.push(await withF3File(`f3-${name}.facies.sgy`, (segy) => readLabelVolume(segy)));
  });

  it("give each window the yardstick's class, with the crossing lines' labels in the same set", async () => {
    const merged = mergeLabels(imports);
    expect(merged.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    const index = new LabelIndex(merged, merged.classes);
    const ours = (lines: number[]) =>
      lines.flatMap((inline) => labelsInYardstickOrder(index, lineOf(inline), window, 4));
    const expected = await yardstickLabels(
      "facies",
      "inline-128,inline-328,inline-528",
      "inline-228,inline-628",
    );
    expect(ours([128, 328, 528])).toEqual(expected.train);
    expect(ours([228, 628])).toEqual(expected.test);
  });

  it("disagree on 270 of the 22,176 samples where lines cross, as NumPy counts them", () => {
    const classesAt = (labels: ImportedLabels) => {
      const merged = mergeLabels([labels], ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
      const index = new LabelIndex(merged, merged.classes);
      return index.forSurvey({
        name: "",
        count: labels.intervals.inline.length,
        inline: labels.intervals.inline,
        crossline: labels.intervals.crossline,
      });
    };
    const along = imports.map(classesAt);
    let differ = 0;
    let samples = 0;
    for (const [i, inline] of inlines.entries())
      for (const [c, crossline] of crosslines.entries())
        for (let sample = 0; sample < 462; sample++, samples++) {
          const [one, other] = [along[crosslines.length + i]!, along[c]!];
          const timeMs = 4 + 4 * sample;
          if (one.classAt(inline, crossline, timeMs) !== other.classAt(inline, crossline, timeMs)) differ++;
        }
    expect([differ, samples]).toEqual([270, 22_176]);
  });
});
