import { openFileSource } from "../../../src/adapters/node/file-byte-source.ts";
import { openSegy } from "../../../src/pipeline/segy/contract.ts";
import type { Float32Matrix } from "../../../src/quantities/matrix.ts";
import { requestBytes } from "./http-connection.ts";

/** The first traces of a SEG-Y file. @returns `[traces, samples]` */
export async function tracesOf(file: string, traces: number): Promise<Float32Matrix> {
  const source = await openFileSource(file);
  try {
    return await (await openSegy(source)).readSamples(0, traces);
  } finally {
    await source.close();
  }
}

const rowOf = ({ data, columns }: Float32Matrix, row: number): Float32Array => {
  const at = row % (data.length / columns);
  return data.subarray(at * columns, (at + 1) * columns);
};

/** POST /predict with some rows as JSON; rows beyond the last begin anew. */
export function jsonRequest(traces: Float32Matrix, first: number, rows: number, path = "/predict"): Buffer {
  const values = Array.from({ length: rows }, (_, i) => [...rowOf(traces, first + i)]);
  const headers = { "Content-Type": "application/json" };
  return requestBytes("POST", path, headers, JSON.stringify({ traces: values }));
}

/** The bytes of rows as a binary body has them. */
export function binaryBody(traces: Float32Matrix, first: number, rows: number): Buffer<ArrayBuffer> {
  const samples = new Float32Array(rows * traces.columns);
  for (let i = 0; i < rows; i++) samples.set(rowOf(traces, first + i), i * traces.columns);
  return Buffer.from(samples.buffer);
}

const binary = { "Content-Type": "application/octet-stream", Accept: "application/octet-stream" };

/** POST /predict with some rows as float32, answered as float32. */
export const binaryRequest = (
  traces: Float32Matrix,
  first: number,
  rows: number,
  path = "/predict",
): Buffer => requestBytes("POST", path, binary, binaryBody(traces, first, rows));

/** One trace a request, JSON: 64 different ones in turn. */
export const singleRequests = (traces: Float32Matrix, path?: string): Buffer[] =>
  Array.from({ length: 64 }, (_, i) => jsonRequest(traces, i, 1, path));
