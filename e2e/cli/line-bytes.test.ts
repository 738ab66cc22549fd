import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { describeWithData } from "../support/peers.ts";
import { structureLabels, structureSurvey } from "../support/structure-workspace.ts";

const decided = z.looseObject({ by: z.enum(["file", "person", "profile"]), because: z.string() });
const evidence = z.object({
  evidence: z.object({
    ...Object.fromEntries(
      [
        ...["byteOrder", "textEncoding", "samplesPerTrace", "intervalMicroseconds", "delayMs", "lineBytes"],
        ...["coordinateBytes", "coordinateScalar", "cdpByte", "offsetByte"],
      ].map((field) => [
        field,
        decided.extend({ candidates: z.array(z.looseObject({ score: z.number(), because: z.string() })) }),
      ]),
    ),
    format: decided.extend({
      candidates: z.array(z.looseObject({ formatCode: z.number(), score: z.number() })),
    }),
  }),
});

/** The line with inline and crossline at bytes 5 and 21, and nothing where the standard has them. */
async function moveLineNumbers(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  for (let at = 3600; at < bytes.length; at += 240 + 338 * 4) {
    bytes.copy(bytes, at + 4, at + 188, at + 192);
    bytes.copy(bytes, at + 20, at + 192, at + 196);
    bytes.fill(0, at + 188, at + 196);
  }
  await writeFile(to, bytes);
}

describeWithData("line numbers at other bytes", () => {
  it("are read where a person says, in every command that reads lines", async () => {
    const folder = await temporaryFolder();
    const files = new Map([310, 330].map((line) => [line, path.join(folder, `odd-inline-${line}.sgy`)]));
    for (const [line, file] of files) await moveLineNumbers(structureSurvey(line), file);
    const where = ["--inline-byte", "5", "--crossline-byte", "21"];
    const inspect = z.object({
      geometry: z.object({ kind: z.string(), inlines: z.object({ min: z.number() }) }),
      warnings: z.array(z.object({ code: z.string() })),
    });
    const told = await geophoneJson(inspect, ["inspect", files.get(310)!, ...where]);
    expect(told.geometry).toMatchObject({ kind: "3d", inlines: { min: 310 } });
    const wrong = await geophoneJson(inspect, ["inspect", files.get(310)!]);
    expect(wrong.warnings.map(({ code }) => code)).toContain("geometry-none");

    const workspace = path.join(folder, "workspace");
    const ran = await geophone([
      "run",
      ...files.values(),
      "--labels",
      structureLabels(310),
      structureLabels(330),
      "--workspace",
      workspace,
      ...where,
      "--train",
      "inline-310",
      "--test",
      "inline-330",
      "--every",
      "20",
      "--set",
      "iterations=5",
    ]);
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
    // What was found out once is kept under a name, in the workspace or as a file.
    const profile = path.join(folder, "odd.json");
    for (const words of [
      ["save", "odd", "--like", files.get(310)!, ...where],
      ["export", "odd", "--out", profile],
    ])
      expect(await geophone(["profiles", ...words, "--workspace", workspace])).toMatchObject({ exitCode: 0 });
    expect(await geophoneJson(evidence, ["inspect", files.get(310)!, "--profile", profile])).toMatchObject({
      evidence: {
        lineBytes: { chosen: { inline: 5, crossline: 21 }, by: "profile" },
        format: { chosen: 5, by: "file" },
      },
    });
    const out = path.join(folder, "p.csv");
    expect(
      (
        await geophone([
          "predict",
          "--bundle",
          path.join(workspace, "bundle.zip"),
          files.get(330)!,
          "--out",
          out,
          "--profile",
          profile,
        ])
      ).exitCode,
    ).toBe(0);
    expect((await readFile(out, "utf8")).split("\n")[1]).toMatch(/^330,300,0,500,756,/);
    const evaluate = [
      "evaluate",
      "--workspace",
      workspace,
      "--model",
      "1",
      "--survey",
      files.get(330)!,
      "--labels",
      structureLabels(330),
      "--every",
      "20",
    ];
    expect((await geophone([...evaluate, "--profile", "odd"])).exitCode).toBe(0);
    expect(await geophoneFailure([...evaluate, "--profile", "even"])).toMatchObject({
      code: "profile-unknown",
    });
    expect(await geophoneFailure(evaluate)).toMatchObject({ exitCode: 2, code: "labels-match-nothing" });
  });
});
