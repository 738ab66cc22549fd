import type { Duplex } from "node:stream";
import { float32Matrix, type Float64Matrix } from "../../../quantities/matrix.ts";
import { readBundle, type ScoringModel } from "../../../pipeline/bundle/contract.ts";
import { JobError } from "../../../pipeline/errors.ts";
import { openSegy } from "../../../pipeline/segy/contract.ts";
import { scoreTraces, scoreWindows } from "../../../pipeline/serving/contract.ts";
import { openFileSource } from "../file-byte-source.ts";
import { faultOf } from "./faults.ts";
import { encodeFrame, frameKinds, FrameReader, type Frame } from "./frames.ts";
import { modelMetaSchema, tracesMetaSchema, windowsMetaSchema } from "./requests.ts";

/**
 * A scorer's side of the pipe: does what it is asked, one after the other, until the pipe ends. It keeps the models that it
 * was given and proved by their golden windows.
 * @returns when the other side is gone, or has written what is no frame
 */
export function serveScorer(pipe: Duplex): Promise<void> {
  const models = new Map<number, ScoringModel>();
  let last: Promise<void> = Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      pipe.destroy();
      resolve();
    };
    const reader = new FrameReader((frame) => {
      last = last.then(async () => {
        for (const piece of await answer(models, frame)) pipe.write(piece);
      });
    });
    pipe.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        end();
      }
    });
    pipe.on("end", end);
    pipe.on("error", end);
    pipe.on("close", end);
  });
}

async function answer(models: Map<number, ScoringModel>, frame: Frame): Promise<Uint8Array[]> {
  const { job } = frame;
  try {
    switch (frame.kind) {
      case frameKinds.load: {
        const { model } = modelMetaSchema.parse(frame.meta);
        models.set(model, (await readBundle(frame.payload, scoreWindows)).model);
        return encodeFrame(frameKinds.done, job, {});
      }
      case frameKinds.forget:
        models.delete(modelMetaSchema.parse(frame.meta).model);
        return [];
      case frameKinds.windows:
        return scores(job, scoreFrame(models, frame));
      case frameKinds.traces:
        return scores(job, await scoreFileFrame(models, frame));
      default:
        throw new JobError("scorer-protocol", `a scorer takes no frame of kind ${frame.kind}`);
    }
  } catch (error) {
    return encodeFrame(frameKinds.fault, job, faultOf(error));
  }
}

const scores = (job: number, { rows, columns, data }: Float64Matrix): Uint8Array[] =>
  encodeFrame(frameKinds.scores, job, { rows, columns }, [data]);

function modelOf(models: ReadonlyMap<number, ScoringModel>, number: number): ScoringModel {
  const model = models.get(number);
  if (model) return model;
  throw new JobError("scorer-protocol", `a scorer was asked for model ${number}, which it was not given`);
}

function scoreFrame(models: ReadonlyMap<number, ScoringModel>, { meta, payload }: Frame): Float64Matrix {
  const { model, rows, columns } = windowsMetaSchema.parse(meta);
  const startMs = new Float64Array(payload.buffer, payload.byteOffset, rows);
  const samples = new Float32Array(payload.buffer, payload.byteOffset + startMs.byteLength, rows * columns);
  return scoreWindows(modelOf(models, model), float32Matrix(rows, columns, samples), startMs);
}

/** Opened anew for each piece: that takes little beside its scoring, and holds no file that is gone. */
async function scoreFileFrame(
  models: ReadonlyMap<number, ScoringModel>,
  { meta, payload }: Frame,
): Promise<Float64Matrix> {
  const { model, file, name, reading } = tracesMetaSchema.parse(meta);
  const source = await openFileSource(file);
  try {
    const segy = await openSegy({ ...source, name }, { reading });
    const traces = new Int32Array(payload.buffer, payload.byteOffset, payload.byteLength / 4);
    return await scoreTraces(modelOf(models, model), segy, traces);
  } finally {
    await source.close();
  }
}
