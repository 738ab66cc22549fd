import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { describeWithPeers, f3 } from "../../../e2e/support/peers.ts";
import { LabelIndex } from "./label-index.ts";
import { mergeLabels } from "./merge-labels.ts";
import { parseLabelCsv } from "./parse-label-csv.ts";
import { labelsInYardstickOrder, yardstickLabels } from "./yardstick-labels.fixture.ts";

const window = { extent: "window", lengthSamples: 64, stepSamples: 8, intervalMicroseconds: 4000 } as const;

describeWithPeers("structure labels of F3", () => {
  it("are the yardstick's on every window", async () => {
    const names = ["310", "330", "160"].map((inline) => `f3-structure-inline-${inline}`);
    const imports = await Promise.all(
      names.map(async (name) => {
        const file = `${name}.labels.csv`;
        return parseLabelCsv(file, await readFile(f3(file), "utf8"));
      }),
    );
    expect(imports.map(({ intervals }) => intervals.inline.length)).toEqual([3691, 3581, 3405]);
    const merged = mergeLabels(imports);
    expect(merged.classes).toEqual(["normal", "anomaly", "boundary"]);
    const index = new LabelIndex(merged, merged.classes);
    const [first, second, tested] = names.map((surveyName) =>
      labelsInYardstickOrder(
        index,
        {
          surveyName,
          inline: new Int32Array(951).fill(Number(surveyName.slice(-3))),
          crossline: Int32Array.from({ length: 951 }, (_, trace) => 300 + trace),
          samplesPerTrace: 338,
          delayMs: 500,
        },
        window,
        2,
      ),
    );
    const expected = await yardstickLabels("structure", "310,330", "160");
    expect([expected.train.length, expected.test.length]).toEqual([33_320, 16_660]);
    expect([...first!, ...second!]).toEqual(expected.train);
    expect(tested).toEqual(expected.test);
  });
});
