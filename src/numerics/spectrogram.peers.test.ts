import { expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../e2e/support/peers.ts";
import { seededRandom } from "./random.ts";
import { spectrogram } from "./spectrogram.ts";

/** Both of SciPy's ways: the old function, and the class that is to replace it, at the segments that both have. */
const source = `
import json, sys, numpy as np
from scipy.signal import spectrogram, ShortTimeFFT
from scipy.signal.windows import hann
answers = []
for given in json.loads(sys.argv[1]):
    x, fs, n, hop = np.array(given["samples"]), 1 / given["interval"], given["segment"], given["hop"]
    f, t, old = spectrogram(x, fs, window="hann", nperseg=n, noverlap=n - hop, detrend=False, scaling="density", mode="psd")
    transform = ShortTimeFFT(hann(n, sym=False), hop, fs, scale_to="psd", fft_mode="onesided2X")
    first = n // 2 // hop
    assert first * hop == n // 2
    new = transform.spectrogram(x, p0=first, p1=first + old.shape[1], detr=None)
    answers.append({"f": f.tolist(), "t": t.tolist(), "old": old.T.tolist(), "new": new.T.tolist()})
print(json.dumps(answers))`;

interface Peer {
  readonly f: number[];
  readonly t: number[];
  readonly old: number[][];
  readonly new: number[][];
}

const cases = [
  { name: "windows of 256 ms of a trace of 462 samples", length: 462, interval: 0.004, segment: 64, hop: 8 },
  { name: "an odd window", length: 301, interval: 0.002, segment: 45, hop: 11 },
  { name: "a window of a length that is no power of two", length: 1000, interval: 5, segment: 150, hop: 25 },
];

describeWithPython("the spectrogram beside SciPy's", () => {
  // SciPy takes longer to load than to compute: it is asked once.
  it("is the same by both of SciPy's ways", { timeout: 60_000 }, async () => {
    const random = seededRandom(3);
    const asked = cases.map((one) => ({
      ...one,
      samples: Array.from({ length: one.length }, (_, n) =>
        Math.fround(1000 * Math.sin(0.0007 * n * n) + 10 * random.normal() + 300),
      ),
    }));
    const peers = JSON.parse(await runPythonSource(source, [JSON.stringify(asked)])) as Peer[];
    asked.forEach(({ name, samples, interval, segment, hop }, i) => {
      const peer = peers[i]!;
      const own = spectrogram(Float32Array.from(samples), interval, segment, hop);
      expect([own.density.rows, own.density.columns], name).toEqual([peer.old.length, peer.f.length]);
      expect(peer.t[1]! - peer.t[0]!).toBeCloseTo(hop * interval, 9);
      expect(peer.f[1]).toBeCloseTo(1 / (segment * interval), 9);
      const largest = Math.max(...peer.old.flat());
      let worst = 0;
      for (const theirs of [peer.old, peer.new])
        theirs.forEach((row, s) => {
          row.forEach((value, bin) => {
            const mine = own.density.data[s * own.density.columns + bin]!;
            worst = Math.max(worst, Math.abs(mine - value) / (1e-9 * value + 1e-12 * largest));
          });
        });
      expect(worst, name).toBeLessThanOrEqual(1);
    });
  });
});
