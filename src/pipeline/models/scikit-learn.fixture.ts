import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataFolder, runPythonSource, yardstick } from "../../../e2e/support/peers.ts";
import { float32Matrix, float64Matrix, type Float64Matrix } from "../../quantities/matrix.ts";
import type { TrainingData } from "./contract.ts";

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-models-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function numbersOf<T>(file: string, type: new (buffer: ArrayBuffer) => T): Promise<T> {
  const bytes = await readFile(file);
  return new type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/**
 * Probabilities `[test rows, classes]` of a scikit-learn classifier.
 * @param model a Python expression; `np` and `n` (training rows) are there, and the class's name is imported
 */
export async function scikitLearnProbabilities(
  module: string,
  model: string,
  train: TrainingData,
  test: TrainingData,
): Promise<Float64Matrix> {
  return withFolder(async (folder) => {
    await writeFile(path.join(folder, "train"), train.features.data);
    await writeFile(path.join(folder, "test"), test.features.data);
    await writeFile(path.join(folder, "labels"), train.labels);
    if (train.weights) await writeFile(path.join(folder, "weights"), train.weights);
    await runPythonSource(
      `
import os, sys
os.environ["OMP_NUM_THREADS"] = "1"  # its threads wait for each other busily, which stalls where cores are shared
import numpy as np
from ${module} import *
d, c = sys.argv[1], int(sys.argv[2])
x = np.fromfile(d + "/train", "<f4").reshape(-1, c)
z = np.fromfile(d + "/test", "<f4").reshape(-1, c)
w = np.fromfile(d + "/weights", "<f4") if os.path.exists(d + "/weights") else None
n = len(x)
m = ${model}.fit(x.astype("f8"), np.fromfile(d + "/labels", "<i4"), sample_weight=w)
m.predict_proba(z.astype("f8")).astype("<f8").tofile(d + "/out")`,
      [folder, String(train.features.columns)],
    );
    return float64Matrix(
      test.features.rows,
      train.classes,
      await numbersOf(path.join(folder, "out"), Float64Array),
    );
  });
}

/** The F3 structure task (train inlines 310 and 330, test 160; 40 features and time), as the yardstick makes it. */
export async function f3StructureTask(): Promise<{
  readonly train: TrainingData;
  readonly test: TrainingData;
}> {
  return withFolder(async (folder) => {
    const columns = await runPythonSource(
      `
import io, sys, contextlib, importlib.util
spec = importlib.util.spec_from_file_location("yardstick", sys.argv[1])
yardstick = importlib.util.module_from_spec(spec); spec.loader.exec_module(yardstick)
tasks = []
yardstick.score = lambda *task: tasks.append(task) or {}
with contextlib.redirect_stdout(io.StringIO()):
    yardstick.f3("structure", sys.argv[2], "310,330", "160")
x, y, z, v = tasks[1]
for name, values, kind in (("train", x, "<f4"), ("labels", y, "<i4"), ("test", z, "<f4"), ("answers", v, "<i4")):
    values.astype(kind).tofile(sys.argv[3] + "/" + name)
print(x.shape[1])`,
      [yardstick, path.join(dataFolder, "f3"), folder],
    );
    const read = async (features: string, labels: string): Promise<TrainingData> => {
      const data = await numbersOf(path.join(folder, features), Float32Array);
      const matrix = float32Matrix(data.length / Number(columns), Number(columns), data);
      return {
        features: matrix,
        labels: await numbersOf(path.join(folder, labels), Int32Array),
        classes: 3,
      };
    };
    return { train: await read("train", "labels"), test: await read("test", "answers") };
  });
}
