import { describe, expect, it } from "vitest";
import { describeWithPeers, f3, runPythonSource } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { openSegy } from "../segy/contract.ts";
import { assessBlock, summariseQuality } from "./contract.ts";

describe("trace quality", () => {
  it("knows dead, constant, broken and living traces apart", () => {
    const block = float32Matrix(
      5,
      3,
      Float32Array.of(0, 0, 0, 7, 7, 7, 1, NaN, 3, NaN, NaN, Infinity, -1, 2, -2),
    );
    const quality = assessBlock(block);
    expect([...quality.dead]).toEqual([1, 1, 0, 0, 0]);
    expect([...quality.nonFinite]).toEqual([0, 0, 1, 3, 0]);
    expect([...quality.rms]).toEqual([0, 7, Math.fround(Math.sqrt(5)), 0, Math.fround(Math.sqrt(3))]);
    expect(summariseQuality(quality)).toMatchObject({ traces: 5, deadTraces: 2, tracesWithNonFinite: 2 });
  });
});

describeWithPeers("trace quality, on F3", () => {
  it.each([322, 422, 622])("counts the dead traces and the rms as NumPy does: crossline %i", async (line) => {
    const file = f3(`f3-crossline-${line}.sgy`);
    const source = await openFileSource(file);
    const segy = await openSegy(source);
    const quality = assessBlock(await segy.readSamples(0, segy.layout.traces));
    await source.close();
    const peer = JSON.parse(
      await runPythonSource(
        `import sys, json, segyio, numpy as np
with segyio.open(sys.argv[1], ignore_geometry=True) as f: x = f.trace.raw[:].astype("f8")
print(json.dumps({"dead": int((np.ptp(x, axis=1) == 0).sum()), "rms": np.sqrt((x ** 2).mean(1)).tolist()}))`,
        [file],
      ),
    ) as { dead: number; rms: number[] };
    expect(summariseQuality(quality).deadTraces).toBe(peer.dead);
    expect([49, 50]).toContain(peer.dead);
    peer.rms.forEach((rms, trace) => {
      expect(Math.abs(quality.rms[trace]! - rms)).toBeLessThanOrEqual(1e-6 * rms);
    });
  });
});
