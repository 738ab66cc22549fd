import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";

const scores = z.object({ accuracy: z.number(), macroF1: z.number() });
const runSchema = z.object({
  modelVersion: z.number(),
  runId: z.string(),
  backend: z.string(),
  fitSeconds: z.number(),
  examples: z.object({ train: z.number(), test: z.number() }),
  metrics: scores.extend({ baselines: z.object({ majority: scores, timeOnly: scores }) }),
  bundle: z.object({ sha256: z.string() }),
});

async function runDemo(workspace: string): Promise<z.infer<typeof runSchema>> {
  const { survey, labelVolume } = await demoSurvey();
  return geophoneJson(runSchema, [
    "run",
    survey,
    "--labels",
    labelVolume,
    "--class-names",
    "normal,anomaly,boundary",
    "--workspace",
    workspace,
    "--every",
    "4",
    "--with-time",
  ]);
}

describe("the whole job on the demo survey", () => {
  it("learns more than chance and depth, and comes out the same twice, byte for byte", async () => {
    const folder = await temporaryFolder();
    const { survey, labels, labelVolume } = await demoSurvey();
    const first = await runDemo(path.join(folder, "one"));
    const second = await runDemo(path.join(folder, "two"));

    const { metrics } = first;
    expect(metrics.macroF1).toBeGreaterThan(metrics.baselines.majority.macroF1 + 0.1);
    expect(metrics.macroF1).toBeGreaterThan(metrics.baselines.timeOnly.macroF1 + 0.05);
    expect(metrics.accuracy).toBeGreaterThan(metrics.baselines.majority.accuracy);
    expect(metrics.accuracy).toBeLessThan(0.99);
    expect(second.metrics).toEqual(first.metrics);
    expect(second.bundle.sha256).toBe(first.bundle.sha256);
    const bytes = await Promise.all(
      ["one", "two"].map((name) => readFile(path.join(folder, name, "bundle.zip"))),
    );
    expect(bytes[0]!.equals(bytes[1]!)).toBe(true);

    const report = await readFile(path.join(folder, "one", "report.html"), "utf8");
    expect(report).not.toMatch(/(src|href)="https?:/);
    expect(report).toContain("data:image/png;base64,");
    // The CSV labels say the same as the label volume.
    const fromCsv = await geophoneJson(z.object({ accuracy: z.number() }), [
      "evaluate",
      "--workspace",
      path.join(folder, "one"),
      "--model",
      "1",
      "--every",
      "8",
      "--survey",
      survey,
      "--labels",
      labels,
    ]);
    const fromVolume = await geophoneJson(z.object({ accuracy: z.number() }), [
      "evaluate",
      "--workspace",
      path.join(folder, "one"),
      "--model",
      "1",
      "--every",
      "8",
      "--survey",
      survey,
      "--labels",
      labelVolume,
    ]);
    expect(fromCsv.accuracy).toBeCloseTo(fromVolume.accuracy, 12);
  }, 180_000);

  it("gives the same survey for the same seed, and another for another", async () => {
    const folder = await temporaryFolder();
    const make = async (name: string, seed: string): Promise<Buffer> => {
      const out = path.join(folder, name);
      expect((await geophone(["demo", out, "--seed", seed])).exitCode).toBe(0);
      expect(await readdir(out)).toEqual(
        expect.arrayContaining(["demo.sgy", "demo.labels.sgy", "demo.labels.csv"]),
      );
      return readFile(path.join(out, "demo.sgy"));
    };
    const shared = await readFile((await demoSurvey()).survey);
    const [first, again, other] = [shared, await make("b", "7"), await make("c", "8")];
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
  }, 120_000);

  it("trains the softmax model too, and marks a random split as inflated", async () => {
    const folder = await temporaryFolder();
    const { survey, labels } = await demoSurvey();
    const workspace = path.join(folder, "workspace");
    const softmax = await geophoneJson(runSchema, [
      "run",
      survey,
      "--labels",
      labels,
      "--workspace",
      workspace,
      "--every",
      "8",
      "--model",
      "softmax",
      "--class-weight",
      "balanced",
    ]);
    expect(softmax.metrics.macroF1).toBeGreaterThan(softmax.metrics.baselines.majority.macroF1);
    expect(["wasm", "cpu"]).toContain(softmax.backend);
    const random = await geophone([
      "train",
      "--workspace",
      workspace,
      "--model",
      "boosting",
      "--split",
      "random",
      "--set",
      "iterations=10",
    ]);
    expect(random.exitCode).toBe(0);
    expect(random.stdout).toContain("INFLATED");
  }, 180_000);
});
