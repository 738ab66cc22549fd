import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { dataFolder, describeWithPeers, f3, runPythonSource } from "../../../e2e/support/peers.ts";
import { createFileSink } from "../../adapters/node/file-byte-sink.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openSegy, summariseFields, writeHeaderTable } from "./contract.ts";

/** What segyio has in every field of every trace, and in the binary header; and that our Parquet and CSV hold just that. */
const peerSource = `
import sys, json, numpy as np, segyio, segyio.su, pyarrow.parquet as pq, csv
out = {}
for path in sys.argv[2:]:
    endian = "little" if "lsb" in path else "big"
    opened = segyio.su.open if path.endswith(".su") else segyio.open
    with opened(path, ignore_geometry=True, endian=endian) as f:
        names = [str(k) for k in segyio.TraceField.enums()]
        columns = {str(k): f.attributes(int(k))[:].astype(int) for k in segyio.TraceField.enums()}
        binary = {} if path.endswith(".su") else {str(k): int(f.bin[k]) for k in segyio.BinField.enums() if int(k) != 3507}
    made = sys.argv[1] + "/" + path.split("/")[-1]
    table = pq.read_table(made + ".parquet")
    with open(made + ".csv", newline="") as text:
        rows = list(csv.DictReader(text))
    n = len(columns[names[0]])
    whole = table.num_rows == n == len(rows) and table["trace_index"].to_pylist() == list(range(n))
    differing = [k for k in names if not (np.array_equal(table[k].to_numpy(), columns[k]) and [int(r[k]) for r in rows] == columns[k].tolist())]
    out[path] = {"whole": whole, "differing": differing, "binary": binary, "fields": {k: {
        "min": int(v.min()), "max": int(v.max()), "distinct": len(np.unique(v)), "zeros": int((v == 0).sum()),
        "first": int(v[0]), "last": int(v[-1])} for k, v in columns.items()}}
print(json.dumps(out))
`;

interface Peer {
  readonly whole: boolean;
  readonly differing: readonly string[];
  readonly binary: Readonly<Record<string, number>>;
  readonly fields: Readonly<Record<string, object>>;
}

describeWithPeers("the table of trace headers, beside segyio, pyarrow and Python's csv", () => {
  it("has every field of every trace, and says the same of each field", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-headers-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const zoo = (name: string): string => path.join(dataFolder, "segy-zoo", name);
    const files = [
      ...[f3("f3-inline-128.sgy"), f3("f3-crossline-322.sgy")],
      ...[
        "small.sgy",
        "small-lsb.sgy",
        "small.su",
        "shot-gather.sgy",
        "delay-scalar.sgy",
        "multi-text.sgy",
      ].map(zoo),
      ...["small-ps-dec-il-inc-xl-off.sgy", "interval-neg-bin-neg-trace.sgy"].map(zoo),
    ];
    const ours = new Map<string, { fields: Record<string, object>; binary: Record<string, number> }>();
    for (const file of files) {
      const source = await openFileSource(file);
      // The Seismic Unix file does not say its interval.
      const segy = await openSegy(source, file.endsWith(".su") ? { intervalMicroseconds: 4000 } : {});
      for (const format of ["parquet", "csv"] as const) {
        const sink = await createFileSink(path.join(folder, `${path.basename(file)}.${format}`));
        await writeHeaderTable(segy, await segy.headerFields(), format, sink);
        await sink.commit();
      }
      const fields = (await summariseFields(segy)).map(
        ({ field, min, max, distinct, zeros, first, last }) =>
          [field.name, { min, max, distinct: distinct.count, zeros, first, last }] as const,
      );
      // We take two-byte counts and intervals without a sign, segyio takes some of them with one.
      const binary = (await segy.readBinaryHeader()).map(
        ({ name, value, kind }) => [name, kind === "uint16" ? (value << 16) >> 16 : value] as const,
      );
      ours.set(file, { fields: Object.fromEntries(fields), binary: Object.fromEntries(binary) });
      await source.close();
    }
    const peers = JSON.parse(await runPythonSource(peerSource, [folder, ...files])) as Record<string, Peer>;
    for (const file of files) {
      const { whole, differing, binary, fields } = peers[file]!;
      expect({ file, whole, differing }).toEqual({ file, whole: true, differing: [] });
      expect({ file, fields: ours.get(file)!.fields }).toEqual({ file, fields });
      const known = ours.get(file)!.binary;
      const shared = Object.fromEntries(Object.entries(binary).filter(([name]) => name in known));
      expect({ file, binary: known }).toMatchObject({ file, binary: shared });
      expect(Object.keys(shared).length).toBeGreaterThanOrEqual(file.endsWith(".su") ? 0 : 28);
    }
  });
});
