import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { MemorySink } from "../segy/memory-file.fixture.ts";
import { demoFiles, memoryPorts } from "./demo-workspace.fixture.ts";
import { exportLabels } from "./export-labels.ts";
import { importLabels } from "./import-labels.ts";
import { ingestSurvey } from "./ingest-survey.ts";

/** What segyio reads of our volume, held to the table that the labels came from, and to the survey's own headers. */
const peer = `
import csv, json, sys
import numpy as np, segyio
survey, volume, table = sys.argv[1:]
with segyio.open(survey) as s, segyio.open(volume) as v:
    expected = np.full((s.tracecount, len(s.samples)), -1)
    rows = {(int(h[189]), int(h[193])): i for i, h in enumerate(s.header)}
    for r in csv.DictReader(open(table)):
        t = (s.samples >= float(r["start_ms"])) & (s.samples < float(r["end_ms"]))
        expected[rows[int(r["inline"]), int(r["crossline"])], t] = ["normal", "anomaly", "boundary"].index(r["class"])
    other = [k for k in (1, 5, 21, 71, 181, 185, 189, 193) if not np.array_equal(s.attributes(k)[:], v.attributes(k)[:])]
    print(json.dumps({"format": int(v.format), "wrong": int((v.trace.raw[:] != expected).sum()), "headers": other,
        "samples": bool(np.array_equal(s.samples, v.samples)), "text": v.text[0].decode("ascii", "replace")}))`;

describeWithPython("a label volume", () => {
  it("opens in segyio beside its survey, with the class of every sample", async () => {
    const files = await demoFiles();
    const ports = await memoryPorts(files);
    await ingestSurvey(ports, "demo.sgy");
    const { labelSet } = await importLabels(ports, { locations: ["demo.labels.csv"] });
    const sink = new MemorySink();
    await exportLabels(ports, { labelSet: labelSet.id, survey: "demo", as: { format: "segy" } }, sink);
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const at = (name: string): string => path.join(folder, name);
    await writeFile(at("demo.sgy"), files.get("demo.sgy")!);
    await writeFile(at("labels.sgy"), sink.bytes());
    await writeFile(at("labels.csv"), files.get("demo.labels.csv")!);
    const read = z
      .object({
        format: z.number(),
        wrong: z.number(),
        headers: z.array(z.number()),
        samples: z.boolean(),
        text: z.string(),
      })
      .parse(JSON.parse(await runPythonSource(peer, [at("demo.sgy"), at("labels.sgy"), at("labels.csv")])));
    expect(read).toMatchObject({ format: 8, wrong: 0, headers: [], samples: true });
    expect(read.text).toContain("GEOPHONE CLASSES 0=normal 1=anomaly 2=boundary");
  });
});
