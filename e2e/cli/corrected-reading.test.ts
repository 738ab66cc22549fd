import { readFile, writeFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";

const inspectSchema = z.object({
  format: z.object({ code: z.number() }),
  samplesPerTrace: z.number(),
  intervalMicroseconds: z.number(),
  delayMs: z.number(),
  traces: z.number(),
  geometry: z.unknown(),
  warnings: z.array(z.object({ code: z.string() })),
});
const trainedSchema = z.object({ metrics: z.unknown(), examples: z.unknown() });

it("reads a file whose headers lie as a person says, in every command that opens it", async () => {
  const folder = await temporaryFolder();
  const { survey: honest, labels } = await demoSurvey();
  const lie = path.join(folder, "lie");
  await mkdir(lie);
  const bytes = await readFile(honest);
  bytes.writeInt16BE(8, 3224);
  bytes.writeUInt16BE(2000, 3216);
  bytes.writeUInt16BE(150, 3220);
  const spoilt = path.join(lie, "demo.sgy");
  await writeFile(spoilt, bytes);
  const said = ["--format", "1", "--samples", "300", "--interval-us", "4000"];

  expect(await geophoneFailure(["inspect", spoilt])).toMatchObject({
    exitCode: 2,
    code: "segy-traces-misaligned",
  });
  const expected = await geophoneJson(inspectSchema, ["inspect", honest]);
  const told = await geophoneJson(inspectSchema, ["inspect", spoilt, ...said]);
  expect({ ...told, warnings: [] }).toEqual({ ...expected, warnings: [] });
  expect(told.warnings.map(({ code }) => code)).toEqual(["format-given", "samples-given", "interval-given"]);
  expect(await geophoneFailure(["inspect", spoilt, ...said, "--delay-ms", "99999"])).toMatchObject({
    exitCode: 2,
    code: "segy-reading-invalid",
  });

  const run = (survey: string, workspace: string, options: readonly string[]): Promise<unknown> =>
    geophoneJson(trainedSchema, [
      ...["run", survey, "--labels", labels, "--workspace", workspace],
      ...["--every", "8", "--set", "iterations=5", ...options],
    ]);
  const [home, corrected] = [path.join(folder, "home"), path.join(folder, "corrected")];
  expect(await run(spoilt, corrected, said)).toEqual(await run(honest, home, []));

  // What the workspace knows of the file needs no repeating.
  const again = await geophone(["ingest", spoilt, "--workspace", corrected]);
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  expect(again.stdout).toContain("already there");

  const bundle = path.join(home, "bundle.zip");
  const [one, other] = [path.join(folder, "one.csv"), path.join(folder, "other.csv")];
  expect((await geophone(["predict", honest, "--bundle", bundle, "--out", one])).exitCode).toBe(0);
  expect((await geophone(["predict", spoilt, "--bundle", bundle, "--out", other, ...said])).exitCode).toBe(0);
  expect((await readFile(other)).equals(await readFile(one))).toBe(true);

  const evaluate = ["evaluate", "--workspace", home, "--model", "1", "--every", "16"];
  const scores = await geophoneJson(z.looseObject({ accuracy: z.number() }), [
    ...evaluate,
    ...["--survey", honest, "--labels", labels],
  ]);
  expect(
    await geophoneJson(z.looseObject({ accuracy: z.number() }), [
      ...evaluate,
      ...["--survey", spoilt, "--labels", labels, ...said],
    ]),
  ).toEqual(scores);
}, 120_000);
