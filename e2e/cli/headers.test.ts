import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { generatedSegy } from "../../src/pipeline/segy/generated-segy.fixture.ts";
import { decodeParquet } from "../../src/pipeline/workspace/contract.ts";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";

const headersSchema = z.object({
  text: z.object({ encoding: z.string(), lines: z.array(z.string()) }),
  binary: z.array(
    z.object({ name: z.string(), byte: z.number(), value: z.number(), means: z.string().optional() }),
  ),
  traces: z.number(),
  fields: z.array(
    z.looseObject({
      name: z.string(),
      byte: z.number(),
      min: z.number(),
      max: z.number(),
      isConstant: z.boolean(),
      distinct: z.object({ count: z.number(), isExact: z.boolean() }),
      zeros: z.number(),
    }),
  ),
});
const rowsSchema = z.object({
  first: z.number(),
  fields: z.array(z.string()),
  rows: z.array(z.array(z.number())),
});

it("tells what headers hold, lists rows, and writes the table", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "small.sgy");
  await writeFile(file, await generatedSegy({ traces: 30 }));
  const told = await geophoneJson(headersSchema, ["headers", file]);
  expect(told.text.lines).toHaveLength(40);
  expect(told.binary).toContainEqual(
    expect.objectContaining({ name: "Format", byte: 3225, value: 5, means: "IEEE float" }),
  );
  expect(told.fields).toHaveLength(91);
  const inline = told.fields.find(({ name }) => name === "INLINE_3D");
  const { stdout } = await geophone(["headers", file]);
  expect(stdout).toMatch(/fields are 0 in all of them/);
  expect(stdout).toContain("189–192  INLINE_3D");
  expect(stdout).not.toContain("SweepType");

  const fields = ["--fields", "inline_3d,CROSSLINE_3D"];
  const rows = await geophoneJson(rowsSchema, ["headers", file, ...fields, "--first", "2", "--count", "3"]);
  expect(rows).toMatchObject({ first: 2, fields: ["INLINE_3D", "CROSSLINE_3D"] });
  expect(rows.rows).toHaveLength(3);

  const parquet = path.join(folder, "headers.parquet");
  expect((await geophone(["headers", file, ...fields, "--out", parquet])).exitCode).toBe(0);
  const table = await decodeParquet(new Uint8Array(await readFile(parquet)));
  expect(table.columns.map(({ name }) => name)).toEqual(["trace_index", "INLINE_3D", "CROSSLINE_3D"]);
  const numbers = table.columns.map(({ values }) => Array.from(values, Number));
  expect([table.rows, Math.min(...numbers[1]!), Math.max(...numbers[1]!)]).toEqual([
    told.traces,
    inline?.min,
    inline?.max,
  ]);
  expect(rows.rows).toEqual([2, 3, 4].map((trace) => [numbers[1]![trace], numbers[2]![trace]]));

  expect(await geophoneFailure(["headers", file, "--fields", "inline"])).toMatchObject({
    exitCode: 2,
    code: "header-field-unknown",
    advice: "Did you mean INLINE_3D?",
  });
});
