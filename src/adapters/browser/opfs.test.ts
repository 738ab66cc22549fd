import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOpfsFile, replaceOpfsFile } from "./opfs.ts";

/** A private file system in memory, whose disk takes `room` bytes and then does what Chromium was seen to do. */
class MemoryOpfs {
  readonly files = new Map<string, Uint8Array>();
  readonly open = new Set<string>();
  room = Infinity;

  readonly root = {
    getDirectoryHandle: async () => ({
      getFileHandle: async (name: string) => {
        if (!this.files.has(name)) this.files.set(name, new Uint8Array(0));
        return {
          createSyncAccessHandle: async () => this.access(name),
          move: async (to: string) => {
            this.move(name, to);
          },
        };
      },
      removeEntry: async (name: string) => void this.files.delete(name),
    }),
  };

  private move(from: string, to: string): void {
    this.files.set(to, this.files.get(from)!);
    this.files.delete(from);
  }

  private access(name: string) {
    if (this.open.has(name)) throw new DOMException("locked", "NoModificationAllowedError");
    this.open.add(name);
    return {
      truncate: () => void this.files.set(name, new Uint8Array(0)),
      write: (bytes: Uint8Array, { at }: { at: number }): number => {
        // Not an error: −8 as an unsigned number, and nothing written.
        if (at + bytes.length > this.room) return 4_294_967_288;
        const grown = new Uint8Array(at + bytes.length);
        grown.set(this.files.get(name)!);
        grown.set(bytes, at);
        this.files.set(name, grown);
        return bytes.length;
      },
      flush: () => undefined,
      getSize: () => this.files.get(name)!.length,
      close: () => void this.open.delete(name),
    };
  }
}

describe("files in a browser's private file system", () => {
  let opfs: MemoryOpfs;
  beforeEach(() => {
    opfs = new MemoryOpfs();
    vi.stubGlobal("navigator", { storage: { getDirectory: async () => opfs.root } });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("holds what was written, in order", async () => {
    const sink = await createOpfsFile("blobs", "a", "silver/a.parquet");
    await sink.write(Uint8Array.of(1, 2));
    await sink.write(Uint8Array.of(3));
    expect(await sink.finish()).toBe(3);
    expect(opfs.files.get("a")).toEqual(Uint8Array.of(1, 2, 3));
    expect(opfs.open.size).toBe(0);
  });

  it("takes a wrong count for what it is: a full disk", async () => {
    opfs.room = 2;
    const sink = await createOpfsFile("blobs", "a", "silver/a.parquet");
    await sink.write(Uint8Array.of(1, 2));
    const full = { code: "storage-full", place: { file: "silver/a.parquet" } };
    await expect(sink.write(Uint8Array.of(3))).rejects.toMatchObject(full);
    await sink.abort();
    expect([opfs.files.size, opfs.open.size]).toEqual([0, 0]);
  });

  it("finds out at the end when the file is not as long as what was written", async () => {
    const sink = await createOpfsFile("blobs", "a", "silver/a.parquet");
    await sink.write(Uint8Array.of(1, 2));
    opfs.files.set("a", Uint8Array.of(1));
    await expect(sink.finish()).rejects.toMatchObject({ code: "storage-full" });
    expect(opfs.open.size).toBe(0);
  });

  it("replaces a file only once the new one is whole", async () => {
    opfs.files.set("demo.sgy", Uint8Array.of(9, 9));
    opfs.room = 1;
    const failing = await replaceOpfsFile("generated", "demo.sgy");
    await expect(failing.write(Uint8Array.of(1, 2))).rejects.toMatchObject({ code: "storage-full" });
    await failing.abort();
    expect([...opfs.files]).toEqual([["demo.sgy", Uint8Array.of(9, 9)]]);
    opfs.room = 10;
    const sink = await replaceOpfsFile("generated", "demo.sgy");
    await sink.write(Uint8Array.of(1, 2));
    await sink.finish();
    expect([...opfs.files]).toEqual([["demo.sgy", Uint8Array.of(1, 2)]]);
  });
});
