import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { copyDemoSurvey } from "../support/demo-survey.ts";

const quickSchema = z.object({
  checked: z.number(),
  problems: z.array(z.object({ code: z.string(), path: z.string() })),
  unclaimed: z.array(z.object({ code: z.string(), path: z.string() })),
  outOfReach: z.array(z.string()),
});
const fullSchema = z.object({
  valid: z.boolean(),
  stages: z.array(z.object({ name: z.string(), faults: z.array(z.string()) })),
});

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(file, bytes);
}

async function problemsOf(args: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const { exitCode, stdout } = await geophone([...args, "--json"]);
  const { problems } = quickSchema.parse(JSON.parse(stdout));
  expect(exitCode).toBe(problems.length > 0 ? 1 : 0);
  return problems.map(({ code, path: where }) => [code, where]);
}

describe("geophone validate", () => {
  it("--quick names what is damaged in a workspace and beside it", async () => {
    const folder = await temporaryFolder();
    const at = (...names: string[]): string => path.join(folder, ...names);
    const { survey, labels } = await copyDemoSurvey(at("survey"));
    const job = [
      ...["run", survey, "--labels", labels],
      ...["--workspace", at("ws"), "--every", "8", "--set", "iterations=3"],
    ];
    expect((await geophone(job)).exitCode).toBe(0);
    const quick = ["validate", "--quick", "--workspace", at("ws")];
    const whole = await geophoneJson(quickSchema, [...quick, "--files"]);
    expect(whole).toMatchObject({ problems: [], unclaimed: [], outOfReach: [] });
    expect(whole.checked).toBeGreaterThan(8);

    await flip(at("ws/bronze/demo.parquet"));
    const [run] = await readdir(at("ws/runs"));
    const weights = `runs/${run}/model/tensors/classifier.node_threshold.float32.bin`;
    await flip(at("ws", weights));
    const damaged = [
      ["table-damaged", "bronze/demo.parquet"],
      ["artefacts-damaged", weights],
    ];
    expect(await problemsOf(quick)).toEqual(damaged);
    // One sample of the survey: its size is as it was.
    await flip(survey);
    expect(await problemsOf(quick)).toEqual(damaged);
    expect(await problemsOf([...quick, "--files"])).toEqual([...damaged, ["survey-file-changed", survey]]);
    expect(await geophoneFailure(["validate", "--quick"])).toMatchObject({
      exitCode: 2,
      code: "validate-what",
    });
  });

  it("--full repeats every stage and what was recorded of it", async () => {
    const { valid, stages } = await geophoneJson(fullSchema, ["validate", "--full"]);
    expect({ valid, faults: stages.flatMap(({ faults }) => faults) }).toEqual({ valid: true, faults: [] });
    expect(stages.map(({ name }) => name)).toEqual([
      ...["demo", "ingest", "labels", "features", "train boosting", "train softmax", "evaluate", "register"],
      ...["gates", "bundle and check", "predict", "report", "archive there and back", "verify"],
    ]);
  });
});
