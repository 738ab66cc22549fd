import { InputError } from "../pipeline/errors.ts";
import { labelSetKind } from "../pipeline/labels/contract.ts";
import { classColour } from "../pipeline/reports/class-colours.ts";
import { predictionKind } from "../pipeline/steps/prediction-record.ts";
import { columnOf } from "../pipeline/workspace/contract.ts";
import { ClassTally, MeanTally } from "./bin-tallies.ts";
import type { BinsRange } from "./bins-contract.ts";
import { isInRange, withRange, type BinsSource, type ColouredBins } from "./bins-source.ts";

/**
 * A prediction by bin: the class that most windows got, or the mean probability of the classes they got. Memory holds four
 * columns of the table, whatever the number of classes.
 * @param coloursOf the label set whose classes give the colours
 * @throws InputError `prediction-unknown`, `prediction-other-survey`; the signal's reason
 */
export async function binsByPrediction(
  source: BinsSource,
  predictionId: string,
  what: "prediction" | "confidence",
  { range, coloursOf }: { readonly range?: BinsRange; readonly coloursOf?: string },
): Promise<ColouredBins> {
  const { workspace, survey, places, signal, onProgress } = source;
  const record = await workspace.getRecord(predictionKind, predictionId);
  if (!record)
    throw new InputError("prediction-unknown", `there is no prediction ${predictionId} in this workspace`, {
      advice: "Predict the survey again.",
    });
  if (record.survey !== survey.name || record.surveySha256 !== survey.sha256)
    throw new InputError(
      "prediction-other-survey",
      `this prediction is of ${record.survey === survey.name ? `an earlier ${record.survey}` : record.survey}`,
      { advice: "Predict this survey, or open the other one." },
    );
  const names = record.classes;
  const steps = what === "prediction" ? 1 : 1 + names.length;
  onProgress(0, steps);
  const table = await workspace.getTable(record.path, ["trace_index", "start_ms", "end_ms", "class_index"]);
  signal.throwIfAborted();
  const start = columnOf(table, "start_ms", "double");
  const end = columnOf(table, "end_ms", "double");
  const index = columnOf(table, "class_index", "int32");
  const trace = columnOf(table, "trace_index", "int32");
  const isCounted = (row: number): boolean => isInRange(range, (start[row]! + end[row]!) / 2);

  if (what === "prediction") {
    const tally = new ClassTally(places.bins, names.length);
    for (let row = 0; row < table.rows; row++)
      if (isCounted(row)) tally.add(places.binOf(trace[row]!), index[row]!);
    const labelSet = coloursOf === undefined ? undefined : await workspace.getRecord(labelSetKind, coloursOf);
    const scheme = labelSet?.classes ?? names;
    const order = [...scheme, ...names.filter((name) => !scheme.includes(name))];
    return {
      values: tally.commonest({ names, colours: names.map((name) => classColour(order.indexOf(name))) }),
      title: withRange("predicted class of most windows", range, survey),
    };
  }
  const tally = new MeanTally(places.bins);
  for (let c = 0; c < names.length; c++) {
    onProgress(1 + c, steps);
    const probabilities = await workspace.getTable(record.path, [`p_${c}`]);
    signal.throwIfAborted();
    const probability = columnOf(probabilities, `p_${c}`, "double");
    for (let row = 0; row < table.rows; row++)
      if (index[row] === c && isCounted(row)) tally.add(places.binOf(trace[row]!), probability[row]!);
  }
  return {
    values: tally.means("confidence"),
    title: withRange("mean confidence of the windows", range, survey),
  };
}
