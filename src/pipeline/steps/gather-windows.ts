import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { StepPorts } from "./context.ts";
import { readSelectedTraces } from "./read-selected-traces.ts";
import { withSurveyFile } from "./survey-files.ts";

/** Examples of one survey whose raw samples are wanted: parallel arrays, ascending by trace. */
export interface WantedWindows {
  readonly survey: SurveyRecord;
  readonly traceIndex: Int32Array;
  readonly startSample: Int32Array;
}

/**
 * Reads the raw windows of chosen examples, block by block, in the order they were given.
 * `work` gets `[windows, lengthSamples]` and the position of the first of them in the request.
 */
export async function gatherWindows(
  ports: Pick<StepPorts, "openSource" | "signal" | "yieldControl">,
  wanted: WantedWindows,
  lengthSamples: number,
  work: (windows: Float32Matrix, first: number) => void,
): Promise<void> {
  const { traceIndex, startSample } = wanted;
  const traces: number[] = [];
  for (const trace of traceIndex) if (traces.at(-1) !== trace) traces.push(trace);
  let at = 0;
  await withSurveyFile(ports, wanted.survey, (segy) =>
    readSelectedTraces(
      segy,
      traces,
      async (block, indices) => {
        const first = at;
        const last = indices.at(-1)!;
        while (at < traceIndex.length && traceIndex[at]! <= last) at++;
        const windows = float32Matrix(at - first, lengthSamples);
        let blockRow = 0;
        for (let row = first; row < at; row++) {
          while (indices[blockRow] !== traceIndex[row]) blockRow++;
          const from = blockRow * block.columns + startSample[row]!;
          windows.data.set(block.data.subarray(from, from + lengthSamples), (row - first) * lengthSamples);
        }
        work(windows, first);
        await ports.yieldControl?.();
      },
      ports.signal,
    ),
  );
}
