import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { describeWithPeers, f3, runPythonSource } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openSegy } from "../segy/contract.ts";
import { MemorySink, memorySource } from "../segy/memory-file.fixture.ts";
import type { PartRequest, PartSummary } from "./part-request.ts";
import { writePart } from "./write-part.ts";

/** Beside its source: where samples differ from it (times a factor), which header fields do, which text lines do. */
const peer = `
import json, sys
import numpy as np, segyio
out = []
for job in json.loads(sys.argv[1]):
    with segyio.open(job["source"], ignore_geometry=True) as a, segyio.open(job["written"], ignore_geometry=True, endian=job["endian"]) as b:
        traces = np.array(job["traces"])
        x, y = a.trace.raw[:].astype("f8")[traces], b.trace.raw[:].astype("f8")
        first, end = job["samples"]
        x = x[:, first:end] * job["factor"]
        text = lambda path: [open(path, "rb").read(3200)[i * 80:i * 80 + 80] for i in range(40)]
        changed = sorted({int(k) for i, t in enumerate(traces) for k in a.header[int(t)] if a.header[int(t)][k] != b.header[i][k]})
        out.append({
            "shape": list(y.shape), "worst": float(np.abs(x - y).max()), "changed": changed,
            "interval": int(b.bin[segyio.BinField.Interval]), "format": int(b.bin[segyio.BinField.Format]),
            "count": int(b.header[0][115]), "delay": int(b.header[0][109]), "weight": int(b.header[0][169]),
            "lines": [t.decode("cp037").rstrip() for s, t in zip(text(job["source"]), text(job["written"])) if s != t]})
print(json.dumps(out))`;
const answers = z.array(
  z.object({
    shape: z.array(z.number()),
    worst: z.number(),
    changed: z.array(z.number()),
    interval: z.number(),
    format: z.number(),
    count: z.number(),
    delay: z.number(),
    weight: z.number(),
    lines: z.array(z.string()),
  }),
);

const ports = { codeVersion: "1.2.3+abc" };

async function write(
  file: string,
  out: string,
  request: PartRequest,
): Promise<{ summary: PartSummary; traces: number[] }> {
  const source = await openFileSource(file);
  try {
    const segy = await openSegy(source);
    const sink = new MemorySink();
    const { summary } = await writePart(ports, segy, request, "0123456789abcdef", sink);
    await writeFile(out, sink.bytes());
    const written = await openSegy(memorySource("written.sgy", sink.bytes()));
    expect(written.warnings).toEqual([]);
    // A line file has each crossline or inline once: that tells which traces of the source these are.
    const [all, own] = [await segy.scanHeaders(), await written.scanHeaders()];
    const places = new Map(
      Array.from({ length: all.count }, (_, i) => [`${all.inline[i]!} ${all.crossline[i]!}`, i]),
    );
    return {
      summary,
      traces: Array.from({ length: own.count }, (_, i) =>
        places.get(`${own.inline[i]!} ${own.crossline[i]!}`)!,
      ),
    };
  } finally {
    await source.close();
  }
}

const inline = "f3-inline-128.sgy"; // IBM float, whole numbers
const structure = "f3-structure-inline-160.sgy"; // IEEE float
const cases: readonly {
  readonly name: string;
  readonly file: string;
  readonly request: PartRequest;
  readonly expected: object;
  readonly endian?: "little";
  readonly samples?: readonly [number, number];
}[] = [
  {
    name: "a random sample",
    file: inline,
    request: { sampling: { method: "random", count: 500 } },
    expected: { shape: [500, 462], changed: [], format: 1, worst: 0 },
  },
  {
    name: "a window of some crosslines, as IEEE",
    file: inline,
    request: { ranges: { crosslines: [400, 499] }, window: [500, 900], formatCode: 5 },
    expected: { shape: [100, 101], changed: [109, 115], format: 5, worst: 0, count: 101, delay: 500 },
    samples: [124, 225],
  },
  {
    name: "whole numbers as int16, little-endian",
    file: inline,
    request: { formatCode: 3, byteOrder: "little" },
    expected: { shape: [951, 462], changed: [], format: 3, worst: 0, weight: 0 },
    endian: "little",
  },
  {
    name: "IBM floats",
    file: structure,
    request: { formatCode: 1, sampling: { method: "every", every: 7 } },
    expected: { shape: [136, 338], changed: [], format: 1 },
  },
];

describeWithPeers("a part of a survey, read by segyio", () => {
  it("has the samples and the headers of its source, and one line more of text", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-part-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const jobs = [];
    for (const [i, { file, request, samples, endian }] of cases.entries()) {
      const written = path.join(folder, `${i}.sgy`);
      const { traces, summary } = await write(f3(file), written, request);
      const factor = 2 ** (summary.scale?.bits ?? 0);
      jobs.push({
        ...{ source: f3(file), written, traces, factor },
        ...{ samples: samples ?? [0, summary.samplesPerTrace], endian: endian ?? "big" },
      });
    }
    const read = answers.parse(JSON.parse(await runPythonSource(peer, [JSON.stringify(jobs)])));
    cases.forEach(({ name, expected }, i) => {
      expect({ name, ...read[i] }).toMatchObject({ name, ...expected, interval: 4000 });
      expect(read[i]!.lines).toHaveLength(1);
    });
    expect(read[0]!.lines[0]).toMatch(
      /^C40 GEOPHONE 1\.2\.3 500\/951 TRACES RANDOM SEED 42 OF 0123456789AB$/,
    );
    // An IEEE amplitude loses three bits of 24 at most.
    expect(read[3]!.worst).toBeLessThanOrEqual(8000 * 2 ** -20);
  });

  it("scales what is not whole by a power of two, and its headers and its text say so", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-part-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    // A quarter of F3's whole numbers: not whole any more, and exact in int16 times four.
    const source = await openFileSource(f3(inline));
    const segy = await openSegy(source);
    const sink = new MemorySink();
    await writePart(ports, segy, { formatCode: 5, ranges: { crosslines: [300, 400] } }, "0", sink);
    await source.close();
    const bytes = sink.bytes();
    const view = new DataView(bytes.buffer);
    for (let at = 3600; at < bytes.length; at += 240 + 4 * 462)
      for (let i = 0; i < 462; i++) {
        const place = at + 240 + 4 * i;
        view.setFloat32(place, view.getFloat32(place) / 4);
      }
    const quarter = path.join(folder, "quarter.sgy");
    await writeFile(quarter, bytes);
    const written = path.join(folder, "int16.sgy");
    const { summary, traces } = await write(quarter, written, { formatCode: 3 });
    const job = {
      source: quarter,
      written,
      traces,
      factor: 2 ** summary.scale!.bits,
      samples: [0, 462],
      endian: "big",
    };
    const [read] = answers.parse(JSON.parse(await runPythonSource(peer, [JSON.stringify([job])])));
    expect(read).toMatchObject({ changed: [169], weight: summary.scale!.bits, worst: 0 });
    expect(summary.scale!.bits).toBeGreaterThanOrEqual(2);
    expect(read!.lines.join(" ")).toContain(`TIMES 2**${summary.scale!.bits}, SEE TRACE WEIGHTING FACTOR`);
  });
});
