import { InputError } from "../pipeline/errors.ts";
import type { FeatureName } from "../pipeline/features/feature-names.ts";
import { featureSetKind, featureValues } from "../pipeline/features/contract.ts";
import { forEachFeaturePart } from "../pipeline/steps/feature-parts.ts";
import { featureEntryOf } from "../pipeline/steps/load-examples.ts";
import { columnOf } from "../pipeline/workspace/contract.ts";
import { MeanTally } from "./bin-tallies.ts";
import type { BinsRange } from "./bins-contract.ts";
import { isInRange, withRange, type BinsSource, type ColouredBins } from "./bins-source.ts";
import { unitOfFeature } from "./feature-units.ts";

/**
 * The mean of a feature over the windows of each bin, those with a finite value. Memory holds three columns of one part.
 * @throws InputError `feature-set-unknown`, `features-missing`; the signal's reason
 */
export async function binsByFeature(
  source: BinsSource,
  featureSetId: string,
  feature: FeatureName,
  range?: BinsRange,
): Promise<ColouredBins> {
  const { workspace, survey, places, signal, onProgress } = source;
  const featureSet = await workspace.getRecord(featureSetKind, featureSetId);
  if (!featureSet)
    throw new InputError("feature-set-unknown", `there are no features ${featureSetId} in this workspace`, {
      advice: "Compute them again.",
    });
  const entry = featureEntryOf(featureSet, survey);
  const { lengthSamples, intervalMicroseconds } = featureSet.window;
  const toMiddle = (lengthSamples * intervalMicroseconds) / 2000;
  const tally = new MeanTally(places.bins);
  await forEachFeaturePart(workspace, entry, ["trace_index", "start_ms", feature], (table, part) => {
    signal.throwIfAborted();
    onProgress(part, entry.parts.length);
    const trace = columnOf(table, "trace_index", "int32");
    const start = columnOf(table, "start_ms", "float");
    const value = featureValues(table, feature);
    for (let row = 0; row < table.rows; row++)
      if (isInRange(range, start[row]! + toMiddle)) tally.add(places.binOf(trace[row]!), value[row]!);
  });
  return {
    values: tally.means(),
    title: withRange(`mean ${feature.replaceAll("_", " ")} of the windows`, range, survey),
    unit: unitOfFeature(feature, survey.verticalUnit),
  };
}
