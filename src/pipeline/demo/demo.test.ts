import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { writeDemoFolder } from "../../adapters/node/demo-folder.ts";
import { classOfDetail, demoClasses, demoDefaults, demoDetails, generateDemoSurvey } from "./contract.ts";

const small = { ...demoDefaults, inlines: 2, seed: 7 };

describe("the demo survey", () => {
  it("is the same for the same seed, and another for another", () => {
    const [one, again, other] = [small, small, { ...small, seed: 8 }].map((options) => [
      ...generateDemoSurvey(options),
    ]);
    expect(one![1]!.samples.data).toEqual(again![1]!.samples.data);
    expect(one![1]!.samples.data).not.toEqual(other![1]!.samples.data);
  });

  it("holds every structure on every inline, in shares that leave a majority without making it all", () => {
    const totals = demoClasses.map(() => 0);
    let samples = 0;
    for (const { details } of generateDemoSurvey({ ...demoDefaults, seed: 7 })) {
      const counts = demoDetails.map(() => 0);
      for (const detail of details) counts[detail]!++;
      for (const count of counts) expect(count / details.length).toBeGreaterThan(0.02);
      counts.forEach((count, detail) => (totals[classOfDetail(detail)]! += count));
      samples += details.length;
    }
    const [normal, anomaly, boundary] = totals.map((total) => total / samples);
    expect(normal).toBeGreaterThan(0.7);
    expect(normal).toBeLessThan(0.8);
    expect(anomaly).toBeGreaterThan(0.15);
    expect(anomaly).toBeLessThan(0.2);
    expect(boundary).toBeGreaterThan(0.04);
    expect(boundary).toBeLessThan(0.08);
    expect(demoDetails.map((_, detail) => classOfDetail(detail))).toEqual([0, 1, 1, 2]);
  });

  it("has finite amplitudes", () => {
    for (const { samples } of generateDemoSurvey(small))
      expect(samples.data.every(Number.isFinite)).toBe(true);
  });

  it.each([2, 5])(
    "has finite amplitudes where the salt is narrower than a bin: %i crosslines",
    (crosslines) => {
      for (let seed = 0; seed < 6; seed++)
        for (const { samples } of generateDemoSurvey({ ...small, crosslines, seed, samples: 260 }))
          expect(samples.data.every(Number.isFinite)).toBe(true);
    },
  );
});

describeWithPython("the demo survey as a file", () => {
  it("opens in segyio as a full 3-D grid, labels and table agreeing", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-demo-"));
    try {
      await writeDemoFolder(folder, 7, {});
      const told = JSON.parse(
        await runPythonSource(
          `import sys, json, csv, numpy as np, segyio
folder = sys.argv[1]
with segyio.open(folder + "/demo.sgy") as f, segyio.open(folder + "/demo.labels.sgy") as g:
    cube, labels = segyio.tools.cube(f), segyio.tools.cube(g)
    names = ["normal", "anomaly", "boundary"]
    table = np.full(labels.shape, -1)
    for r in csv.DictReader(open(folder + "/demo.labels.csv")):
        table[int(r["inline"]) - 100, int(r["crossline"]) - 300, int(r["start_ms"]) // 4:int(r["end_ms"]) // 4] = names.index(r["class"])
    x, y = f.attributes(181)[:] / 10, f.attributes(185)[:] / 10
    print(json.dumps({"shape": cube.shape, "finite": bool(np.isfinite(cube).all()), "same": bool((table == labels).all()),
        "samples": [float(f.samples[0]), float(f.samples[-1])], "sorting": str(f.sorting), "spacing": float(np.hypot(x[1] - x[0], y[1] - y[0])),
        "headers": bool((f.attributes(189)[:] == g.attributes(189)[:]).all()), "format": int(f.format)}))`,
          [folder],
        ),
      ) as Record<string, unknown>;
      expect(told).toMatchObject({
        shape: [64, 128, 300],
        finite: true,
        same: true,
        samples: [0, 1196],
        headers: true,
        format: 1,
      });
      expect(Math.abs((told["spacing"] as number) - 25)).toBeLessThan(0.2);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
