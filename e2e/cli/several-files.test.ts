import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";

const range = z.object({ min: z.number(), max: z.number(), count: z.number() });
const inspectSchema = z.object({
  bytes: z.number(),
  traces: z.number(),
  samplesPerTrace: z.number(),
  geometry: z.looseObject({ inlines: range, crosslines: range }),
  parts: z.array(z.object({ file: z.string(), bytes: z.number(), traces: z.number() })).optional(),
});
const trainedSchema = z.object({ metrics: z.unknown(), examples: z.unknown(), split: z.unknown() });
const runSchema = z.object({
  lineage: z.object({ files: z.array(z.object({ fileName: z.string(), sha256: z.string() })) }),
});

/** Cuts a volume between its inlines; names go against the order of the lines. */
async function cut(file: string, folder: string, pieces: number): Promise<string[]> {
  const { traces, samplesPerTrace, geometry } = await geophoneJson(inspectSchema, ["inspect", file]);
  const bytes = await readFile(file);
  const bytesPerTrace = (bytes.length - 3600) / traces;
  expect(bytesPerTrace).toBe(240 + 4 * samplesPerTrace);
  await mkdir(folder);
  const names: string[] = [];
  const cutAt = (piece: number): number =>
    3600 + Math.round((piece * geometry.inlines.count) / pieces) * geometry.crosslines.count * bytesPerTrace;
  for (let piece = 0; piece < pieces; piece++) {
    const name = `piece-${pieces - piece}.sgy`;
    names.push(name);
    const own = bytes.subarray(cutAt(piece), cutAt(piece + 1));
    await writeFile(path.join(folder, name), Buffer.concat([bytes.subarray(0, 3600), own]));
  }
  return names;
}

it("a survey in several files is the survey in one: looked at, trained on, scored", async () => {
  const folder = await temporaryFolder();
  const { survey: whole, labels } = await demoSurvey();
  const pieces = path.join(folder, "pieces");
  const names = await cut(whole, pieces, 3);

  const one = await geophoneJson(inspectSchema, ["inspect", whole]);
  const several = await geophoneJson(inspectSchema, ["inspect", "--join", pieces]);
  expect(several.parts?.map(({ file }) => file)).toEqual(names);
  expect({ ...several, parts: undefined, bytes: one.bytes + 2 * 3600 }).toEqual({
    ...one,
    bytes: several.bytes,
  });

  const run = (survey: readonly string[], workspace: string): Promise<unknown> =>
    geophoneJson(trainedSchema, [
      ...["run", ...survey, "--labels", labels],
      ...["--workspace", workspace, "--every", "8", "--set", "iterations=5"],
    ]);
  const [home, joined] = [path.join(folder, "home"), path.join(folder, "joined")];
  expect(await run(["--join", "demo", pieces], joined)).toEqual(await run([whole], home));
  const runs = path.join(joined, "records", "runs");
  const record = runSchema.parse(
    JSON.parse(await readFile(path.join(runs, (await readdir(runs))[0]!), "utf8")),
  );
  expect(record.lineage.files.map(({ fileName }) => fileName)).toEqual(names);
  expect(new Set(record.lineage.files.map(({ sha256 }) => sha256)).size).toBe(3);

  const predict = async (files: readonly string[], out: string): Promise<Buffer> => {
    const bundle = path.join(home, "bundle.zip");
    expect((await geophone(["predict", ...files, "--bundle", bundle, "--out", out])).exitCode).toBe(0);
    return readFile(out);
  };
  const [a, b] = [path.join(folder, "a.sgy"), path.join(folder, "b.sgy")];
  expect((await predict(["--join", "demo", pieces], a)).equals(await predict([whole], b))).toBe(true);

  // A file away is told by its name; one that does not fit, with what differs.
  const first = path.join(pieces, names[0]!);
  await rename(first, path.join(folder, "elsewhere.sgy"));
  expect(await geophoneFailure(["features", "--workspace", joined, "--every", "4"])).toMatchObject({
    exitCode: 2,
    code: "file-missing",
    message: expect.stringContaining(`${names[0]!}, one of the 3 files of demo`) as string,
  });
  const odd = await readFile(path.join(folder, "elsewhere.sgy"));
  odd.writeUInt16BE(2000, 3216);
  await writeFile(first, odd);
  expect(await geophoneFailure(["ingest", "--join", "odd", pieces, "--workspace", joined])).toMatchObject({
    exitCode: 2,
    code: "segy-parts-differ",
    message: expect.stringMatching(/piece-\d\.sgy and piece-\d\.sgy .*sample interval/) as string,
  });
}, 180_000);
