/// <reference types="vite/client" />
import { expose } from "comlink";
import { readBundle } from "../../../../src/pipeline/bundle/contract.ts";
import { scoreWindows } from "../../../../src/pipeline/serving/contract.ts";
import { float32Matrix } from "../../../../src/quantities/matrix.ts";

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const engine = {
  /**
   * As the app's workers score. Bytes go through the test's wire as base64.
   * @param windows float32, `[rows, samples]`
   * @returns probabilities, row by row
   */
  async score(bundle: string, windows: string, startMs: readonly number[]): Promise<number[]> {
    const { model } = await readBundle(bytesOf(bundle), scoreWindows);
    const data = new Float32Array(bytesOf(windows).buffer);
    const matrix = float32Matrix(startMs.length, model.window.lengthSamples, data);
    return [...scoreWindows(model, matrix, Float64Array.from(startMs)).data];
  },
};
export type ScoringEngine = typeof engine;

expose(engine);
