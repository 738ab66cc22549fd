import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { dataFolder, describeWithPeers, runPythonSource } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openSegy } from "./contract.ts";
import { traceHeaderFieldNames } from "./trace-header.ts";

const peerSource = `
import sys, json, hashlib, numpy as np, segyio
out = {}
for path in sys.argv[1:]:
    with segyio.open(path, ignore_geometry=True) as f:
        x = f.trace.raw[:].astype("<f4")
        names = [str(k) for k in segyio.TraceField.enums()]
        headers = np.stack([f.attributes(int(k))[:] for k in segyio.TraceField.enums()], 1).astype("<i4")
        order = np.argsort(names)
        out[path] = {
            "samples": hashlib.sha256(x.tobytes()).hexdigest(), "shape": list(x.shape), "interval": segyio.tools.dt(f),
            "names": [names[i] for i in order], "headers": hashlib.sha256(np.ascontiguousarray(headers[:, order]).tobytes()).hexdigest(),
            "text": f.text[0].decode("ascii", "replace") if isinstance(f.text[0], (bytes, bytearray)) else str(f.text[0]),
        }
print(json.dumps(out))
`;

interface PeerFile {
  readonly samples: string;
  readonly shape: [number, number];
  readonly interval: number;
  readonly names: string[];
  readonly headers: string;
  readonly text: string;
}

describeWithPeers("every F3 line, beside segyio", () => {
  it("has the same samples, the same headers under the same names, and the same text", async () => {
    const folder = path.join(dataFolder, "f3");
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(".sgy"))
      .map((name) => path.join(folder, name));
    expect(files.length).toBeGreaterThan(25);
    const peers = JSON.parse(await runPythonSource(peerSource, files)) as Record<string, PeerFile>;
    for (const file of files) {
      const peer = peers[file]!;
      const source = await openFileSource(file);
      const segy = await openSegy(source);
      const { traces, samplesPerTrace, intervalMicroseconds, text } = segy.layout;
      expect([traces, samplesPerTrace]).toEqual(peer.shape);
      expect(intervalMicroseconds).toBe(peer.interval);
      const { data } = await segy.readSamples(0, traces);
      expect({ file, hash: createHash("sha256").update(new Uint8Array(data.buffer)).digest("hex") }).toEqual({
        file,
        hash: peer.samples,
      });
      expect([...traceHeaderFieldNames].sort()).toEqual(peer.names);
      const headers = new Int32Array(traces * peer.names.length);
      for (let trace = 0; trace < traces; trace++) {
        const fields = await segy.readHeaderFields(trace);
        peer.names.forEach((name, i) => (headers[trace * peer.names.length + i] = fields[name]!));
      }
      expect({
        file,
        hash: createHash("sha256").update(new Uint8Array(headers.buffer)).digest("hex"),
      }).toEqual({ file, hash: peer.headers });
      const peerLines = Array.from({ length: 40 }, (_, i) => peer.text.slice(i * 80, (i + 1) * 80).trimEnd());
      expect(text.lines).toEqual(peerLines);
      await source.close();
    }
  });
});
