import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { projectRoot } from "../e2e/support/data.ts";
import { seededRandom } from "../src/numerics/random.ts";
import type { ScoringModel } from "../src/pipeline/bundle/contract.ts";
import {
  assembleExamples,
  createFeatureExtractor,
  EmbeddingFit,
  featureColumnNames,
  projectOnto,
  standardiseExamples,
} from "../src/pipeline/features/contract.ts";
import { fitClassifier, parseModelParameters } from "../src/pipeline/models/contract.ts";
import { scoreWindows } from "../src/pipeline/serving/contract.ts";
import { float32Matrix, type Float32Matrix } from "../src/quantities/matrix.ts";

const run = promisify(execFile);
const samples = 462;
const trainRows = 6000;
const testRows = 4096;
const classCounts = [3, 9];
const batches = [1, 16, 1024];
const rounds = 3;

/** The same chain on the same traces; prints microseconds per trace for each batch, best of the rounds. */
const peerSource = `
import json, sys, time, numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.preprocessing import StandardScaler
folder, classes, batches, rounds = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4])
read = lambda name, kind: np.fromfile(folder + "/" + name, kind)
train, test = read("train", "<f4").reshape(-1, ${samples}), read("test", "<f4").reshape(-1, ${samples})
labels = read("labels%d" % classes, "<i4")
def eight(x):
    d = x.astype(np.float64)
    energy = (d * d).sum(1)
    peak = (np.abs(np.fft.rfft(d, axis=1)) ** 2)[:, 1:${samples / 2}].argmax(1) + 1
    flips = (np.diff(np.signbit(x), axis=1) != 0).sum(1)
    return np.stack([d.mean(1), d.std(1), x.min(1), x.max(1), np.sqrt(energy / ${samples}), energy, flips, peak], 1)
scale = StandardScaler().fit(train); pca = PCA(32, svd_solver="covariance_eigh").fit(scale.transform(train))
columns = lambda x: np.hstack([eight(x), pca.transform(scale.transform(x))])
model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=0).fit(columns(train), labels)
out = []
for batch in batches:
    rows = min(len(test), 64 * batch)
    def once():
        t = time.perf_counter()
        for at in range(0, rows, batch): model.predict_proba(columns(test[at:at + batch]))
        return (time.perf_counter() - t) * 1e6 / rows
    once(); out.append(min(once() for _ in range(rounds)))
print(json.dumps(out))`;

/** Noise whose colour and loudness differ from trace to trace, so that there is something to tell apart. */
function colouredTraces(rows: number, seed: number): Float32Matrix {
  const random = seededRandom(seed);
  const traces = float32Matrix(rows, samples);
  for (let row = 0; row < rows; row++) {
    const loudness = 500 * (0.5 + random.next());
    const memory = 0.7 + 0.25 * random.next();
    for (let i = row * samples, value = 0; i < (row + 1) * samples; i++)
      traces.data[i] = value = memory * value + loudness * random.normal();
  }
  return traces;
}

interface Columns {
  readonly model: Omit<ScoringModel, "classes" | "classifier">;
  /** Standardised, of the training traces. */
  readonly examples: Float32Matrix;
}

function fitColumns(train: Float32Matrix): Columns {
  const fit = new EmbeddingFit(samples);
  fit.add(train);
  const embedding = fit.finish(32);
  const window = {
    extent: "trace",
    lengthSamples: samples,
    stepSamples: samples,
    intervalMicroseconds: 4000,
  } as const;
  const eight = createFeatureExtractor(window).extract(train, Int32Array.of(0));
  const raw = assembleExamples(eight, projectOnto(embedding, train));
  const featureMean = new Float64Array(raw.columns);
  const featureStd = new Float64Array(raw.columns);
  raw.data.forEach((value, i) => (featureMean[i % raw.columns]! += value / raw.rows));
  raw.data.forEach(
    (value, i) => (featureStd[i % raw.columns]! += (value - featureMean[i % raw.columns]!) ** 2 / raw.rows),
  );
  featureStd.forEach((variance, c) => (featureStd[c] = Math.sqrt(variance) || 1));
  const input = { extent: "trace", samples, intervalMs: 4, haloTraces: 0, haloSamples: 0 } as const;
  return {
    model: {
      window,
      input: { ...input, needsTime: false },
      featureColumns: featureColumnNames(32, false),
      embedding,
      featureMean,
      featureStd,
    },
    examples: standardiseExamples(raw, featureMean, featureStd),
  };
}

/** Classes that a component, two features and chance decide. */
function labelsOf({ data, rows, columns }: Float32Matrix, classes: number): Int32Array {
  const random = seededRandom(classes);
  return Int32Array.from({ length: rows }, (_, row) => {
    const at = row * columns;
    const score = data[at + 8]! + data[at + 9]! * data[at + 1]! + 0.7 * random.normal();
    return Math.max(0, Math.min(classes - 1, Math.floor(((score + 2) / 4) * classes)));
  });
}

/** Microseconds of this process per trace, best of the rounds after a warm-up. */
function microsecondsOf(model: ScoringModel, test: Float32Matrix, batch: number): number {
  const starts = new Float64Array(batch);
  const once = (): number => {
    const started = performance.now();
    for (let at = 0; at < test.rows; at += batch)
      scoreWindows(
        model,
        float32Matrix(batch, samples, test.data.subarray(at * samples, (at + batch) * samples)),
        starts,
      );
    return ((performance.now() - started) * 1000) / test.rows;
  };
  once();
  return Math.min(...Array.from({ length: rounds }, once));
}

/** From raw whole traces of 462 samples to probabilities, boosting of 100 rounds, beside the same chain in NumPy and scikit-learn; one thread each. */
export async function scoringBench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  try {
    const train = colouredTraces(trainRows, 11);
    const test = colouredTraces(testRows, 99);
    const { model, examples } = fitColumns(train);
    await writeFile(path.join(folder, "train"), new Uint8Array(train.data.buffer));
    await writeFile(path.join(folder, "test"), new Uint8Array(test.data.buffer));
    const lines = [
      "| classes | traces at once | geophone: µs a trace (traces/s) | NumPy and scikit-learn: µs | ratio |",
      "|---|---|---|---|---|",
    ];
    for (const classes of classCounts) {
      const labels = labelsOf(examples, classes);
      await writeFile(path.join(folder, `labels${classes}`), new Uint8Array(labels.buffer));
      const classifier = await fitClassifier(
        parseModelParameters("boosting", {}),
        { features: examples, labels, classes },
        { seed: 1 },
      );
      const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
      const own = batches.map((batch) =>
        microsecondsOf({ ...model, classes: names, classifier }, test, batch),
      );
      const python = path.join(projectRoot, ".venv-light/bin/python");
      const asked = [folder, String(classes), JSON.stringify(batches), String(rounds)];
      // One thread for the peer, too: on single traces OpenMP's threads cost more than they do.
      const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
      const { stdout } = await run(python, ["-c", peerSource, ...asked], { env });
      const peer = z.array(z.number()).parse(JSON.parse(stdout));
      batches.forEach((batch, i) => {
        const speed = Math.round(1e6 / own[i]!).toLocaleString("en");
        lines.push(
          `| ${classes} | ${batch} | ${own[i]!.toFixed(1)} (${speed}/s) | ${peer[i]!.toFixed(1)} | ${(own[i]! / peer[i]!).toFixed(3)} |`,
        );
      });
    }
    process.stdout.write(`${lines.join("\n")}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
