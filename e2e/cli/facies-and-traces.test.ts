import { cp, readFile, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";
import { describeWithData, describeWithPeers, f3, runPythonSource } from "../support/peers.ts";
import { structureLabels, structureSurvey, structureWorkspace } from "../support/structure-workspace.ts";

const scores = z.object({ accuracy: z.number(), macroF1: z.number() });
const trainSchema = z.object({
  examples: z.object({ train: z.number(), test: z.number(), buffer: z.number() }),
  metrics: scores.extend({ baselines: z.object({ majority: scores, timeOnly: scores }) }),
  warnings: z.array(z.string()),
});

async function must(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
}

describeWithData("label volumes and crossing lines of F3", () => {
  it("leaves out training traces within the buffer of a crossing test line", async () => {
    const workspace = path.join(await temporaryFolder(), "workspace");
    const lines = ["inline-128", "inline-328", "crossline-622"];
    await must(["ingest", ...lines.map((line) => f3(`f3-${line}.sgy`)), "--workspace", workspace]);
    await must([
      "labels",
      "import",
      ...lines.map((line) => f3(`f3-${line}.facies.sgy`)),
      "--workspace",
      workspace,
    ]);
    await must(["features", "--workspace", workspace, "--every", "10", "--step-ms", "128"]);
    const train = (buffer: number): Promise<z.infer<typeof trainSchema>> =>
      geophoneJson(trainSchema, [
        "train",
        "--workspace",
        workspace,
        "--model",
        "boosting",
        "--train",
        "inline-128,inline-328",
        "--test",
        "crossline-622",
        "--buffer-traces",
        String(buffer),
        "--with-time",
        "--without-classes",
        "0",
        "--set",
        "iterations=5",
      ]);
    // Only the crossline has windows of class 0: an honest test needs the class in training, or nowhere.
    const refusal = await geophoneFailure([
      "train",
      "--workspace",
      workspace,
      "--model",
      "boosting",
      "--train",
      "inline-128",
      "--test",
      "crossline-622",
    ]);
    expect(refusal).toMatchObject({ exitCode: 2, code: "class-without-examples" });
    expect(
      await geophoneFailure([
        "train",
        "--workspace",
        workspace,
        "--model",
        "boosting",
        "--train",
        "inline-128",
        "--test",
        "inline-328",
        "--without-classes",
        "x",
      ]),
    ).toMatchObject({ exitCode: 2, code: "class-unknown" });
    const [none, some] = [await train(0), await train(40)];
    expect(none.examples.test).toBe(some.examples.test);
    // Crosslines 582 … 662 lie within 40 bins of 622: every tenth trace from 300 on gives 590, 600 … 660.
    const windows = 13;
    expect(some.examples.buffer).toBe(2 * 8 * windows);
    expect(none.examples.buffer).toBe(0);
    expect(some.examples.train + some.examples.buffer).toBe(none.examples.train);
    expect(some.metrics.macroF1).toBeGreaterThan(some.metrics.baselines.majority.macroF1);
  });
});

describeWithPeers("whole traces and exploratory embeddings", () => {
  it("makes one example a trace, labelled by the class that covers most of it", async () => {
    const workspace = path.join(await temporaryFolder(), "workspace");
    const lines = ["crossline-322", "crossline-922"];
    await must(["ingest", ...lines.map((line) => f3(`f3-${line}.sgy`)), "--workspace", workspace]);
    await must([
      "labels",
      "import",
      ...lines.map((line) => f3(`f3-${line}.facies.sgy`)),
      "--workspace",
      workspace,
    ]);
    const features = await geophoneJson(
      z.object({
        tables: z.array(z.object({ rows: z.number(), parts: z.array(z.object({ path: z.string() })) })),
      }),
      ["features", "--workspace", workspace, "--whole-trace", "--fit", "crossline-322"],
    );
    expect(features.tables.map(({ rows }) => rows)).toEqual([651, 651]);
    const told: unknown = JSON.parse(
      await runPythonSource(
        `import sys, json, pyarrow.parquet as pq
t = pq.read_table(sys.argv[1]); s = t.schema
print(json.dumps({"columns": t.column_names[:14], "exploratory": sum(c.startswith("exploratory_embedding_") for c in t.column_names),
  "marked": any(b"never used in a score" in v for v in s.metadata.values())}))`,
        [path.join(workspace, features.tables[0]!.parts[0]!.path)],
      ),
    );
    expect(told).toEqual({
      columns: [
        "survey",
        "trace_index",
        "inline",
        "crossline",
        "start_ms",
        "length_ms",
        "mean",
        "std",
        "min",
        "max",
        "rms",
        "energy",
        "zero_crossings",
        "dominant_frequency",
      ],
      exploratory: 32,
      marked: true,
    });
    const trained = await geophoneJson(trainSchema, [
      "train",
      "--workspace",
      workspace,
      "--model",
      "boosting",
      "--train",
      "crossline-322",
      "--test",
      "crossline-922",
      "--set",
      "iterations=3",
    ]).catch((error: unknown) => String(error));
    // Whole traces of F3 are nearly all of two classes, so a class without examples is a fair answer; a crash is not.
    if (typeof trained === "string") expect(trained).toMatch(/class-without-examples|single-class/);
    else expect(trained.examples.train).toBeGreaterThan(600);
  });
});

describeWithData("a survey file after ingest", () => {
  it("may be touched or moved, but not changed", async () => {
    const folder = await temporaryFolder();
    const workspace = path.join(folder, "workspace");
    const file = path.join(folder, "line.sgy");
    await cp(structureSurvey(310), file);
    await must(["ingest", file, "--workspace", workspace]);
    await utimes(file, 1000, 1000);
    await must(["features", "--workspace", workspace, "--every", "50"]);
    const bytes = await readFile(file);
    bytes[5000] = bytes[5000]! ^ 1;
    await writeFile(file, bytes);
    expect(await geophoneFailure(["features", "--workspace", workspace, "--every", "60"])).toMatchObject({
      exitCode: 2,
      code: "survey-file-changed",
    });
    const elsewhere = path.join(folder, "elsewhere", "line.sgy");
    await cp(structureSurvey(310), elsewhere);
    await must(["ingest", elsewhere, "--workspace", workspace]);
    await must(["features", "--workspace", workspace, "--every", "60"]);
  });
});

describeWithData("samples that are NaN or infinite", () => {
  it("leave their windows out of training and unscored in predictions, in each format", async () => {
    const folder = await temporaryFolder();
    const workspace = path.join(folder, "workspace");
    const file = path.join(folder, "f3-structure-inline-160.sgy");
    const bytes = await readFile(structureSurvey(160));
    const sample = (trace: number, index: number): number => 3600 + trace * (240 + 338 * 4) + 240 + index * 4;
    bytes.writeFloatBE(NaN, sample(10, 100)); // in the windows that start at 48, 64, 80 and 96
    bytes.writeFloatBE(-Infinity, sample(20, 0)); // in the one that starts at 0
    await writeFile(file, bytes);
    const ran = await geophone([
      "run",
      file,
      structureSurvey(310),
      "--labels",
      structureLabels(160),
      structureLabels(310),
      "--workspace",
      workspace,
      "--train",
      "inline-160",
      "--test",
      "inline-310",
      "--every",
      "10",
      "--set",
      "iterations=5",
    ]);
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ran.stdout).toContain("2 traces hold NaN or infinity");
    for (const ending of ["csv", "parquet", "sgy"]) {
      const told = await geophoneJson(z.object({ examples: z.number(), unscored: z.number() }), [
        "predict",
        "--bundle",
        path.join(workspace, "bundle.zip"),
        file,
        "--out",
        path.join(folder, `p.${ending}`),
      ]);
      expect(told).toEqual({ examples: 951 * 18, unscored: 5 });
    }
    const rows = (await readFile(path.join(folder, "p.csv"), "utf8"))
      .split("\n")
      .filter((row) => row.includes("unscored"));
    expect(rows.map((row) => row.split(",").slice(1, 4).join(" "))).toEqual([
      "310 10 692",
      "310 10 756",
      "310 10 820",
      "310 10 884",
      "320 20 500",
    ]);
    const classes = await readFile(path.join(folder, "p.sgy"));
    const first = new Int8Array(classes.subarray(3600 + 20 * 578 + 240, 3600 + 20 * 578 + 242));
    expect([...first]).toEqual([-1, -1]);
  });
});

describe("tables that are there", () => {
  it("are taken as they are, and made again where they are missing", async () => {
    const folder = await temporaryFolder();
    const workspace = path.join(folder, "workspace");
    await must(["ingest", (await demoSurvey()).survey, "--workspace", workspace]);
    const schema = z.object({
      id: z.string(),
      computed: z.number(),
      reused: z.number(),
      tables: z.array(z.object({ parts: z.array(z.object({ path: z.string() })) })),
    });
    const features = (): Promise<z.infer<typeof schema>> =>
      geophoneJson(schema, ["features", "--workspace", workspace, "--every", "8"]);
    const first = await features();
    const table = path.join(workspace, first.tables[0]!.parts[0]!.path);
    const content = await readFile(table);
    const again = await features();
    expect([first.computed, first.reused, again.computed, again.reused]).toEqual([1, 0, 0, 1]);
    expect(again.id).toBe(first.id);
    const { rm } = await import("node:fs/promises");
    await rm(table);
    expect((await features()).computed).toBe(1);
    expect((await readFile(table)).equals(content)).toBe(true);
  });
});

describeWithData("evaluate", () => {
  it("scores a model on a line that it was not trained on, and refuses labels of another scheme", async () => {
    const workspace = path.join(await temporaryFolder(), "workspace");
    await structureWorkspace(workspace, [310, 330], 20);
    await must([
      "train",
      "--workspace",
      workspace,
      "--model",
      "boosting",
      "--train",
      "inline-310",
      "--test",
      "inline-330",
      "--set",
      "iterations=10",
    ]);
    const evaluation = await geophoneJson(scores.extend({ examples: z.number() }), [
      "evaluate",
      "--workspace",
      workspace,
      "--model",
      "latest",
      "--survey",
      structureSurvey(160),
      "--labels",
      structureLabels(160),
      "--every",
      "10",
    ]);
    expect(evaluation.examples).toBe(96 * 35);
    expect(
      await geophoneFailure([
        "evaluate",
        "--workspace",
        workspace,
        "--model",
        "9",
        "--survey",
        structureSurvey(160),
        "--labels",
        structureLabels(160),
      ]),
    ).toMatchObject({ exitCode: 2, code: "model-unknown" });
    expect(
      await geophoneFailure([
        "evaluate",
        "--workspace",
        workspace,
        "--model",
        "1",
        "--survey",
        structureSurvey(160),
        "--labels",
        structureLabels(310),
      ]),
    ).toMatchObject({ exitCode: 2, code: "labels-match-nothing" });
  });
});
