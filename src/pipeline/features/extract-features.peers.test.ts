import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { describeWithPeers, f3, runPython, yardstick } from "../../../e2e/support/peers.ts";
import type { WindowDefinition } from "./contract.ts";
import { createFeatureExtractor } from "./extract-features.ts";
import { readWithSegyio, withScratchFolder } from "./f3-samples.fixture.ts";
import { featureNames } from "./feature-names.ts";
import { windowStarts } from "./window-starts.ts";

/** What the yardstick computes, `[centres · traces, 8]`: window by window, trace by trace. */
async function yardstickFeatures(line: string, window: readonly string[]): Promise<Float64Array> {
  return withScratchFolder(async (folder) => {
    const csv = path.join(folder, "features.csv");
    await runPython(yardstick, ["features", f3(line), csv, ...window]);
    const [, ...rows] = (await readFile(csv, "utf8")).trim().split("\n");
    return Float64Array.from(rows.flatMap((row) => row.split(",").map(Number)));
  });
}

/** Power of one bin by the definition, in float64. */
function powerOf(samples: Float32Array, bin: number): number {
  let re = 0;
  let im = 0;
  samples.forEach((value, n) => {
    const angle = (2 * Math.PI * ((bin * n) % samples.length)) / samples.length;
    re += value * Math.cos(angle);
    im -= value * Math.sin(angle);
  });
  return re * re + im * im;
}

const window = (lengthSamples: number, stepSamples: number): WindowDefinition => ({
  extent: "window",
  lengthSamples,
  stepSamples,
  intervalMicroseconds: 4000,
});
const cases = [
  { line: "f3-inline-228.sgy", definition: window(64, 16), options: ["--window", "64", "--step", "16"] },
  {
    line: "f3-structure-inline-160.sgy",
    definition: window(64, 8),
    options: ["--window", "64", "--step", "8"],
  },
  {
    line: "f3-crossline-322.sgy",
    definition: { ...window(462, 462), extent: "trace" as const },
    options: [],
  },
];
const relative = 1e-5;

describeWithPeers("the eight features beside the Python yardstick's, on every window", () => {
  it.each(cases)(
    "$line, $definition.extent, $definition.lengthSamples samples",
    async ({ line, definition, options }) => {
      const traces = await readWithSegyio(line);
      const starts = windowStarts(definition, traces.columns);
      const own = createFeatureExtractor(definition).extract(traces, starts);
      const peer = await yardstickFeatures(line, options);
      expect(peer.length).toBe(own.data.length);

      const wrong: string[] = [];
      let nearTies = 0;
      const { lengthSamples } = definition;
      const binHz = 1 / (lengthSamples * 0.004);
      for (let trace = 0; trace < traces.rows; trace++)
        for (let i = 0; i < starts.length; i++)
          for (const [column, name] of featureNames.entries()) {
            const ours = own.data[(trace * starts.length + i) * 8 + column]!;
            const theirs = peer[(i * traces.rows + trace) * 8 + column]!;
            if (
              name === "zero_crossings"
                ? ours === theirs
                : Math.abs(ours - theirs) <= relative * Math.abs(theirs)
            )
              continue;
            if (name === "dominant_frequency") {
              // The yardstick transforms in float32: it may prefer the other of two bins of nearly equal power.
              const from = trace * traces.columns + starts[i]!;
              const samples = traces.data.subarray(from, from + lengthSamples);
              const ourPower = powerOf(samples, Math.round(ours / binHz));
              const theirPower = powerOf(samples, Math.round(theirs / binHz));
              if (Math.abs(ourPower - theirPower) <= relative * theirPower) {
                nearTies++;
                continue;
              }
            }
            wrong.push(`trace ${trace} start ${starts[i]!} ${name}: ${ours} and ${theirs}`);
          }
      expect(wrong).toEqual([]);
      expect(nearTies / own.rows).toBeLessThan(1e-3);
    },
  );
});
