import path from "node:path";
import { expect, it } from "vitest";
import { dataFolder, describeWithPeers, runPythonSource } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { GeophoneError } from "../errors.ts";
import { describeGeometry, openSegy } from "./contract.ts";

/** What is read of the awkward files so far: big-endian, formats 1, 3, 5, 8, revisions 0 and 1. */
const read = [
  "1x1",
  "1xN",
  "Mx1",
  "acute-small",
  "delay-scalar",
  "inv-acute-small",
  "left-small",
  "mapping-default",
  "multi-text",
  "normal-small",
  "obtuse-small",
  "reflex-small",
  "right-small",
  "shot-gather",
  "small",
  "small-ps",
  "stanzas-known-count",
  "straight-small",
  "text-embed-null",
  "tiny",
  "unicode-name-小文件",
  "f3",
  "multiformats/Format1msb",
  "multiformats/Format3msb",
  "multiformats/Format5msb",
  "multiformats/Format8msb",
];
const refused: Readonly<Record<string, string>> = {
  broken: "segy-truncated",
  text: "segy-no-traces",
  "f3-lsb": "segy-byte-order-unsupported",
  "small-lsb": "segy-byte-order-unsupported",
  increment: "segy-revision-unsupported",
  "rotated-small-rev2": "segy-revision-unsupported",
  "stanzas-unknown-count": "segy-extended-text-unsupported",
  "multiformats/Format2msb": "segy-format-unsupported",
  "multiformats/Format16msb": "segy-format-unsupported",
};

const zoo = (name: string): string => path.join(dataFolder, "segy-zoo", `${name}.sgy`);

describeWithPeers("awkward files", () => {
  it("that are read have segyio's traces and samples", async () => {
    const peers = JSON.parse(
      await runPythonSource(
        `import sys, json, segyio
out = {}
for p in sys.argv[1:]:
    with segyio.open(p, ignore_geometry=True) as f: out[p] = f.trace.raw[:].tolist()
print(json.dumps(out))`,
        read.map(zoo),
      ),
    ) as Record<string, number[][]>;
    for (const name of read) {
      const source = await openFileSource(zoo(name));
      const segy = await openSegy(source);
      const { rows, columns, data } = await segy.readSamples(0, segy.layout.traces);
      const peer = peers[zoo(name)]!;
      expect({ name, shape: [rows, columns] }).toEqual({ name, shape: [peer.length, peer[0]!.length] });
      expect({ name, same: peer.flat().every((value, i) => data[i] === value) }).toEqual({
        name,
        same: true,
      });
      await source.close();
    }
  });

  it("that are not read yet are refused by their codes", async () => {
    for (const [name, code] of Object.entries(refused)) {
      const source = await openFileSource(zoo(name));
      const outcome = await openSegy(source).then(
        () => "read",
        (error: unknown) => (error instanceof GeophoneError ? error.code : String(error)),
      );
      expect({ name, outcome }).toEqual({ name, outcome: code });
      await source.close();
    }
  });

  it("are told apart as grids, gathers and lines", async () => {
    for (const [name, kind] of Object.entries({
      small: "3d",
      "small-ps": "prestack",
      "acute-small": "3d",
      f3: "3d",
      "shot-gather": "2d",
    })) {
      const source = await openFileSource(zoo(name));
      const segy = await openSegy(source);
      const { geometry } = describeGeometry(await segy.scanHeaders(), segy.lineBytes);
      expect({ name, kind: geometry.kind }).toEqual({ name, kind });
      await source.close();
    }
  });
});
