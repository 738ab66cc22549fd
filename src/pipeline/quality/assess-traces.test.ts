import { describe, expect, it } from "vitest";
import { describeWithPeers, f3, runPythonSource } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { openSegy } from "../segy/contract.ts";
import { assessBlock, isMuted, summariseQuality } from "./contract.ts";

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
    expect(summariseQuality(quality, 3)).toMatchObject({
      traces: 5,
      deadTraces: 2,
      tracesWithNonFinite: 2,
      mutedTraces: 0,
    });
  });

  it("finds zeros at both ends as mutes, and leaves them out of the rms", () => {
    const zeros = (count: number): number[] => new Array<number>(count).fill(0);
    const traces = [
      [...zeros(12), 3, 4, ...zeros(26)],
      // Few zeros happen by themselves, and in the middle they are no mute.
      [...zeros(7), 5, ...zeros(20), ...new Array<number>(12).fill(5)],
      zeros(40),
    ];
    const block = float32Matrix(3, 40, Float32Array.from(traces.flat()));
    const quality = assessBlock(block);
    expect([[...quality.mutes.start], [...quality.mutes.end]]).toEqual([
      [12, 0, 0],
      [26, 0, 0],
    ]);
    expect(quality.rms[0]).toBeCloseTo(Math.sqrt(12.5), 6);
    expect(quality.rms[1]).toBeCloseTo(Math.sqrt((13 * 25) / 40), 6);
    expect(summariseQuality(quality, 40)).toMatchObject({
      deadTraces: 1,
      mutedTraces: 1,
      mutedShare: 38 / 120,
    });
    const muted = [0, 4, 5, 13, 14, 32].map((first) => isMuted(quality.mutes, 0, 40, first, 8));
    expect(muted).toEqual([true, true, false, false, true, true]);
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
live = (x != 0).any(1)
lead = np.where(live, (x != 0).argmax(1), 0)
lead[lead < 8] = 0
print(json.dumps({"dead": int((np.ptp(x, axis=1) == 0).sum()), "lead": lead.tolist(), "rms": [float(np.sqrt((t[m:] ** 2).mean())) for t, m in zip(x, lead)]}))`,
        [file],
      ),
    ) as { dead: number; lead: number[]; rms: number[] };
    expect([...quality.mutes.start]).toEqual(peer.lead);
    expect(Math.max(...peer.lead)).toBeGreaterThan(40);
    expect(summariseQuality(quality, segy.layout.samplesPerTrace).deadTraces).toBe(peer.dead);
    expect([49, 50]).toContain(peer.dead);
    peer.rms.forEach((rms, trace) => {
      expect(Math.abs(quality.rms[trace]! - rms)).toBeLessThanOrEqual(1e-6 * rms);
    });
  });
});
