import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { decodeParquet, encodeParquet, type ColumnTable } from "./contract.ts";

const table = (rows: number): ColumnTable => ({
  rows,
  metadata: { made_by: "a test", ключ: "значение" },
  columns: [
    {
      name: "whole",
      type: "int32",
      values: Int32Array.from({ length: rows }, (_, i) => (i % 2 ? -i : 2147483647 - i)),
    },
    {
      name: "single",
      type: "float",
      values: Float32Array.from(
        { length: rows },
        (_, i) => [0.1, NaN, Infinity, -Infinity, -0, 1e-45][i % 6]!,
      ),
    },
    {
      name: "double",
      type: "double",
      values: Float64Array.from(
        { length: rows },
        (_, i) => [0.1, NaN, -0, 5e-324, 1.7976931348623157e308][i % 5]!,
      ),
    },
    {
      name: "text",
      type: "string",
      values: Array.from(
        { length: rows },
        (_, i) => ["", "plain", "unicode 小文件 🎯", 'a "quoted", comma'][i % 4]!,
      ),
    },
    { name: "flag", type: "boolean", values: Array.from({ length: rows }, (_, i) => i % 3 === 0) },
  ],
});

describe("Parquet", () => {
  it("gives back what was put in, empty tables and several row groups too", async () => {
    for (const rows of [0, 1, 7, 250_000]) {
      const original = table(rows);
      const bytes = encodeParquet(original);
      expect(encodeParquet(original)).toEqual(bytes);
      const read = await decodeParquet(bytes);
      expect(read.rows).toBe(rows);
      expect(read.metadata).toMatchObject(original.metadata);
      expect(read.columns.map(({ name, type }) => [name, type])).toEqual(
        original.columns.map(({ name, type }) => [name, type]),
      );
      original.columns.forEach((column, i) => {
        const values: ArrayLike<unknown> = read.columns[i]!.values;
        expect(Array.from(values).every((value, row) => Object.is(value, column.values[row]))).toBe(true);
        expect(values.length).toBe(rows);
      });
    }
  });

  it("is refused when it is damaged", async () => {
    const bytes = encodeParquet(table(10));
    for (const broken of [new Uint8Array(0), bytes.slice(0, 50), bytes.slice(20)])
      await expect(decodeParquet(broken)).rejects.toMatchObject({ code: "table-damaged" });
  });
});

describeWithPython("Parquet, read by pyarrow", () => {
  it("has the same values, types and metadata", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-parquet-"));
    try {
      const file = path.join(folder, "t.parquet");
      const original = table(150_000);
      await writeFile(file, encodeParquet(original));
      const told: unknown = JSON.parse(
        await runPythonSource(
          `import sys, json, numpy as np, pyarrow.parquet as pq
f = pq.ParquetFile(sys.argv[1]); t = f.read(); n = t.num_rows; i = np.arange(n)
want = {
 "whole": np.where(i % 2, -i, 2147483647 - i).astype("i4"),
 "single": np.array([0.1, np.nan, np.inf, -np.inf, -0.0, 1e-45], "f4")[i % 6],
 "double": np.array([0.1, np.nan, -0.0, 5e-324, 1.7976931348623157e308])[i % 5],
}
same = {k: bool((t[k].to_numpy().view("u1") == v.view("u1")).all()) for k, v in want.items()}
words = ["", "plain", "unicode 小文件 🎯", 'a "quoted", comma']
same["text"] = t["text"].to_pylist() == [words[k % 4] for k in range(n)]
same["flag"] = t["flag"].to_pylist() == [k % 3 == 0 for k in range(n)]
print(json.dumps({"rows": n, "same": same, "types": [str(c.type) for c in t.schema], "nullable": any(c.nullable for c in t.schema),
  "by": f.metadata.created_by, "metadata": {k.decode(): v.decode() for k, v in f.metadata.metadata.items()}}))`,
          [file],
        ),
      );
      expect(told).toMatchObject({
        rows: 150_000,
        same: { whole: true, single: true, double: true, text: true, flag: true },
        types: ["int32", "float", "double", "string", "bool"],
        nullable: false,
        by: "geophone",
        metadata: original.metadata,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
