import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { EmbeddingFit, projectOnto, type Embedding } from "../features/contract.ts";
import type { StepPorts } from "./context.ts";
import { embeddingComponents } from "./feature-request.ts";
import { gatherWindows } from "./gather-windows.ts";
import type { Examples } from "./load-examples.ts";

type Ports = Pick<StepPorts, "openSource" | "signal" | "yieldControl" | "onProgress">;

/** Reads the raw windows of some rows, survey by survey; `work` gets them with the rows they belong to. */
export async function forEachWindowBlock(
  ports: Ports,
  examples: Examples,
  rows: Int32Array,
  lengthSamples: number,
  work: (windows: Float32Matrix, rows: Int32Array) => void,
): Promise<void> {
  for (const [surveyIndex, survey] of examples.surveys.entries()) {
    const own = rows.filter((row) => examples.surveyIndex[row] === surveyIndex);
    if (own.length === 0) continue;
    const wanted = {
      survey,
      traceIndex: own.map((row) => examples.traceIndex[row]!),
      startSample: own.map((row) => examples.startSample[row]!),
    };
    await gatherWindows(ports, wanted, lengthSamples, (windows, first) => {
      work(windows, own.subarray(first, first + windows.rows));
    });
  }
}

/** The embedding, from the raw windows of the training rows and no others. */
export async function fitEmbedding(
  ports: Ports,
  examples: Examples,
  trainRows: Int32Array,
  lengthSamples: number,
): Promise<Embedding> {
  const fit = new EmbeddingFit(lengthSamples);
  let done = 0;
  await forEachWindowBlock(ports, examples, trainRows, lengthSamples, (windows) => {
    fit.add(windows);
    done += windows.rows;
    ports.onProgress?.({ step: "fit embedding", detail: "training windows", done, total: trainRows.length });
  });
  return fit.finish(embeddingComponents);
}

/** Scores of all examples, `[rows, components]`. */
export async function projectExamples(
  ports: Ports,
  examples: Examples,
  embedding: Embedding,
  lengthSamples: number,
): Promise<Float32Matrix> {
  const { rows: components } = embedding.components;
  const scores = float32Matrix(examples.rows, components);
  const all = Int32Array.from({ length: examples.rows }, (_, row) => row);
  await forEachWindowBlock(ports, examples, all, lengthSamples, (windows, rows) => {
    const projected = projectOnto(embedding, windows);
    for (let i = 0; i < rows.length; i++)
      scores.data.set(projected.data.subarray(i * components, (i + 1) * components), rows[i]! * components);
  });
  return scores;
}
