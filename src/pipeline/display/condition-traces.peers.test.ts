import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { describeWithPeers, runPythonSource } from "../../../e2e/support/peers.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { readFloat32, readWithSegyio, withScratchFolder } from "../features/f3-samples.fixture.ts";
import { findMutes } from "../quality/contract.ts";
import { conditionTraces, tabulateAmplitudes, withoutMutes } from "./contract.ts";

/** The definitions of README.md in NumPy and SciPy, by other means: windows are summed one by one, frequencies are all transformed. */
const definitions = `
import json, sys, numpy as np
from scipy import fft, signal
x = np.fromfile(sys.argv[1], "<f4").reshape(int(sys.argv[3]), -1).astype("f8")
rows, n = x.shape
dt, t0 = 0.004, 0.004
live = np.isfinite(x)
for i in range(rows):
    zero = x[i] == 0
    if zero.all(): continue
    lead = int(np.argmin(zero)); tail = int(np.argmin(zero[::-1]))
    if lead >= 8: live[i, :lead] = False
    if tail >= 8: live[i, n - tail:] = False
def keep(y):
    y = np.where(live, y, 0.0)
    return np.where(np.isfinite(x), y, x)
def band_pass(y, corners):
    length = 1 << int(np.ceil(np.log2(2 * n)))
    gain = np.interp(fft.fftfreq(length, dt), [-c for c in corners[::-1]] + list(corners), [0, 1, 1, 0, 0, 1, 1, 0])
    return np.where(live, fft.ifft(fft.fft(np.where(live, y, 0.0), length, axis=1) * gain, axis=1).real[:, :n], 0.0)
def agc(y, window):
    half = max(1, round(window / (2 * dt)))
    box = np.ones(2 * half + 1)
    energy = np.array([signal.convolve(r, box, mode="same", method="direct") for r in np.where(live, y, 0.0) ** 2])
    count = np.array([signal.convolve(r, box, mode="same", method="direct") for r in live.astype("f8")])
    with np.errstate(all="ignore"):
        return np.where(energy > 0, y / np.sqrt(energy / count), 0.0)
t = t0 + dt * np.arange(n)
out = {
  "bandPass": band_pass(x, (4, 8, 40, 60)),
  "tPower": x * t ** 1.5,
  "agc": agc(x, 0.52),
  "all": agc(band_pass(x, (4, 8, 40, 60)) * t ** 1.5, 0.52),
}
np.concatenate([keep(out[k]).ravel() for k in ("bandPass", "tPower", "agc", "all")]).astype("<f8").tofile(sys.argv[2])
inside = x[live]
def rank(values, p):
    return float(np.sort(values)[min(len(values) - 1, int(np.floor(p / 100 * len(values))))])
print(json.dumps({"sizes": [rank(np.abs(inside), p) for p in (90, 95.5, 98)],
  "high": [rank(inside, 50 + p / 2) for p in (90, 95.5, 98)], "low": [-rank(-inside, 50 + p / 2) for p in (90, 95.5, 98)]}))`;

const axis = { intervalMs: 4, delayMs: 4, verticalUnit: "ms" } as const;
const bandPass = { f1: 4, f2: 8, f3: 40, f4: 60 };
const chains = [{ bandPass }, { tPower: 1.5 }, { agcMs: 520 }, { bandPass, tPower: 1.5, agcMs: 520 }];

/** Traces of F3 as they are, and with mutes and holes. */
async function traces(): Promise<Float32Matrix> {
  const line = await readWithSegyio("f3-inline-128.sgy");
  const block = float32Matrix(200, line.columns, line.data.slice(0, 200 * line.columns));
  for (let row = 0; row < 60; row++) block.data.fill(0, row * 462, row * 462 + 2 * row);
  for (let row = 40; row < 80; row++) block.data.fill(0, row * 462 + 400, (row + 1) * 462);
  block.data[90 * 462 + 200] = NaN;
  block.data[91 * 462] = Infinity;
  block.data.fill(0, 95 * 462, 96 * 462);
  return block;
}

describeWithPeers("gains, filter and clips beside NumPy and SciPy", () => {
  it("are the same definitions", { timeout: 30_000 }, async () => {
    const block = await traces();
    await withScratchFolder(async (folder) => {
      const [input, output] = [path.join(folder, "in.f32"), path.join(folder, "out.f64")];
      await writeFile(input, new Uint8Array(block.data.buffer, block.data.byteOffset, block.data.byteLength));
      const printed = await runPythonSource(definitions, [input, output, String(block.rows)]);
      const bytes = (await readFloat32(output)).buffer;
      const peer = new Float64Array(bytes);
      const size = block.data.length;
      chains.forEach((chain, at) => {
        const own = conditionTraces(block, axis, chain).data;
        const theirs = peer.subarray(at * size, (at + 1) * size);
        let largest = 0;
        let worst = 0;
        own.forEach((value, k) => {
          const other = theirs[k]!;
          if (!Number.isFinite(other)) {
            expect(Object.is(value, other)).toBe(true);
            return;
          }
          largest = Math.max(largest, Math.abs(other));
          worst = Math.max(worst, Math.abs(value - other));
        });
        expect(largest).toBeGreaterThan(1);
        // Single precision of the result is all that is lost.
        expect(worst / largest, JSON.stringify(chain)).toBeLessThan(1e-7);
      });
      const ranks = JSON.parse(printed) as Record<"sizes" | "low" | "high", number[]>;
      const table = tabulateAmplitudes(() => withoutMutes(block, findMutes(block)));
      const places = [0, 11, 16];
      expect(places.map((place) => table.sizes[place])).toEqual(ranks.sizes);
      expect(places.map((place) => table.low[place])).toEqual(ranks.low);
      expect(places.map((place) => table.high[place])).toEqual(ranks.high);
    });
  });
});
