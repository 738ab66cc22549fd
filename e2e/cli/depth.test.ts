import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { copyDemoSurvey } from "../support/demo-survey.ts";

const inspectSchema = z.object({
  intervalMicroseconds: z.number(),
  verticalUnit: z.string(),
  horizontalUnit: z.string().optional(),
  coordinateSystem: z.string().optional(),
  evidence: z.object({
    units: z.array(z.object({ field: z.string(), value: z.string(), because: z.string() })),
  }),
  warnings: z.array(z.object({ code: z.string() })),
});

/** The demo survey as a section in depth: 5 m samples and a header that says so; its labels with it. */
async function depthDemo(folder: string): Promise<{ readonly survey: string; readonly labels: string }> {
  const [survey, labels] = [path.join(folder, "depth.sgy"), path.join(folder, "depth.labels.csv")];
  const bytes = await readFile(path.join(folder, "demo.sgy"));
  const line = "C 1 PRESTACK DEPTH MIGRATED, SAMPLE INTERVAL 5 M, EPSG:23031".padEnd(80);
  bytes.fill(0x20, 0, 3200);
  bytes.write(line, "ascii");
  const samples = bytes.readUInt16BE(3220);
  bytes.writeUInt16BE(5000, 3216);
  const bytesPerTrace = 240 + samples * 4;
  for (let at = 3600; at < bytes.length; at += bytesPerTrace) bytes.writeUInt16BE(5000, at + 116);
  await writeFile(survey, bytes);
  const rows = (await readFile(path.join(folder, "demo.labels.csv"), "utf8")).trimEnd().split("\n");
  const inDepth = rows.map((row, number) => {
    if (number === 0) return row.replace("start_ms,end_ms", "start_m,end_m");
    const [inline, crossline, start, end, ...rest] = row.split(",");
    return [inline, crossline, (Number(start) / 4) * 5, (Number(end) / 4) * 5, ...rest].join(",");
  });
  await writeFile(labels, `${inDepth.join("\n")}\n`);
  return { survey, labels };
}

it("takes a section in depth from inspect to predictions, in metres, and keeps it apart from time", async () => {
  const folder = await temporaryFolder();
  await copyDemoSurvey(folder);
  const { survey, labels } = await depthDemo(folder);
  const seen = await geophoneJson(inspectSchema, ["inspect", survey]);
  expect(seen).toMatchObject({
    intervalMicroseconds: 5000,
    verticalUnit: "m",
    horizontalUnit: "m",
    coordinateSystem: "EPSG:23031",
  });
  expect(seen.evidence.units[0]!.because).toContain("SAMPLE INTERVAL 5 M");

  const run = (workspace: string, file: string, truth: string, options: readonly string[]) => [
    ...["run", file, "--labels", truth, "--workspace", path.join(folder, workspace), "--every", "8"],
    ...["--window-ms", "320", "--step-ms", "80", "--set", "iterations=5", ...options],
  ];
  const trained = z.object({ metrics: z.unknown() });
  const inDepth = await geophoneJson(trained, run("depth", survey, labels, []));
  // The same samples under the same labels: only the unit differs from 256 ms every 64.
  const inTime = await geophoneJson(
    trained,
    run("time", path.join(folder, "demo.sgy"), path.join(folder, "demo.labels.csv"), [
      ...["--window-ms", "256", "--step-ms", "64"],
    ]),
  );
  expect(inDepth.metrics).toEqual(inTime.metrics);

  const bundle = path.join(folder, "depth", "bundle.zip");
  const [csv, segy] = [path.join(folder, "p.csv"), path.join(folder, "p.sgy")];
  expect((await geophone(["predict", "--bundle", bundle, survey, "--out", csv])).exitCode).toBe(0);
  const [header, first] = (await readFile(csv, "utf8")).split("\n");
  expect(header).toContain("start_m,end_m");
  expect(first!.split(",").slice(3, 5)).toEqual(["0", "320"]);
  expect((await geophone(["predict", "--bundle", bundle, survey, "--out", segy])).exitCode).toBe(0);
  expect(await geophoneJson(inspectSchema, ["inspect", segy])).toMatchObject({
    intervalMicroseconds: 5000,
    verticalUnit: "m",
  });

  expect(
    await geophoneFailure(["predict", "--bundle", bundle, path.join(folder, "demo.sgy"), "--out", csv]),
  ).toMatchObject({ exitCode: 2, code: "input-mismatch" });
  expect(await geophoneFailure(run("wrong", survey, path.join(folder, "demo.labels.csv"), []))).toMatchObject(
    {
      code: "label-unit-differs",
    },
  );
  const mixed = ["ingest", survey, path.join(folder, "demo.sgy"), "--workspace", path.join(folder, "mixed")];
  expect((await geophone(mixed)).exitCode).toBe(0);
  expect(
    await geophoneFailure(["features", "--workspace", path.join(folder, "mixed"), "--every", "8"]),
  ).toMatchObject({ code: "unit-mixed" });
});
