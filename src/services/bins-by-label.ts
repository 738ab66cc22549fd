import { InputError } from "../pipeline/errors.ts";
import { LabelIndex, labelSetKind, labelsFromTable } from "../pipeline/labels/contract.ts";
import { classColour } from "../pipeline/reports/class-colours.ts";
import { ClassTally, MeanTally } from "./bin-tallies.ts";
import type { BinsRange } from "./bins-contract.ts";
import { withRange, type BinsSource, type ColouredBins } from "./bins-source.ts";

/** Samples whose times are in the range; all where there is none. */
function samplesIn(
  { survey }: Pick<BinsSource, "survey">,
  range: BinsRange | undefined,
): { readonly first: number; readonly samples: number } {
  const { samplesPerTrace, delayMs, intervalMicroseconds } = survey;
  if (!range) return { first: 0, samples: samplesPerTrace };
  const from = (ms: number): number =>
    Math.min(samplesPerTrace, Math.max(0, Math.ceil(((ms - delayMs) * 1000) / intervalMicroseconds)));
  const first = from(range.from);
  return { first, samples: Math.max(0, from(range.to) - first) };
}

/**
 * Labels by bin, sample by sample: the share that has one, or the class that most have. A label set in another vertical unit
 * than the survey labels none of its samples.
 * @throws InputError `label-set-unknown`, `label-unit-differs`; the signal's reason
 */
export async function binsByLabel(
  source: BinsSource,
  labelSetId: string,
  what: "coverage" | "label",
  range?: BinsRange,
): Promise<ColouredBins> {
  const { workspace, survey, positions, places, signal, onProgress } = source;
  const record = await workspace.getRecord(labelSetKind, labelSetId);
  if (!record)
    throw new InputError("label-set-unknown", `there is no label set ${labelSetId} in this workspace`, {
      advice: "Choose another one, or import the labels again.",
    });
  if ((record.verticalUnit ?? "ms") !== survey.verticalUnit)
    throw new InputError(
      "label-unit-differs",
      `the survey is in ${survey.verticalUnit}, the labels in ${record.verticalUnit ?? "ms"}`,
      { advice: "Choose labels of the same domain, time or depth." },
    );
  const index = new LabelIndex(labelsFromTable(await workspace.getTable(record.path)), record.classes);
  signal.throwIfAborted();
  const { inline, crossline, count } = positions;
  const labels = index.forSurvey({ name: survey.name, count, inline, crossline });
  const { first, samples } = samplesIn(source, range);
  const intervalMs = survey.intervalMicroseconds / 1000;
  const startMs = survey.delayMs + first * intervalMs;
  const covered = new MeanTally(places.bins);
  const classes = new ClassTally(places.bins, record.classes.length);
  for (let trace = 0; trace < count; trace++) {
    if (trace % 65_536 === 0) {
      onProgress(trace, count);
      // Other work of this thread goes on, and may call this off.
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
    }
    const bin = places.binOf(trace);
    const counts = labels.classCounts(inline[trace]!, crossline[trace]!, startMs, intervalMs, samples);
    let labelled = 0;
    for (let c = 0; c < counts.length; c++) {
      labelled += counts[c]!;
      if (counts[c]! > 0) classes.add(bin, c, counts[c]);
    }
    if (samples > 0) covered.add(bin, (100 * labelled) / samples);
  }
  if (what === "coverage")
    return {
      values: covered.means(),
      title: withRange("share of the samples with a label", range, survey),
      unit: "%",
    };
  return {
    values: classes.commonest({
      names: record.classes,
      colours: record.classes.map((_, c) => classColour(c)),
    }),
    title: withRange("label of most samples", range, survey),
  };
}
