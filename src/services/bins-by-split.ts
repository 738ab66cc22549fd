import { InputError } from "../pipeline/errors.ts";
import { runKind } from "../pipeline/registry/contract.ts";
import { replaySplit } from "../pipeline/steps/replay-split.ts";
import { splitColours } from "./bin-colours.ts";
import { ClassTally } from "./bin-tallies.ts";
import type { BinsSource, ColouredBins } from "./bins-source.ts";

const parts = ["train", "validation", "test", "buffer"] as const;

/**
 * What most windows of each bin were to a training; windows without a label took no part.
 * @throws InputError `run-unknown`, `split-not-repeatable`, and what `replaySplit` raises
 */
export async function binsBySplit(source: BinsSource, runId: string): Promise<ColouredBins> {
  const { workspace, survey, places, signal, onProgress } = source;
  const run = await workspace.getRecord(runKind, runId);
  if (!run)
    throw new InputError("run-unknown", `there is no run ${runId} in this workspace`, {
      advice: "Choose another one, or train again.",
    });
  onProgress(0, 1);
  const { examples, rows } = await replaySplit(workspace, run);
  signal.throwIfAborted();
  const own = examples.surveys.findIndex(({ name }) => name === survey.name);
  const tally = new ClassTally(places.bins, parts.length);
  for (const [part, name] of parts.entries())
    for (const row of rows[name])
      if (examples.surveyIndex[row] === own) tally.add(places.binOf(examples.traceIndex[row]!), part);
  return {
    values: tally.commonest({ names: parts, colours: parts.map((name) => splitColours[name]) }),
    title: "part of most windows in the training",
  };
}
