import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { geophone, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { dataFolder, describeWithPeers, runPython, runPythonSource, yardstick } from "../support/peers.ts";
import { structureLabels, structureSurvey, structureWorkspace } from "../support/structure-workspace.ts";

const scores = z.object({ accuracy: z.number(), macroF1: z.number() });
const evaluationSchema = scores.extend({
  examples: z.number(),
  balancedAccuracy: z.number(),
  perClass: z.array(
    z.object({
      name: z.string(),
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      support: z.number(),
    }),
  ),
  confusion: z.array(z.array(z.number())),
  baselines: z.object({ majority: scores, timeOnly: scores }),
});
const trainSchema = z.object({
  modelVersion: z.number(),
  runId: z.string(),
  backend: z.string(),
  fitSeconds: z.number(),
  examples: z.object({ train: z.number(), test: z.number() }),
  metrics: evaluationSchema,
});
const peerScore = z.object({ accuracy: z.number(), macro_f1: z.number(), majority: z.number() });
const peerSchema = z.object({
  rows: z.tuple([z.number(), z.number()]),
  forty_plus_time: peerScore,
  time_only: peerScore,
});

describeWithPeers("the structure task on F3", () => {
  it("scores as scikit-learn does on the same rows, and every way out says the same", async () => {
    const folder = await temporaryFolder();
    const workspace = path.join(folder, "workspace");
    await structureWorkspace(workspace, [310, 330, 160], 2);
    const trained = await geophoneJson(trainSchema, [
      "train",
      "--workspace",
      workspace,
      "--model",
      "boosting",
      "--train",
      "inline-310,inline-330",
      "--test",
      "inline-160",
      "--with-time",
    ]);
    const peer = peerSchema.parse(
      JSON.parse(await runPython(yardstick, ["f3-structure", path.join(dataFolder, "f3"), "310,330", "160"])),
    );

    expect([trained.examples.train, trained.examples.test]).toEqual(peer.rows);
    expect(trained.metrics.accuracy).toBeGreaterThan(peer.forty_plus_time.accuracy - 0.01);
    expect(trained.metrics.macroF1).toBeGreaterThan(peer.forty_plus_time.macro_f1 - 0.01);
    expect(trained.metrics.baselines.majority.accuracy).toBeCloseTo(peer.forty_plus_time.majority, 3);
    expect(Math.abs(trained.metrics.baselines.timeOnly.accuracy - peer.time_only.accuracy)).toBeLessThan(
      0.01,
    );

    // evaluate, from the files and not from the feature table, gives the same.
    const evaluated = await geophoneJson(evaluationSchema, [
      "evaluate",
      "--workspace",
      workspace,
      "--model",
      "1",
      "--every",
      "2",
      "--survey",
      structureSurvey(160),
      "--labels",
      structureLabels(160),
    ]);
    expect(evaluated).toEqual(trained.metrics);

    // The bundle is whole, and its predictions are the same in each format.
    const zip = path.join(folder, "model.zip");
    expect(
      (await geophone(["bundle", "export", "--workspace", workspace, "--model", "1", "--out", zip])).exitCode,
    ).toBe(0);
    expect((await geophone(["bundle", "check", zip])).exitCode).toBe(0);
    for (const ending of ["csv", "parquet", "sgy"]) {
      const { exitCode, stderr } = await geophone([
        "predict",
        "--bundle",
        zip,
        structureSurvey(160),
        "--out",
        path.join(folder, `p.${ending}`),
      ]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    }
    const header = (await readFile(path.join(folder, "p.csv"), "utf8")).split("\n", 1)[0];
    expect(header).toBe(
      "inline,crossline,trace_index,start_ms,end_ms,class,confidence,p_normal,p_anomaly,p_boundary",
    );
    const compared = await runPythonSource(comparePredictions, [folder, structureSurvey(160)]);
    expect(JSON.parse(compared)).toEqual({
      rows: 951 * 35,
      sameColumns: true,
      sameClasses: true,
      sameProbabilities: true,
      nearestCentre: true,
      sameHeaders: true,
      provenance: 1,
    });
  }, 240_000);
});

/** Reads the three outputs with pandas-free Python: csv, pyarrow and segyio must agree. */
const comparePredictions = `
import csv, json, sys
import numpy as np, pyarrow.parquet as pq, segyio
folder, source = sys.argv[1:]
rows = list(csv.DictReader(open(folder + "/p.csv")))
table = pq.read_table(folder + "/p.parquet")
names = ["normal", "anomaly", "boundary"]
classes = np.array([names.index(r["class"]) for r in rows])
probabilities = np.array([[float(r["p_" + n]) for n in names] for r in rows])
pq_probabilities = np.stack([np.array(table["p_" + n]) for n in names], 1)
centre = (np.array([float(r["start_ms"]) for r in rows]) - 500) / 4 + 32
first = np.array([int(r["trace_index"]) for r in rows]) == 500
with segyio.open(folder + "/p.sgy", ignore_geometry=True) as out, segyio.open(source, ignore_geometry=True) as src:
    trace = out.trace.raw[500]
    distance = np.abs(np.arange(len(trace))[:, None] - centre[first][None, :])
    nearest = classes[first][distance.argmin(1)]
    ties = (distance == distance.min(1, keepdims=True)).sum(1) > 1
    text_out = out.text[0].decode("ascii", "replace"); text_src = src.text[0].decode("ascii", "replace")
    changed = [i for i in range(40) if text_out[i * 80:(i + 1) * 80] != text_src[i * 80:(i + 1) * 80]]
    header_fields = [segyio.TraceField.INLINE_3D, segyio.TraceField.CROSSLINE_3D, segyio.TraceField.CDP_X, segyio.TraceField.CDP_Y, segyio.TraceField.DelayRecordingTime]
    same_headers = all((out.attributes(f)[:] == src.attributes(f)[:]).all() for f in header_fields)
print(json.dumps({
    "rows": len(rows),
    "sameColumns": list(rows[0].keys()) == table.column_names,
    "sameClasses": bool((np.array([names.index(c) for c in table["class"].to_pylist()]) == classes).all() and (probabilities.argmax(1) == classes).all()),
    "sameProbabilities": bool(np.abs(probabilities - pq_probabilities).max() < 1e-8),
    "nearestCentre": bool((trace[~ties] == nearest[~ties]).all()),
    "sameHeaders": bool(same_headers),
    "provenance": len(changed),
}))
`;
