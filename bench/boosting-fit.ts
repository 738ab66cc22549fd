import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { dataFolder, projectRoot, yardstick } from "../e2e/support/data.ts";
import {
  boostingParametersSchema,
  fitClassifier,
  type Classifier,
  type TrainingData,
} from "../src/pipeline/models/contract.ts";
import { float32Matrix } from "../src/quantities/matrix.ts";

const run = promisify(execFile);
const rounds = 5;

/** Writes the structure task's matrix as the yardstick makes it. */
const writeTask = `
import io, sys, contextlib, importlib.util
spec = importlib.util.spec_from_file_location("yardstick", sys.argv[1])
yardstick = importlib.util.module_from_spec(spec); spec.loader.exec_module(yardstick)
tasks = []
yardstick.score = lambda *task: tasks.append(task) or {}
with contextlib.redirect_stdout(io.StringIO()):
    yardstick.f3("structure", sys.argv[2], "310,330", "160")
for name, values, kind in zip(("train", "labels", "test", "answers"), tasks[1], ("<f4", "<i4") * 2):
    values.astype(kind).tofile(sys.argv[3] + "/" + name)
print(tasks[1][0].shape[1])`;

/** Fits twice (the first warms up) and prints the time of the second. */
const fitPeer = `
import json, sys, time, numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
d, c = sys.argv[1], int(sys.argv[2])
read = lambda name, kind: np.fromfile(d + "/" + name, kind)
x, y, z, v = read("train", "<f4").reshape(-1, c), read("labels", "<i4"), read("test", "<f4").reshape(-1, c), read("answers", "<i4")
for _ in range(2):
    t = time.perf_counter()
    m = HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=0).fit(x, y)
    t = time.perf_counter() - t
print(json.dumps({"seconds": t, "accuracy": float((m.predict(z) == v).mean())}))`;

const peerSchema = z.object({ seconds: z.number(), accuracy: z.number() });
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function accuracyOf(model: Classifier, { features, labels }: TrainingData): number {
  const { data, columns } = model.predictProbabilities(features);
  let hits = 0;
  labels.forEach((label, row) => {
    const probabilities = data.subarray(row * columns, (row + 1) * columns);
    if (probabilities.indexOf(Math.max(...probabilities)) === label) hits++;
  });
  return hits / labels.length;
}

/**
 * Boosting alone: our fit (binning included) beside scikit-learn's on the same matrix of the F3 structure task, in turn,
 * medians of five. Without the files, features and reports around it, which `structure` has.
 */
export async function boostingFitBench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  const python = async (source: string, args: readonly string[]): Promise<string> =>
    (await run(path.join(projectRoot, ".venv-light/bin/python"), ["-c", source, ...args])).stdout;
  try {
    const columns = Number(await python(writeTask, [yardstick, path.join(dataFolder, "f3"), folder]));
    const read = async (features: string, labels: string): Promise<TrainingData> => {
      const bytesOf = async (name: string): Promise<ArrayBuffer> =>
        new Uint8Array(await readFile(path.join(folder, name))).buffer;
      const data = new Float32Array(await bytesOf(features));
      return {
        features: float32Matrix(data.length / columns, columns, data),
        labels: new Int32Array(await bytesOf(labels)),
        classes: 3,
      };
    };
    const train = await read("train", "labels");
    const test = await read("test", "answers");
    const specification = { family: "boosting", parameters: boostingParametersSchema.parse({}) } as const;
    const warm = await fitClassifier(specification, train, { seed: 0 });
    const seconds: number[] = [];
    const peers: z.infer<typeof peerSchema>[] = [];
    for (let round = 0; round < rounds; round++) {
      peers.push(peerSchema.parse(JSON.parse(await python(fitPeer, [folder, String(columns)]))));
      const started = performance.now();
      await fitClassifier(specification, train, { seed: 0 });
      seconds.push((performance.now() - started) / 1000);
    }
    const own = median(seconds);
    const peer = median(peers.map((it) => it.seconds));
    const list = (values: readonly number[]): string => values.map((it) => it.toFixed(2)).join(" ");
    process.stdout.write(
      [
        `${train.features.rows} × ${columns} training matrix, 3 classes, 100 rounds; medians of ${rounds}, in turn`,
        "| | geophone, 1 thread | scikit-learn, all cores |",
        "|---|---|---|",
        `| fit, s | ${own.toFixed(3)} (${list(seconds)}) | ${peer.toFixed(3)} (${list(peers.map((it) => it.seconds))}) |`,
        `| ratio | ${(own / peer).toFixed(2)} | 1 |`,
        `| accuracy on inline 160 | ${accuracyOf(warm, test).toFixed(4)} | ${peers[0]!.accuracy.toFixed(4)} |`,
        "",
      ].join("\n"),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith("boosting-fit.ts")) await boostingFitBench();
