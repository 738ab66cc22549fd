import { z } from "zod";
import { dataFolder, runPythonSource, yardstick } from "../../../e2e/support/peers.ts";
import { windowStarts, type WindowDefinition } from "../features/contract.ts";
import { labelExamples } from "./label-examples.ts";
import type { LabelIndex } from "./label-index.ts";

const peer = `
import contextlib, importlib.util, io, json, sys
spec = importlib.util.spec_from_file_location("yardstick", sys.argv[1])
yardstick = importlib.util.module_from_spec(spec)
spec.loader.exec_module(yardstick)
yardstick.handcrafted = lambda x, dt: x[:, :1]
yardstick.embed = lambda *parts: [part[:, :1] for part in parts]
seen = []
yardstick.score = lambda fa, ya, fb, yb: seen.append([ya.tolist(), yb.tolist()])
with contextlib.redirect_stdout(io.StringIO()):
    yardstick.f3(*sys.argv[2:])
print(json.dumps(seen[0]))`;

/** Classes of all windows that the yardstick trains and tests on: line by line, window start by window start, trace by trace. */
export async function yardstickLabels(
  kind: "structure" | "facies",
  train: string,
  test: string,
): Promise<{ readonly train: readonly number[]; readonly test: readonly number[] }> {
  const printed = await runPythonSource(peer, [yardstick, kind, `${dataFolder}/f3`, train, test]);
  const [trained, tested] = z.tuple([z.array(z.number()), z.array(z.number())]).parse(JSON.parse(printed));
  return { train: trained, test: tested };
}

export interface LineOfTraces {
  readonly surveyName: string;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly samplesPerTrace: number;
  readonly delayMs: number;
}

/** Our classes of every `every`-th trace's windows, in the yardstick's order. */
export function labelsInYardstickOrder(
  index: LabelIndex,
  line: LineOfTraces,
  window: WindowDefinition,
  every: number,
): number[] {
  const starts = windowStarts(window, line.samplesPerTrace);
  const traces = Array.from(line.inline.keys()).filter((trace) => trace % every === 0);
  const rows = traces.length * starts.length;
  const traceOf = (row: number): number => traces[Math.floor(row / starts.length)]!;
  const classes = labelExamples(
    index,
    {
      surveyName: line.surveyName,
      rows,
      inline: Int32Array.from({ length: rows }, (_, row) => line.inline[traceOf(row)]!),
      crossline: Int32Array.from({ length: rows }, (_, row) => line.crossline[traceOf(row)]!),
      startMs: Float32Array.from(
        { length: rows },
        (_, row) => line.delayMs + starts[row % starts.length]! * 4,
      ),
    },
    window,
  );
  return Array.from(starts.keys()).flatMap((s) =>
    traces.map((_, trace) => classes[trace * starts.length + s]!),
  );
}
