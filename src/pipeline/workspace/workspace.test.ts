import { describe, expect, it } from "vitest";
import { z } from "zod";
import { columnOf, createSha256, openWorkspace, sha256Hex, stableJson, type RecordKind } from "./contract.ts";
import { memoryStorage } from "./memory-storage.fixture.ts";

const noteSchema = z.object({ id: z.string(), text: z.string() });
const noteKind: RecordKind<z.infer<typeof noteSchema>> = {
  name: "notes",
  schema: noteSchema,
  idOf: ({ id }) => id,
};
const now = (): string => "2026-01-01T00:00:00.000Z";
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

describe("a workspace", () => {
  it("is made where nothing is, and opened again", async () => {
    const storage = memoryStorage();
    const made = await openWorkspace(storage, { create: true, now });
    await made.putRecord(noteKind, { id: "b", text: "two" });
    await made.putRecord(noteKind, { id: "a", text: "one" });
    const opened = await openWorkspace(storage, { create: false, now });
    expect(await opened.listRecords(noteKind)).toEqual([
      { id: "a", text: "one" },
      { id: "b", text: "two" },
    ]);
    expect(await opened.getRecord(noteKind, "c")).toBeUndefined();
    await opened.removeRecord(noteKind, "a");
    expect(await opened.getRecord(noteKind, "a")).toBeUndefined();
  });

  it("keeps strange ids within their folder", async () => {
    const storage = memoryStorage();
    const workspace = await openWorkspace(storage, { create: true, now });
    for (const id of ["../../escape", "..", "a/b", "line 1 – 小文件", ".hidden", "%2e"]) {
      await workspace.putRecord(noteKind, { id, text: id });
      expect(await workspace.getRecord(noteKind, id)).toEqual({ id, text: id });
    }
    const paths = [...storage.files.keys()].filter((path) => path !== "workspace.json");
    expect(paths).toHaveLength(6);
    for (const path of paths) expect(path).toMatch(/^records\/notes\/[^/.][^/]*\.json$/);
  });

  it("refuses what is missing, newer, damaged or something else, and changes nothing", async () => {
    const refused = async (files: Record<string, string>, code: string): Promise<void> => {
      const storage = memoryStorage(
        new Map(Object.entries(files).map(([path, content]) => [path, text(content)])),
      );
      const before = new Map(storage.files);
      await expect(
        openWorkspace(storage, { create: code !== "workspace-missing", now }),
      ).rejects.toMatchObject({ code });
      expect(storage.files).toEqual(before);
    };
    await refused({}, "workspace-missing");
    await refused({ "holiday.jpg": "…" }, "not-a-workspace");
    await refused({ "workspace.json": "{" }, "workspace-damaged");
    await refused(
      { "workspace.json": '{"format":"geophone-workspace","version":0,"createdAt":"x"}' },
      "workspace-damaged",
    );
    await refused(
      { "workspace.json": '{"format":"geophone-workspace","version":2,"createdAt":"x"}' },
      "workspace-newer",
    );
  });

  it("names a damaged record and a missing table", async () => {
    const storage = memoryStorage();
    const workspace = await openWorkspace(storage, { create: true, now });
    await storage.write("records/notes/x.json", text('{"id":"x"}'));
    await expect(workspace.getRecord(noteKind, "x")).rejects.toMatchObject({
      code: "record-damaged",
      place: { file: "records/notes/x.json" },
    });
    await expect(workspace.getTable("silver/x.parquet")).rejects.toMatchObject({ code: "table-missing" });
    await storage.write("silver/x.parquet", text("no parquet at all"));
    await expect(workspace.getTable("silver/x.parquet")).rejects.toMatchObject({ code: "table-damaged" });
  });

  it("reads the columns that are asked for", async () => {
    const workspace = await openWorkspace(memoryStorage(), { create: true, now });
    await workspace.putTable("t.parquet", {
      rows: 2,
      metadata: {},
      columns: [
        { name: "a", type: "int32", values: Int32Array.of(1, -2) },
        { name: "b", type: "float", values: Float32Array.of(0.1, NaN) },
      ],
    });
    const table = await workspace.getTable("t.parquet", ["b"]);
    expect(table.columns.map(({ name }) => name)).toEqual(["b"]);
    expect(columnOf(table, "b", "float")).toEqual(Float32Array.of(0.1, NaN));
    expect(() => columnOf(table, "a", "int32")).toThrow("column a is missing");
    expect(() => columnOf(table, "b", "int32")).toThrow("column b holds float");
    await expect(workspace.getTable("t.parquet", ["c"])).rejects.toMatchObject({ code: "table-damaged" });
  });
});

describe("hashes", () => {
  it("are SHA-256, whole or piece by piece (FIPS 180-2, appendix B)", async () => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await sha256Hex(text("abc"))).toBe(abc);
    const streaming = createSha256();
    for (const letter of "abc") streaming.update(text(letter));
    expect(streaming.hex()).toBe(abc);
  });

  it("do not depend on the order of keys", () => {
    expect(stableJson({ b: [{ y: 1, x: undefined }], a: null })).toBe('{"a":null,"b":[{"y":1}]}');
  });
});
