import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson } from "../support/cli.ts";
import { dataFolder, describeWithData, f3 } from "../support/peers.ts";
import path from "node:path";

const range = z.object({ min: z.number(), max: z.number(), count: z.number() });
/** The shape that other programs build on. */
const inspectSchema = z.object({
  file: z.string(),
  bytes: z.number(),
  revision: z.number(),
  byteOrder: z.enum(["big", "little", "pairwise"]),
  format: z.object({ code: z.number(), name: z.string() }),
  samplesPerTrace: z.number(),
  intervalMicroseconds: z.number(),
  delayMs: z.number(),
  traces: z.number(),
  text: z.object({ encoding: z.enum(["ebcdic", "ascii"]), lines: z.array(z.string()) }),
  geometry: z.object({
    kind: z.enum(["3d", "2d", "prestack", "unknown"]),
    inlineByte: z.number(),
    crosslineByte: z.number(),
    inlines: range,
    crosslines: range,
    missingBins: z.number(),
    duplicateBins: z.number(),
    bins: z.object({ all: z.number(), present: z.number(), missing: z.number(), duplicated: z.number() }),
    sorting: z.object({ name: z.string() }),
    fit: z.object({
      crosslineVector: z.object({ length: z.number(), azimuth: z.number() }),
      rms: z.number(),
    }),
    findings: z.array(z.object({ code: z.string(), severity: z.string(), message: z.string() })),
  }),
  candidates: z.array(
    z.object({
      inline: z.number(),
      crossline: z.number(),
      score: z.number(),
      regularity: z.number(),
      density: z.number(),
      coordinateFit: z.number().optional(),
      inlines: range,
      crosslines: range,
    }),
  ),
  warnings: z.array(z.object({ code: z.string(), message: z.string(), byteOffset: z.number().optional() })),
});
const traceSchema = z.object({
  index: z.number(),
  headers: z.record(z.string(), z.number()),
  samples: z.array(z.number()),
});

describeWithData("inspect and trace, on F3", () => {
  it("tells what an inline is", async () => {
    const inspected = await geophoneJson(inspectSchema, ["inspect", f3("f3-inline-128.sgy")]);
    expect(inspected).toMatchObject({
      file: "f3-inline-128.sgy",
      bytes: 1989288,
      revision: 1,
      byteOrder: "big",
      format: { code: 1 },
      samplesPerTrace: 462,
      intervalMicroseconds: 4000,
      delayMs: 4,
      traces: 951,
      text: { encoding: "ebcdic" },
      geometry: {
        kind: "3d",
        inlineByte: 189,
        crosslineByte: 193,
        inlines: { min: 128, max: 128, count: 1 },
        crosslines: { min: 300, max: 1250, count: 951 },
        missingBins: 0,
        duplicateBins: 0,
        bins: { all: 951, present: 951 },
        sorting: { name: "line" },
        findings: [],
      },
    });
    expect(inspected.geometry.fit.crosslineVector.length).toBeCloseTo(25, 2);
    expect(inspected.text.lines).toHaveLength(40);
    expect(inspected.candidates[0]).toMatchObject({ inline: 189, crossline: 193, regularity: 1, density: 1 });
  });

  it("reads every F3 file, and says so for a person too", async () => {
    for (const file of readdirSync(path.join(dataFolder, "f3"))
      .filter((name) => name.endsWith(".sgy"))
      .slice(0, 6)) {
      const { exitCode, stdout, stderr } = await geophone(["inspect", f3(file)]);
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      expect(stdout).toContain(file);
      expect(stdout).toMatch(/next (inline|crossline) +25\.0\u2009m at azimuth/);
    }
  });

  it("gives headers by their standard names and samples of one trace", async () => {
    const trace = await geophoneJson(traceSchema, ["trace", f3("f3-crossline-922.sgy"), "7"]);
    expect(trace.index).toBe(7);
    expect(trace.headers).toMatchObject({ INLINE_3D: 107, CROSSLINE_3D: 922 });
    expect(trace.samples).toHaveLength(462);
    expect(trace.samples.some((value) => value !== 0)).toBe(true);
  });

  it("refuses a trace that is not there, and says which are", async () => {
    const failure = await geophoneFailure(["trace", f3("f3-crossline-922.sgy"), "651"]);
    expect(failure).toMatchObject({ exitCode: 2, code: "trace-out-of-range" });
    expect(failure.message).toContain("0 to 650");
  });
});
