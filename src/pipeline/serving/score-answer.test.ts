import { describe, expect, it } from "vitest";
import { float32Matrix, float64Matrix } from "../../quantities/matrix.ts";
import { projectOnto } from "../features/contract.ts";
import { memorySegy } from "../labels/memory-segy.fixture.ts";
import { predictFile } from "./predict-file.ts";
import { answerOf } from "./score-answer.ts";
import { readBinaryRequest, readScoreRequest } from "./score-request.ts";
import { scoreWindows } from "./score-windows.ts";
import { randomWindows, scoringModel } from "./scoring-model.fixture.ts";

const samples = 40;
const model = scoringModel({ extent: "trace", lengthSamples: samples });
const stamp = { timestamp: "2026-11-25T08:00:00.000Z", modelVersion: "0123456789ab" };

describe("answerOf", () => {
  it("says of each trace of a file what predictFile says, for JSON and for float32", async () => {
    const { data } = randomWindows(9, samples, 4);
    const rows = Array.from({ length: 9 }, (_, row) => [
      ...data.subarray(row * samples, (row + 1) * samples),
    ]);
    const segy = memorySegy({
      file: "volume.sgy",
      inline: rows.map((_, trace) => 1 + Math.floor(trace / 3)),
      crossline: rows.map((_, trace) => 10 + (trace % 3)),
      samples: rows,
      delayMs: 100,
    });
    const predictions = await predictFile(model, segy, "volume");

    const sent: unknown = JSON.parse(
      JSON.stringify({ traces: rows, include_embeddings: true, metadata: { start_ms: 100 } }),
    );
    const request = readScoreRequest(model, sent);
    const probabilities = scoreWindows(model, request.windows, request.startMs);
    expect(probabilities).toEqual(predictions.probabilities);
    const answer = answerOf(model, request, probabilities, stamp);
    expect(answer).toMatchObject({
      timestamp: stamp.timestamp,
      model_version: stamp.modelVersion,
      num_features: model.featureColumns.length,
    });
    const embedded = projectOnto(model.embedding, request.windows);
    expect(answer.predictions).toEqual(
      rows.map((_, row) => {
        const own = predictions.classIndex[row]!;
        const [normal, anomaly, boundary] = predictions.probabilities.data.subarray(row * 3, row * 3 + 3);
        return {
          trace_id: row,
          predicted_class: own,
          predicted_class_name: model.classes[own],
          probabilities: { normal, anomaly, boundary },
          confidence: Math.max(normal!, anomaly!, boundary!),
          embeddings: [...embedded.data.subarray(row * 3, row * 3 + 3)],
        };
      }),
    );

    const binary = readBinaryRequest(model, new Uint8Array(data.slice().buffer), 100);
    const same = answerOf(model, binary, scoreWindows(model, binary.windows, binary.startMs), stamp);
    expect(same.predictions).toEqual(
      answer.predictions.map(({ embeddings, ...rest }) => {
        expect(embeddings).toHaveLength(3);
        return rest;
      }),
    );
  });

  it("names the trace whose energy is beyond float32", () => {
    const loud = [new Array<number>(samples).fill(1), new Array<number>(samples).fill(3e38)];
    const request = readScoreRequest(model, { traces: loud, metadata: { start_ms: 0 } });
    const probabilities = scoreWindows(model, request.windows, request.startMs);
    expect(() => answerOf(model, request, probabilities, stamp)).toThrow(
      expect.objectContaining({ code: "request-unscorable", place: { traceIndex: 1 } }),
    );
  });

  it("keeps classes of any name", () => {
    const odd = { ...model, classes: ["__proto__", "1", "constructor"] };
    const request = {
      windows: float32Matrix(1, samples),
      startMs: new Float64Array(1),
      includeEmbeddings: false,
    };
    const answer = answerOf(odd, request, float64Matrix(1, 3, Float64Array.of(0.5, 0.25, 0.25)), stamp);
    const text = JSON.stringify(answer.predictions[0]!.probabilities);
    expect(Object.entries(JSON.parse(text) as object)).toEqual(
      expect.arrayContaining([
        ["__proto__", 0.5],
        ["1", 0.25],
        ["constructor", 0.25],
      ]),
    );
  });
});
