import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { examineGeometry } from "../pipeline/geometry/contract.ts";
import { describeGeometry, openSegy, type SegyFile } from "../pipeline/segy/contract.ts";
import { generatedSegy } from "../pipeline/segy/generated-segy.fixture.ts";
import { scanIdentity } from "../pipeline/steps/scan-survey.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import type { ScanProgress } from "./scan-contract.ts";
import { ScanService } from "./scan-service.ts";

const nothing = (): void => undefined;

async function geometryOf(segy: SegyFile) {
  const { geometry, warnings } = await examineGeometry(segy, await segy.scanHeaders());
  return { geometry, warnings };
}

/** Files of four blocks of 8 MiB. */
async function house(limits?: { readonly mostKeptTraces?: number }) {
  const bytes = await generatedSegy({ traces: 600, samples: 13_000, format: 5 });
  let blocks = 0;
  let onBlock = nothing;
  const openSource = async (name: string): Promise<OpenedSource> => ({
    name,
    sizeBytes: bytes.length,
    modifiedMs: 5,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      blocks++;
      return bytes.slice(offset, offset + length);
    },
    close: async () => undefined,
  });
  const service = new ScanService(
    {
      openSource,
      // Every block is told.
      elapsedSeconds: () => blocks,
      yieldControl: async () => {
        onBlock();
      },
    },
    limits,
  );
  const source = await openSource("a.sgy");
  const segy = await openSegy(source);
  return {
    service,
    bytes,
    segy,
    identity: scanIdentity(source, segy),
    read: () => blocks,
    atEachBlock: (act: () => void) => (onBlock = act),
  };
}

describe("the scan behind a first look", () => {
  it("finds what reading all of the file finds, tells how far it is, and hands it over once", async () => {
    const { service, bytes, segy, identity } = await house();
    const seen: ScanProgress[] = [];
    const summary = await service.scan({ location: "a.sgy", reading: {} }, (progress) => seen.push(progress));
    const headers = await segy.scanHeaders();
    expect(summary).toEqual({
      traces: 600,
      ...(await geometryOf(segy)),
      quality: { deadTraces: 0, tracesWithNonFinite: 0 },
    });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.map(({ done }) => done)).toEqual([...seen.map(({ done }) => done)].sort((a, b) => a - b));
    expect(seen[0]).toMatchObject({ traces: 600, inlines: { min: 10 }, crosslines: { min: 20, max: 22 } });
    expect(seen.at(-1)).toMatchObject({ done: 600, inlines: { min: 10, max: 209 } });
    const taken = await service.take("a.sgy", identity, nothing);
    expect(taken?.headers).toEqual(headers);
    expect(taken?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(await service.take("a.sgy", identity, nothing)).toBeUndefined();
    // The lines stay.
    expect(service.line("a.sgy", { axis: "crossline", number: 21 })?.traceIndex).toHaveLength(200);
  });

  it("is waited for when the file is taken in meanwhile", async () => {
    const { service, identity } = await house();
    const scan = service.scan({ location: "a.sgy", reading: {} }, nothing);
    const done: number[] = [];
    const taken = service.take("a.sgy", identity, (traces) => done.push(traces));
    await scan;
    expect((await taken)?.headers.count).toBe(600);
    expect(done.at(-1)).toBe(600);
  });

  it("is not taken for a file that is another now, or read in another way", async () => {
    const { service, identity } = await house();
    await service.scan({ location: "a.sgy", reading: { delayMs: 100 } }, nothing);
    expect(await service.take("a.sgy", identity, nothing)).toBeUndefined();
    await service.scan({ location: "a.sgy", reading: {} }, nothing);
    expect(await service.take("a.sgy", identity.replace("5", "6"), nothing)).toBeUndefined();
    expect(await service.take("b.sgy", identity, nothing)).toBeUndefined();
    expect(await service.take("a.sgy", identity, nothing)).toBeDefined();
  });

  it("stops when it is cancelled, keeps the lines so far, and makes way for the next file", async () => {
    const { service, identity, atEachBlock, read } = await house();
    atEachBlock(() => {
      service.cancel("a.sgy");
    });
    const first = service.scan({ location: "a.sgy", reading: {} }, nothing);
    const second = service.scan({ location: "b.sgy", reading: {} }, nothing);
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    const readSoFar = read();
    expect(service.line("a.sgy", { axis: "inline", number: 10 })?.traceIndex).toHaveLength(3);
    expect(service.line("a.sgy", { axis: "inline", number: 209 })?.line.number).toBeLessThan(209);
    expect(await service.take("a.sgy", identity, nothing)).toBeUndefined();
    expect((await second).traces).toBe(600);
    expect(read()).toBeGreaterThan(readSoFar);
  });

  it("begins anew when the file is read in another way, and lets go of a file that is left out", async () => {
    const { service } = await house();
    const first = service.scan({ location: "a.sgy", reading: {} }, nothing);
    const second = service.scan({ location: "a.sgy", reading: { delayMs: 100 } }, nothing);
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    await second;
    service.forget("a.sgy");
    expect(service.line("a.sgy", { axis: "inline", number: 10 })).toBeUndefined();
  });

  it("keeps of a file with too many traces the lines alone", async () => {
    const { service, segy, identity } = await house({ mostKeptTraces: 500 });
    const summary = await service.scan({ location: "a.sgy", reading: {} }, nothing);
    expect(summary).toEqual({
      traces: 600,
      warnings: [],
      geometry: expect.objectContaining(
        describeGeometry(await segy.scanHeaders(), segy.lineBytes).geometry,
      ) as unknown,
    });
    expect(await service.take("a.sgy", identity, nothing)).toBeUndefined();
    expect(service.line("a.sgy", { axis: "inline", number: 209 })?.traceIndex).toHaveLength(3);
  });
});
