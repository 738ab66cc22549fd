import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { describeWithPeers, runPythonSource } from "../../../e2e/support/peers.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { EmbeddingFit } from "./embedding.ts";
import { cutWindows, readFloat32, readWithSegyio, withScratchFolder } from "./f3-samples.fixture.ts";
import { projectOnto } from "./project-onto.ts";
import { windowStarts } from "./window-starts.ts";

interface PeerEmbedding {
  readonly mean: number[];
  readonly scale: number[];
  readonly components: number[][];
  readonly ratio: number[];
  readonly scores: Float32Array;
}

/** StandardScaler and PCA of scikit-learn with the exact solver, in float64. */
async function embedWithScikitLearn(windows: Float32Matrix): Promise<PeerEmbedding> {
  return withScratchFolder(async (folder) => {
    const [input, output] = [path.join(folder, "windows.f32"), path.join(folder, "scores.f32")];
    await writeFile(
      input,
      new Uint8Array(windows.data.buffer, windows.data.byteOffset, windows.data.byteLength),
    );
    const printed = await runPythonSource(
      `
import json, sys, numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
x = np.fromfile(sys.argv[1], "<f4").reshape(-1, int(sys.argv[3])).astype("f8")
s = StandardScaler().fit(x)
p = PCA(32, svd_solver="covariance_eigh" if len(x) > 5000 else "full").fit(s.transform(x))
p.transform(s.transform(x)).astype("<f4").tofile(sys.argv[2])
print(json.dumps({"mean": s.mean_.tolist(), "scale": s.scale_.tolist(), "components": p.components_.tolist(), "ratio": p.explained_variance_ratio_.tolist()}))`,
      [input, output, String(windows.columns)],
    );
    return { ...(JSON.parse(printed) as Omit<PeerEmbedding, "scores">), scores: await readFloat32(output) };
  });
}

async function windowsOf(lines: readonly string[], length: number, step: number): Promise<Float32Matrix> {
  const parts: Float32Array[] = [];
  for (const line of lines) {
    const traces = await readWithSegyio(line);
    const starts = windowStarts(
      { extent: "window", lengthSamples: length, stepSamples: step, intervalMicroseconds: 4000 },
      traces.columns,
    );
    parts.push(cutWindows(traces, starts, length).data);
  }
  const all = new Float32Array(parts.reduce((sum, { length: size }) => sum + size, 0));
  let at = 0;
  for (const samples of parts) {
    all.set(samples, at);
    at += samples.length;
  }
  return float32Matrix(all.length / length, length, all);
}

const cases = [
  { name: "windows of inline 228", lines: ["f3-inline-228.sgy"], length: 64, step: 16 },
  { name: "windows of structure inline 160", lines: ["f3-structure-inline-160.sgy"], length: 64, step: 8 },
  {
    name: "whole traces, dead ones too",
    lines: ["f3-inline-128.sgy", "f3-crossline-322.sgy"],
    length: 462,
    step: 462,
  },
];

describeWithPeers("the embedding beside scikit-learn's StandardScaler and PCA(32)", () => {
  it.each(cases)("$name", { timeout: 30_000 }, async ({ lines, length, step }) => {
    const windows = await windowsOf(lines, length, step);
    const fit = new EmbeddingFit(length);
    fit.add(windows);
    const own = fit.finish(32);
    const scores = projectOnto(own, windows);
    const peer = await embedWithScikitLearn(windows);

    for (let s = 0; s < length; s++) {
      expect(own.sampleStd[s]! / peer.scale[s]!).toBeCloseTo(1, 9);
      expect(Math.abs(own.sampleMean[s]! - peer.mean[s]!)).toBeLessThan(1e-9 * peer.scale[s]!);
    }
    expect(own.components.rows).toBe(32);
    for (let k = 0; k < 32; k++) {
      const entries = own.components.data.subarray(k * length, (k + 1) * length);
      const theirs = peer.components[k]!;
      const sign = Math.sign(entries.reduce((sum, value, s) => sum + value * theirs[s]!, 0));
      const scale = Math.max(...theirs.map(Math.abs));
      entries.forEach((value, s) => {
        expect(Math.abs(value - sign * theirs[s]!)).toBeLessThan(1e-3 * scale);
      });
      expect(own.explainedVarianceRatio[k]! / peer.ratio[k]!).toBeCloseTo(1, 8);

      let worst = 0;
      let squares = 0;
      for (let at = k; at < peer.scores.length; at += 32) {
        worst = Math.max(worst, Math.abs(scores.data[at]! - sign * peer.scores[at]!));
        squares += peer.scores[at]! ** 2;
      }
      expect(worst, `scores of component ${k}`).toBeLessThan(1e-3 * Math.sqrt(squares / windows.rows));
    }
  });
});
