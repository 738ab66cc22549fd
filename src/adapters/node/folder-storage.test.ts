import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileSink } from "./file-byte-sink.ts";
import { openFileSource } from "./file-byte-source.ts";
import { openFolderStorage } from "./folder-storage.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "geophone-storage-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("a folder as storage", () => {
  it("reads, lists and removes what was written", async () => {
    const storage = await openFolderStorage(path.join(folder, "new"));
    expect(await storage.list("")).toEqual([]);
    expect(await storage.listAll()).toEqual([]);
    expect(await storage.read("a/b/c.txt")).toBeUndefined();
    await storage.write("a/b/c.txt", text("one"));
    await storage.write("a/b/c.txt", text("two"));
    expect(new TextDecoder().decode(await storage.read("a/b/c.txt"))).toBe("two");
    expect(await storage.list("a/b")).toEqual(["c.txt"]);
    await storage.write("a.txt", text("x"));
    expect(await storage.listAll()).toEqual(["a.txt", "a/b/c.txt"]);
    expect(await storage.sizeOf("a/b/c.txt")).toBe(3);
    expect(await storage.sizeOf("a/b/none.txt")).toBeUndefined();
    await storage.remove("a/b/c.txt");
    expect(await storage.read("a/b/c.txt")).toBeUndefined();
  });

  it("lets one of many writers be the first, and no other", async () => {
    const storage = await openFolderStorage(folder);
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, i) => storage.writeNew("number/one.txt", text(`writer ${i}`))),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(new TextDecoder().decode(await storage.read("number/one.txt"))).toBe(
      `writer ${won.indexOf(true)}`,
    );
    expect(await readdir(path.join(folder, "number"))).toEqual(["one.txt"]);
  });

  it("never leaves its folder", async () => {
    const storage = await openFolderStorage(path.join(folder, "in"));
    await expect(storage.write("../out.txt", text("x"))).rejects.toMatchObject({ code: "storage-failed" });
    await expect(storage.read("/etc/passwd")).rejects.toMatchObject({ code: "storage-failed" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("hides unfinished files, and clears those that a crash left long ago", async () => {
    await writeFile(path.join(folder, ".tmp-new"), "x");
    await writeFile(path.join(folder, ".tmp-old"), "x");
    await utimes(path.join(folder, ".tmp-old"), 1, 1);
    const storage = await openFolderStorage(folder);
    expect(await storage.list("")).toEqual([]);
    expect(await readdir(folder)).toEqual([".tmp-new"]);
  });

  it("says that a place cannot be written to", async () => {
    await writeFile(path.join(folder, "file"), "x");
    const storage = await openFolderStorage(folder);
    await expect(storage.write("file/inside", text("x"))).rejects.toMatchObject({
      code: "storage-failed",
      place: { file: path.join(folder, "file/inside") },
    });
  });

  it("holds a whole record whenever its writer is killed", async () => {
    // The writer replaces one record by another of a different length, as fast as it can.
    const program = `
      import { openFolderStorage } from ${JSON.stringify(path.resolve("src/adapters/node/folder-storage.ts"))};
      const run = async () => {
        const storage = await openFolderStorage(${JSON.stringify(folder)});
        for (let i = 0; ; i++) {
          await storage.write("record.json", new TextEncoder().encode(JSON.stringify({ i, filling: "x".repeat((i % 7) * 5000) })));
          if (i === 3) process.stdout.write("ready");
        }
      };
      void run();`;
    await writeFile(path.join(folder, "writer.mts"), program);
    for (let round = 0; round < 20; round++) {
      const child = spawn(process.execPath, ["--import", "tsx", path.join(folder, "writer.mts")], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise((resolve) => child.stdout.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, (round * 7) % 23));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
      const record = JSON.parse(await readFile(path.join(folder, "record.json"), "utf8")) as {
        i: number;
        filling: string;
      };
      expect(record.filling).toHaveLength((record.i % 7) * 5000);
    }
  });
});

describe("files", () => {
  it("are read at random, and faults say what and where", async () => {
    const file = path.join(folder, "bytes");
    await writeFile(file, Uint8Array.of(0, 1, 2, 3, 4));
    const source = await openFileSource(file);
    expect(source).toMatchObject({ name: "bytes", sizeBytes: 5 });
    expect([...(await source.read(1, 3))]).toEqual([1, 2, 3]);
    await expect(source.read(3, 5)).rejects.toMatchObject({
      code: "file-unreadable",
      place: { byteOffset: 5 },
    });
    await source.close();
    await expect(openFileSource(path.join(folder, "none"))).rejects.toMatchObject({ code: "file-missing" });
    await expect(openFileSource(folder)).rejects.toMatchObject({ code: "file-is-folder" });
  });

  it("appear whole or not at all", async () => {
    const file = path.join(folder, "deep/out.bin");
    const given = await createFileSink(file);
    await given.write(text("half"));
    await given.abort();
    expect(await readdir(path.join(folder, "deep"))).toEqual([]);
    const kept = await createFileSink(file);
    await kept.write(text("half "));
    await kept.write(text("whole"));
    await kept.commit();
    expect(await readFile(file, "utf8")).toBe("half whole");
    await mkdir(path.join(folder, "a-folder"));
    const blocked = await createFileSink(path.join(folder, "a-folder"));
    await expect(blocked.commit()).rejects.toMatchObject({ place: { file: path.join(folder, "a-folder") } });
    await blocked.abort();
  });
});
