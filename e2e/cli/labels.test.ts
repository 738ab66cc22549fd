import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";

const setSchema = z.object({ id: z.string(), classes: z.array(z.string()), intervals: z.number() });
const listSchema = z.array(
  setSchema.extend({
    author: z.string().optional(),
    note: z.string().optional(),
    parent: z.string().optional(),
  }),
);

describe("labels from the command line", () => {
  it("come in, go out as horizons, come back as a zone over others, and are compared", async () => {
    const folder = await temporaryFolder();
    const at = (name: string): string => path.join(folder, name);
    const inWorkspace = ["--workspace", at("w")];
    await geophone(["demo", at("survey")]);
    await geophone(["ingest", at("survey/demo.sgy"), ...inWorkspace]);
    const first = await geophoneJson(setSchema, [
      ...["labels", "import", at("survey/demo.labels.csv"), ...inWorkspace],
      ...["--author", "Ada", "--note", "the truth"],
    ]);

    const out = ["labels", "export", ...inWorkspace, "--survey", "demo", "--class", "anomaly"];
    for (const [side, columns] of [
      ["top", "coordinates"],
      ["base", "lines"],
    ] as const)
      await geophoneJson(z.object({ rows: z.number().positive() }), [
        ...[...out, "--format", "horizon", "--side", side, "--columns", columns, "--out", at(`${side}.dat`)],
      ]);
    expect(await readFile(at("top.dat"), "utf8")).toMatch(
      /^# top of anomaly, label set .*\n# 1: X\n# 2: Y\n# 3: Z \(ms\)\n/,
    );
    const [preview] = await geophoneJson(
      z.array(z.object({ rows: z.number(), mapping: z.object({ x: z.number(), unit: z.string() }) })),
      ["labels", "import", at("top.dat"), "--preview", ...inWorkspace],
    );
    expect(preview?.mapping).toEqual({ x: 0, unit: "ms" });
    const second = await geophoneJson(setSchema, [
      ...["labels", "import", at("top.dat"), at("base.dat"), "--as", "zone", "--class", "odd"],
      ...["--onto", "latest", ...inWorkspace],
    ]);
    expect(second.classes).toEqual([...first.classes, "odd"]);
    const sets = await geophoneJson(listSchema, ["labels", "list", ...inWorkspace]);
    expect(sets).toMatchObject([
      { id: first.id, author: "Ada", note: "the truth" },
      { id: second.id, parent: first.id },
    ]);

    const { changes } = await geophoneJson(
      z.object({ changes: z.array(z.object({ from: z.string(), to: z.string(), traces: z.number() })) }),
      ["labels", "diff", first.id.slice(0, 8), "latest", ...inWorkspace],
    );
    expect(changes.find(({ from }) => from === "anomaly")?.traces).toBe(preview?.rows);
    expect(changes.every(({ to }) => to === "odd")).toBe(true);
    const { perClass } = await geophoneJson(
      z.object({ perClass: z.array(z.object({ name: z.string(), kappa: z.number().nullable() })) }),
      ["labels", "agreement", first.id, second.id, ...inWorkspace],
    );
    const kappaOf = (wanted: string) => perClass.find(({ name }) => name === wanted)?.kappa;
    // All of the anomaly became odd; of the others what lay between two anomalies of one trace.
    expect([kappaOf("anomaly"), kappaOf("odd")]).toEqual([0, 0]);
    expect(kappaOf("boundary")).toBeGreaterThan(0.5);
    expect(kappaOf("boundary")).toBeLessThan(1);

    await writeFile(at("bad.dat"), "100 300 500\n100 301 five\n");
    expect(
      await geophoneFailure([
        ...["labels", "import", at("bad.dat"), "--as", "boundary", "--half-width", "8", ...inWorkspace],
      ]),
    ).toMatchObject({ code: "label-points-row-invalid", fields: { line: 2 } });
    expect(
      await geophoneFailure(["labels", "import", at("bad.dat"), "--as", "boundary", ...inWorkspace]),
    ).toMatchObject({ code: "label-import-incomplete" });
  });
});
