import path from "node:path";
import { expect, it } from "vitest";
import { dataFolder, describeWithPeers, runPythonSource } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openSegy } from "./contract.ts";
import { zooExpectations } from "./segy-zoo.fixture.ts";

const peerSource = `
import sys, json, segyio
out = {}
for name in sys.argv[2:]:
    try:
        with segyio.open(sys.argv[1] + "/" + name, ignore_geometry=True, endian="little" if "lsb" in name else "big") as f:
            x = f.trace.raw[:]
            out[name] = {"samples": x.astype("<f4").tolist(), "interval": segyio.tools.dt(f),
                "inline": f.attributes(189)[:].tolist(), "crossline": f.attributes(193)[:].tolist(),
                "cdp": f.attributes(21)[:].tolist(), "offset": f.attributes(37)[:].tolist()}
    except Exception as e:
        out[name] = None
print(json.dumps(out))
`;
interface Peer {
  readonly samples: number[][];
  readonly interval: number;
  readonly inline: number[];
  readonly crossline: number[];
  readonly cdp: number[];
  readonly offset: number[];
}

/** What segyio refuses to open, though it can be read (all but `text`). */
const refusedByPeer = [
  "broken",
  "decrement-lsb",
  "increment-lsb",
  "mapping-all-types",
  "mapping-all-types-lsb",
  "mapping-empty",
  "mapping-encoding-ext1",
  "mapping-encoding-private",
  "mapping-mixed-order",
  "mapping-no-extension1",
  "rotated-small-rev2",
  "text",
  "trace-header-extension1",
  "trace-header-extensions",
];
/** What it reads wrongly without a word: a text as traces, odd formats as IBM floats. */
const wrongInPeer = ["stanzas-unknown-count"];
/** Where it takes 4000 µs although, or because, headers are strange; where it reads a layout stanza's lines at the standard's bytes. */
const intervalIsOwn = ["decrement", "increment", "interval-neg-bin-neg-trace"];
const isMapped = (name: string): boolean => /^mapping-(minimal|shifted|unsupported)/.test(name);

describeWithPeers("awkward files, beside segyio", () => {
  it("have its traces, samples, line numbers and intervals wherever it is right", async () => {
    const names = Object.keys(zooExpectations)
      .filter((name) => name.endsWith(".sgy") && !/Format(2|4|6|7|9|1[0-6])[lm]sb/.test(name))
      .map((name) => name.replace(/\.sgy$/, ""))
      .filter((name) => !wrongInPeer.includes(name));
    const peers = JSON.parse(
      await runPythonSource(peerSource, [
        path.join(dataFolder, "segy-zoo"),
        ...names.map((name) => `${name}.sgy`),
      ]),
    ) as Record<string, Peer | null>;
    const compared: string[] = [];
    const refused: string[] = [];
    for (const name of names) {
      const peer = peers[`${name}.sgy`];
      if (!peer) {
        refused.push(name);
        continue;
      }
      const source = await openFileSource(path.join(dataFolder, "segy-zoo", `${name}.sgy`));
      const segy = await openSegy(source);
      const { data } = await segy.readSamples(0, segy.layout.traces);
      expect({ name, traces: segy.layout.traces, same: sameNumbers(data, peer.samples.flat()) }).toEqual({
        name,
        traces: peer.samples.length,
        same: true,
      });
      if (!intervalIsOwn.includes(name))
        expect({ name, interval: segy.layout.intervalMicroseconds }).toEqual({
          name,
          interval: peer.interval,
        });
      if (!isMapped(name)) {
        const headers = await segy.scanHeaders();
        expect({
          name,
          positions: [headers.inline, headers.crossline, headers.cdp, headers.offset].map((column) => [
            ...column,
          ]),
        }).toEqual({ name, positions: [peer.inline, peer.crossline, peer.cdp, peer.offset] });
      }
      compared.push(name);
      await source.close();
    }
    expect(refused.sort()).toEqual([...refusedByPeer].sort());
    expect(compared.length).toBeGreaterThanOrEqual(50);
  });
});

function sameNumbers(a: Float32Array, b: readonly number[]): boolean {
  return a.length === b.length && b.every((value, i) => a[i] === value);
}
