import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { memorySource, MemorySink } from "../segy/memory-file.fixture.ts";
import {
  archiveManifestName,
  encodeManifest,
  isWorkspacePath,
  type ArchivedFile,
} from "./archive-manifest.ts";
import { StoredZipWriter, zipBytes } from "./archive-zip.ts";
import {
  exportArchive,
  importArchive,
  openWorkspace,
  sha256Hex,
  stableJson,
  type RecordKind,
  type WorkspaceStorage,
} from "./contract.ts";
import { memoryStorage } from "./memory-storage.fixture.ts";

const noteSchema = z.object({ id: z.string(), text: z.string() });
const noteKind: RecordKind<z.infer<typeof noteSchema>> = {
  name: "notes",
  schema: noteSchema,
  idOf: ({ id }) => id,
};
const now = (): string => "2026-01-01T00:00:00.000Z";
const encode = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
const codeVersion = "test";

async function filledStorage(): Promise<ReturnType<typeof memoryStorage>> {
  const storage = memoryStorage();
  const workspace = await openWorkspace(storage, { create: true, now });
  await workspace.putRecord(noteKind, { id: "line 1 – 小文件", text: "one" });
  await workspace.putRecord(noteKind, { id: "..", text: "two" });
  await workspace.putFile("silver/0123/line%201/part-00000.parquet", new Uint8Array(5 << 20).fill(7));
  await workspace.putFile("gold/empty.parquet", new Uint8Array(0));
  await storage.write("bundle.zip", encode("a file of the person's own"));
  return storage;
}

async function archiveOf(storage: WorkspaceStorage): Promise<Uint8Array<ArrayBuffer>> {
  const sink = new MemorySink();
  await exportArchive(storage, sink, { codeVersion });
  return sink.bytes();
}

const importBytes = (
  storage: WorkspaceStorage,
  bytes: Uint8Array,
  options = {},
): Promise<{ files: number }> => importArchive(storage, memorySource("a.zip", bytes), options);

describe("an archive", () => {
  it("gives the workspace back, in an order that never leaves half of it", async () => {
    const storage = await filledStorage();
    const told: string[] = [];
    const sink = new MemorySink();
    const { files, bytes } = await exportArchive(storage, sink, {
      codeVersion,
      onProgress: ({ step, done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        told.push(step);
      },
    });
    const archive = sink.bytes();
    expect([files, bytes]).toEqual([5, archive.length]);
    expect(told).toHaveLength(10);

    const written: string[] = [];
    const other = memoryStorage();
    const watching = {
      ...other,
      write: (path: string, content: Uint8Array) => {
        written.push(path);
        return other.write(path, content);
      },
      writeNew: (path: string, content: Uint8Array) => {
        written.push(path);
        return other.writeNew(path, content);
      },
    };
    expect(await importBytes(watching, archive)).toMatchObject({ files: 5 });
    expect(written).toEqual([
      "gold/empty.parquet",
      "silver/0123/line%201/part-00000.parquet",
      "records/notes/%2E%2E.json",
      "records/notes/line%201%20%E2%80%93%20%E5%B0%8F%E6%96%87%E4%BB%B6.json",
      "workspace.json",
    ]);
    storage.files.delete("bundle.zip");
    expect([...other.files.keys()].sort()).toEqual([...storage.files.keys()].sort());
    for (const [path, content] of storage.files)
      expect(await sha256Hex(other.files.get(path)!)).toBe(await sha256Hex(content));
    expect(await sha256Hex(await archiveOf(other))).toBe(await sha256Hex(archive));
  });

  it("is a zip that other programs open", async () => {
    const storage = await filledStorage();
    const entries = unzipSync(await archiveOf(storage));
    expect(Object.keys(entries)[0]).toBe("geophone-archive.json");
    const manifest = JSON.parse(new TextDecoder().decode(entries["geophone-archive.json"])) as {
      files: ArchivedFile[];
    };
    expect(manifest).toMatchObject({ format: "geophone-archive", version: 1, codeVersion });
    expect(manifest.files.map(({ path }) => path)).toEqual(Object.keys(entries).slice(1));
    for (const { path, bytes, sha256 } of manifest.files) {
      expect(bytes).toBe(storage.files.get(path)!.length);
      expect(sha256).toBe(await sha256Hex(entries[path]!));
    }
  });

  it("can be imported again after an import that broke off", async () => {
    const archive = await archiveOf(await filledStorage());
    for (let failing = 0; failing < 5; failing++) {
      const target = memoryStorage();
      await openWorkspace(target, { create: true, now: () => "another day" });
      let writes = 0;
      const full = {
        ...target,
        write: async (path: string, bytes: Uint8Array) => {
          if (writes++ === failing) throw new Error("disk full");
          return target.write(path, bytes);
        },
        writeNew: async (path: string, bytes: Uint8Array) => {
          if (writes++ === failing) throw new Error("disk full");
          return target.writeNew(path, bytes);
        },
      };
      await expect(importBytes(full, archive)).rejects.toThrow("disk full");
      await importBytes(target, archive);
      expect(await sha256Hex(await archiveOf(target))).toBe(await sha256Hex(archive));
    }
  });

  it("never writes over a record that another program stored while it was imported", async () => {
    const archive = await archiveOf(await filledStorage());
    const target = memoryStorage();
    const path = "records/notes/%2E%2E.json";
    const theirs = new TextEncoder().encode("another program's");
    const raced = {
      ...target,
      writeNew: async (at: string, bytes: Uint8Array) => {
        if (at === path) await target.write(at, theirs);
        return target.writeNew(at, bytes);
      },
    };
    await expect(importBytes(raced, archive)).rejects.toMatchObject({
      code: "workspace-changed",
      place: { file: path },
    });
    expect(target.files.get(path)).toEqual(theirs);
  });

  it("goes into no workspace that has records, and no folder of other things", async () => {
    const archive = await archiveOf(await filledStorage());
    const taken = memoryStorage();
    const workspace = await openWorkspace(taken, { create: true, now });
    await workspace.putRecord(noteKind, { id: "mine", text: "mine" });
    const foreign = memoryStorage(new Map([["holiday.jpg", encode("…")]]));
    for (const [storage, code] of [
      [taken, "workspace-not-empty"],
      [foreign, "not-a-workspace"],
    ] as const) {
      const before = new Map(storage.files);
      await expect(importBytes(storage, archive)).rejects.toMatchObject({ code });
      expect(storage.files).toEqual(before);
    }
  });

  it("stops when it is cancelled", async () => {
    const storage = await filledStorage();
    const { signal } = ((controller) => {
      controller.abort();
      return controller;
    })(new AbortController());
    await expect(exportArchive(storage, new MemorySink(), { codeVersion, signal })).rejects.toThrow(
      "aborted",
    );
    const target = memoryStorage();
    await expect(importBytes(target, await archiveOf(storage), { signal })).rejects.toThrow("aborted");
    expect(target.files.size).toBe(0);
  });

  it("needs a workspace that is there, small enough, and left alone", async () => {
    const refused = (storage: WorkspaceStorage): Promise<unknown> =>
      exportArchive(storage, new MemorySink(), { codeVersion }).then(
        () => "none",
        (error: unknown) => (error as { code?: unknown }).code,
      );
    expect(await refused(memoryStorage())).toBe("workspace-missing");
    const storage = await filledStorage();
    expect(await refused({ ...storage, sizeOf: async () => 2 ** 30 })).toBe("archive-too-large");
    const busy: WorkspaceStorage = {
      ...storage,
      read: async (path) => {
        const bytes = await storage.read(path);
        await storage.write(path, encode(`${path} again`));
        return bytes;
      },
    };
    expect(await refused(busy)).toBe("workspace-changed");
  });
});

describe("an archive that is damaged or made to harm", () => {
  const workspaceJson = encode(stableJson({ format: "geophone-workspace", version: 1, createdAt: now() }));
  type Entry = readonly [path: string, bytes: Uint8Array<ArrayBuffer>];

  /** A zip of these entries under a manifest that `change` may bend. */
  async function forged(
    entries: readonly Entry[],
    change: (manifest: Record<string, unknown> & { files: ArchivedFile[] }) => unknown = (manifest) =>
      manifest,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const files: ArchivedFile[] = [];
    for (const [path, bytes] of entries)
      files.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
    const manifest = change({ format: "geophone-archive", version: 1, codeVersion, files });
    const sink = new MemorySink();
    const zip = new StoredZipWriter(sink);
    for (const [name, bytes] of [[archiveManifestName, encode(stableJson(manifest))] as const, ...entries]) {
      await zip.begin(name);
      await zip.append(bytes);
      await zip.finish();
    }
    await zip.end();
    return sink.bytes();
  }

  async function refusal(bytes: Uint8Array): Promise<unknown> {
    const storage = memoryStorage();
    const code: unknown = await importBytes(storage, bytes).then(
      () => "none",
      (error: unknown) => (error as { code?: unknown }).code,
    );
    if (code !== "none") expect(storage.files.size).toBe(0);
    return code;
  }
  const good: readonly Entry[] = [
    ["labels/a.parquet", encode("a table")],
    ["records/notes/a.json", encode("{}")],
    ["workspace.json", workspaceJson],
  ];

  it("is taken when it is neither", async () => {
    const bytes = await forged(good);
    expect(bytes.length).toBe(
      zipBytes([
        {
          name: archiveManifestName,
          bytes: encodeManifest({
            format: "geophone-archive",
            version: 1,
            codeVersion,
            files: good.map(([path, content]) => ({ path, bytes: content.length, sha256: "0".repeat(64) })),
          }).length,
        },
        ...good.map(([name, content]) => ({ name, bytes: content.length })),
      ]),
    );
    expect(await refusal(bytes)).toBe("none");
  });

  it("is refused for every changed byte and every cut", async () => {
    const bytes = await forged(good);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x41;
      expect([at, await refusal(changed)]).toEqual([
        at,
        expect.stringMatching(/^archive-(damaged|not-zip|newer)$/) as unknown,
      ]);
      expect([at, await refusal(bytes.slice(0, at))]).toEqual([
        at,
        expect.stringMatching(/^archive-(damaged|not-zip)$/) as unknown,
      ]);
    }
    expect(await refusal(new Uint8Array([...bytes, 0]))).toBe("archive-damaged");
  });

  it.each([
    "../outside.json",
    "records/../../outside.json",
    "/etc/passwd",
    "C:\\windows\\x",
    "records\\..\\..\\x",
    "records//x.json",
    "records/./x.json",
    "records/.hidden",
    "__proto__",
    "constructor/x",
    "bundle.zip",
    "records",
    "records/",
    "",
    "records/\u0000.json",
    "records/小.json",
  ])("is refused with the path %j", async (path) => {
    expect(isWorkspacePath(path)).toBe(false);
    // Some of these names no zip writer takes: the list of files alone is bent.
    const bent = await forged(good, (manifest) => {
      manifest.files[1] = { ...manifest.files[1]!, path };
      return manifest;
    });
    expect(await refusal(bent)).toBe("archive-damaged");
  });

  it("is refused with a name twice, a wrong order, no workspace, a file too many or too few", async () => {
    const [table, record, manifest] = good as [Entry, Entry, Entry];
    expect(await refusal(await forged([table, record, record, manifest]))).toBe("archive-damaged");
    expect(await refusal(await forged([record, table, manifest]))).toBe("archive-damaged");
    expect(await refusal(await forged([table, record]))).toBe("archive-damaged");
    expect(await refusal(await forged([]))).toBe("archive-damaged");
    const drop = (at: number) => (bent: { files: ArchivedFile[] }) => ({
      ...bent,
      files: bent.files.toSpliced(at, 1),
    });
    expect(await refusal(await forged(good, drop(0)))).toBe("archive-damaged");
    const add = (bent: { files: ArchivedFile[] }): unknown => ({
      ...bent,
      files: [{ path: "gold/more.parquet", bytes: 0, sha256: "0".repeat(64) }, ...bent.files],
    });
    expect(await refusal(await forged(good, add))).toBe("archive-damaged");
  });

  it("is refused with a wrong hash, sizes that are no sizes, strange fields", async () => {
    const bend = (change: Partial<Record<keyof ArchivedFile, unknown>>) =>
      forged(good, (manifest) => ({
        ...manifest,
        files: manifest.files.map((file, i) => (i === 0 ? { ...file, ...change } : file)),
      }));
    expect(await refusal(await bend({ sha256: "0".repeat(64) }))).toBe("archive-damaged");
    expect(await refusal(await bend({ sha256: "x" }))).toBe("archive-damaged");
    for (const bytes of [-1, 1.5, 6, 8, 2 ** 40, 1e300, "7", null])
      expect(await refusal(await bend({ bytes }))).toBe("archive-damaged");
    expect(await refusal(await forged(good, (manifest) => ({ ...manifest, more: 1 })))).toBe(
      "archive-damaged",
    );
    expect(await refusal(await forged(good, (manifest) => ({ ...manifest, format: "other" })))).toBe(
      "archive-damaged",
    );
    const polluting = encode(stableJson({ format: "geophone-archive", version: 1, codeVersion, files: [] }));
    const text = new TextDecoder().decode(polluting).replace("{", '{"__proto__":{"polluted":1},');
    const sink = new MemorySink();
    const zip = new StoredZipWriter(sink);
    await zip.begin(archiveManifestName);
    await zip.append(encode(text));
    await zip.finish();
    await zip.end();
    expect(await refusal(sink.bytes())).toBe("archive-damaged");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("is told from something else and from what a newer Geophone wrote", async () => {
    expect(await refusal(new Uint8Array(0))).toBe("archive-not-zip");
    expect(await refusal(encode("a text that is long enough to be a zip"))).toBe("archive-not-zip");
    const sink = new MemorySink();
    const zip = new StoredZipWriter(sink);
    await zip.begin("manifest.json");
    await zip.finish();
    await zip.end();
    expect(await refusal(sink.bytes())).toBe("archive-damaged");
    expect(await refusal(await forged(good, (manifest) => ({ ...manifest, version: 2, shape: "new" })))).toBe(
      "archive-newer",
    );
    const newer = stableJson({ format: "geophone-workspace", version: 2, createdAt: now() });
    expect(await refusal(await forged([["workspace.json", encode(newer)]]))).toBe("workspace-newer");
    expect(await refusal(await forged([["workspace.json", encode("{}")]]))).toBe("workspace-damaged");
  });
});
