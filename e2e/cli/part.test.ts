import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { describeWithData, f3 } from "../support/peers.ts";

const bytesPerTrace = 240 + 2 * 462;
const partSchema = z.object({
  source: z.object({ sha256: z.string(), traces: z.number() }),
  sampling: z.object({ method: z.string(), seed: z.number().optional() }).optional(),
  traces: z.number(),
  samplesPerTrace: z.number(),
  delayMs: z.number(),
  format: z.object({ name: z.string() }),
  imputed: z
    .object({
      inline: z.number(),
      crossline: z.number(),
      coordinates: z.number(),
      deadTraces: z.number(),
      left: z.number(),
      markByte: z.number().optional(),
    })
    .optional(),
});
const traceSchema = z.object({ headers: z.record(z.string(), z.number()), samples: z.array(z.number()) });

describeWithData("geophone sample and geophone convert", () => {
  it("write a seeded part with its provenance, which opens without a warning", async () => {
    const folder = await temporaryFolder();
    const [out, again] = ["part.sgy", "again.sgy"].map((name) => path.join(folder, name));
    const sample = [
      "sample",
      f3("f3-crossline-322.sgy"),
      "--method",
      "even",
      "--count",
      "60",
      "--window",
      "500-900",
    ];
    const part = await geophoneJson(partSchema, [...sample, "--out", out!]);
    expect(part).toMatchObject({
      source: { traces: 651, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      sampling: { method: "even", seed: 42 },
      ...{ traces: 60, samplesPerTrace: 101, delayMs: 500, format: { name: "int16" } },
    });
    expect((await geophone([...sample, "--out", again!])).exitCode).toBe(0);
    expect((await readFile(again!)).equals(await readFile(out!))).toBe(true);
    const inspected = await geophoneJson(
      z.object({
        traces: z.number(),
        warnings: z.array(z.unknown()),
        text: z.object({ lines: z.array(z.string()) }),
      }),
      ["inspect", out!],
    );
    expect(inspected).toMatchObject({ traces: 60, warnings: [] });
    expect(inspected.text.lines[39]).toContain(
      `60/651 TRACES EVEN SEED 42 OF ${part.source.sha256.slice(0, 12).toUpperCase()}`,
    );
  });

  it("fill what is missing from neighbours, and mark and list every trace of it", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "gaps.sgy");
    const bytes = await readFile(f3("f3-crossline-322.sgy"));
    const at = (trace: number): number => 3600 + trace * bytesPerTrace;
    bytes.fill(0, at(200) + 188, at(200) + 192); // no inline
    bytes.fill(0, at(300) + 180, at(300) + 188); // no X, no Y
    bytes.fill(0, at(400) + 240, at(401)); // dead
    await writeFile(file, bytes);
    const out = path.join(folder, "filled.sgy");
    const part = await geophoneJson(partSchema, ["convert", file, "--impute", "--out", out]);
    expect(part.imputed).toMatchObject({ inline: 1, crossline: 0, coordinates: 1, markByte: 233 });
    const rows = (await readFile(`${out}.imputed.csv`, "utf8"))
      .trim()
      .split("\n")
      .map((row) => row.split(","));
    expect(rows[0]!.join()).toBe("trace,source_trace,inline,crossline,field,value,neighbours,distances");
    expect(rows).toHaveLength(1 + 3 + part.imputed!.deadTraces);

    const read = async (of: string, trace: number) => geophoneJson(traceSchema, ["trace", of, String(trace)]);
    const original = f3("f3-crossline-322.sgy");
    const inline = await read(out, 200);
    expect(inline.headers).toMatchObject({
      INLINE_3D: (await read(original, 200)).headers["INLINE_3D"],
      UnassignedInt1: 1,
    });
    const place = await read(out, 300);
    const known = (await read(original, 300)).headers;
    expect(Math.abs(place.headers["CDP_X"]! - known["CDP_X"]!)).toBeLessThanOrEqual(1);
    expect(Math.abs(place.headers["CDP_Y"]! - known["CDP_Y"]!)).toBeLessThanOrEqual(1);
    expect(place.headers).toMatchObject({ UnassignedInt1: 4 });
    const filled = await read(out, 400);
    const [before, after] = [(await read(original, 399)).samples, (await read(original, 401)).samples];
    expect(filled.headers).toMatchObject({ UnassignedInt1: 8 });
    filled.samples.forEach((sample, i) => {
      // Both neighbours are a bin away, to a tenth of a metre.
      expect(Math.abs(sample - (before[i]! + after[i]!) / 2)).toBeLessThanOrEqual(
        0.5 + 0.01 * Math.abs(before[i]! - after[i]!),
      );
    });
    expect((await read(out, 100)).headers).toEqual((await read(original, 100)).headers);
  });

  it("never write over what they read, and leave nothing where they fail", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "source.sgy");
    const bytes = await readFile(f3("f3-crossline-322.sgy"));
    await writeFile(file, bytes);
    const failed = async (...args: string[]): Promise<string> => (await geophoneFailure(args)).code;
    expect(await failed("convert", file, "--out", path.join(folder, ".", "source.sgy"))).toBe(
      "output-is-source",
    );
    const out = path.join(folder, "out.sgy");
    expect(await failed("convert", file, "--out", out, "--format", "uint8")).toBe("segy-value-out-of-range");
    expect(await failed("convert", file, "--out", out, "--inlines", "9000-9001")).toBe("range-empty");
    expect(await failed("convert", file, "--out", out, "--window", "9000-9001")).toBe("window-empty");
    expect(await failed("sample", file, "--method", "random", "--out", out)).toBe("sampling-invalid");
    expect(await failed("sample", file, "--out", out)).toBe("usage");
    expect((await readFile(file)).equals(bytes)).toBe(true);
    await expect(readFile(out)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
