import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { GoldenWindow, ScoringModel } from "../bundle/contract.ts";
import { scoreWindows } from "../serving/contract.ts";
import type { StepPorts } from "./context.ts";
import { forEachWindowBlock } from "./embed-examples.ts";
import type { Examples } from "./load-examples.ts";

const goldenCount = 5;

/** Five training windows, evenly spread over the rows, with the answers that the model gives them. */
export async function goldenWindows(
  ports: Pick<StepPorts, "openSource" | "signal" | "yieldControl" | "onProgress">,
  examples: Examples,
  trainRows: Int32Array,
  model: ScoringModel,
): Promise<GoldenWindow[]> {
  const count = Math.min(goldenCount, trainRows.length);
  const chosen = Int32Array.from(
    { length: count },
    (_, i) => trainRows[Math.floor(((i + 0.5) * trainRows.length) / count)]!,
  );
  const { lengthSamples } = model.window;
  const blocks: { readonly windows: Float32Matrix; readonly rows: Int32Array }[] = [];
  await forEachWindowBlock(ports, examples, chosen, lengthSamples, (windows, rows) => {
    blocks.push({ windows, rows });
  });
  return blocks.flatMap(({ windows, rows }) =>
    Array.from(rows, (row, i) => {
      const samples = windows.data.slice(i * lengthSamples, (i + 1) * lengthSamples);
      const startMs = examples.startMs[row]!;
      const { data } = scoreWindows(
        model,
        float32Matrix(1, lengthSamples, samples),
        Float64Array.of(startMs),
      );
      return { samples, startMs, probabilities: data };
    }),
  );
}
