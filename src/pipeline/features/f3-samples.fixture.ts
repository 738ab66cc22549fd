import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { f3, runPythonSource } from "../../../e2e/support/peers.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";

/** Runs `work` with a folder of its own, which is gone afterwards. */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-features-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads raw little-endian float32 as NumPy's `tofile` writes it. */
export async function readFloat32(file: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Samples of an F3 line as segyio reads them, `[traces, samples]`. */
export async function readWithSegyio(line: string): Promise<Float32Matrix> {
  return withScratchFolder(async (folder) => {
    const raw = path.join(folder, "samples.f32");
    const samples = await runPythonSource(
      `
import sys, segyio, numpy as np
with segyio.open(sys.argv[1], ignore_geometry=True) as f:
    a = f.trace.raw[:]
np.ascontiguousarray(a, "<f4").tofile(sys.argv[2])
print(a.shape[1])`,
      [f3(line), raw],
    );
    const data = await readFloat32(raw);
    return float32Matrix(data.length / Number(samples), Number(samples), data);
  });
}

/** The windows of all traces, `[traces · starts, length]`, trace by trace. */
export function cutWindows(traces: Float32Matrix, starts: Int32Array, length: number): Float32Matrix {
  const windows = float32Matrix(traces.rows * starts.length, length);
  let row = 0;
  for (let trace = 0; trace < traces.rows; trace++)
    for (const start of starts) {
      const from = trace * traces.columns + start;
      windows.data.set(traces.data.subarray(from, from + length), row++ * length);
    }
  return windows;
}
