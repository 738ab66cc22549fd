import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SqlDatabase, SqlRows } from "./duckdb-contract.ts";
import { openNodeDuckDb } from "./duckdb-node.fixture.ts";

const windows = (first: number, rows: number): SqlRows => ({
  rows,
  columns: [
    { name: "row", type: "int32", values: Int32Array.from({ length: rows }, (_, i) => first + i) },
    {
      name: "zero_crossings",
      type: "int32",
      values: Int32Array.from({ length: rows }, (_, i) => (i === 0 ? -1 : i)),
      missing: -1,
    },
    {
      name: "rms",
      type: "float",
      values: Float32Array.from({ length: rows }, (_, i) => (i === 1 ? NaN : i)),
    },
    { name: "x", type: "double", values: Float64Array.from({ length: rows }, (_, i) => i / 10) },
    {
      name: "class",
      type: "text",
      codes: Int32Array.from({ length: rows }, (_, i) => (i % 3) - 1),
      categories: ["Störung", "salt, old"],
    },
  ],
});

describe("DuckDB behind closed doors", () => {
  let database: SqlDatabase;
  beforeEach(async () => {
    database = await openNodeDuckDb();
  });
  afterEach(() => database.close());

  it("takes rows in chunks, with what is missing as NULL", async () => {
    await database.append("features", windows(0, 9));
    await database.append("features", windows(9, 12));
    const { columns, rows, truncated } = await database.query(
      `SELECT class, count(*) AS windows, count(rms) AS with_rms, sum(x) AS x, count(zero_crossings) < 7 AS few
       FROM features GROUP BY class ORDER BY class NULLS LAST`,
      { limit: 10 },
    );
    expect(columns).toEqual([
      { name: "class", type: "text" },
      { name: "windows", type: "number" },
      { name: "with_rms", type: "number" },
      { name: "x", type: "number" },
      { name: "few", type: "boolean" },
    ]);
    expect(rows).toEqual([
      ["Störung", 7, 5, expect.closeTo(3.4, 9), false],
      ["salt, old", 7, 7, expect.closeTo(4.1, 9), false],
      [null, 7, 7, expect.closeTo(2.7, 9), true],
    ]);
    expect(truncated).toBe(false);
    const all = await database.query("SELECT row FROM features ORDER BY row", { limit: 100 });
    expect(all.rows.flat()).toEqual(Array.from({ length: 21 }, (_, i) => i));
  });

  it("keeps empty tables and results with their columns, and forgets dropped tables", async () => {
    await database.append("tested", windows(0, 0));
    const { columns, rows } = await database.query("SELECT * FROM tested", { limit: 5 });
    expect(columns.map(({ name }) => name)).toEqual(["row", "zero_crossings", "rms", "x", "class"]);
    expect(rows).toEqual([]);
    await database.dropTable("tested");
    await expect(database.query("SELECT * FROM tested", { limit: 5 })).rejects.toMatchObject({
      code: "sql-failed",
      message: expect.stringContaining("tested does not exist") as string,
    });
    await database.append("tested", windows(5, 1));
    expect((await database.query("SELECT row FROM tested", { limit: 5 })).rows).toEqual([[5]]);
  });

  it("stops at the limit and says so, and goes on answering", async () => {
    const { rows, truncated } = await database.query("SELECT range FROM range(1000000)", { limit: 1000 });
    expect([rows.length, truncated]).toEqual([1000, true]);
    expect(rows[999]).toEqual([999]);
    const exact = await database.query("SELECT range FROM range(1000)", { limit: 1000 });
    expect([exact.rows.length, exact.truncated]).toEqual([1000, false]);
  });

  it("stops at a cancel and goes on answering", async () => {
    const cancel = new AbortController();
    cancel.abort();
    await expect(database.query("SELECT 1", { limit: 1, signal: cancel.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect((await database.query("SELECT 1 AS one", { limit: 1 })).rows).toEqual([[1]]);
  });

  it.each([
    "LOAD parquet",
    "INSTALL httpfs",
    "  force install json",
    "SELECT 1; LOAD icu",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM 'https://example.org/a.parquet'",
    "COPY (SELECT 1) TO 'out.csv'",
    "SET enable_external_access = true",
    "SET autoload_known_extensions = true",
  ])("refuses %s in plain words and stays usable", async (sql) => {
    await expect(database.query(sql, { limit: 5 })).rejects.toMatchObject({ code: "sql-extension" });
    expect((await database.query("SELECT 42 AS answer", { limit: 5 })).rows).toEqual([[42]]);
  });

  it("gives times, big numbers, lists and mistakes in words", async () => {
    const { rows } = await database.query(
      "SELECT DATE '2026-11-24' AS day, TIMESTAMP '2026-11-24 13:57:00' AS moment, [1, 2] AS list, 1.5::DECIMAL(4, 1) AS d",
      { limit: 5 },
    );
    expect(rows).toEqual([["2026-11-24T00:00:00.000Z", "2026-11-24T13:57:00.000Z", "[1,2]", 1.5]]);
    await expect(database.query("SELEC 1", { limit: 5 })).rejects.toMatchObject({
      code: "sql-failed",
      message: expect.stringContaining("syntax error") as string,
    });
  });
});
