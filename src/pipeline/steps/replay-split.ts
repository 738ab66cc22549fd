import { InputError } from "../errors.ts";
import { featureSetKind } from "../features/contract.ts";
import { labelSetKind } from "../labels/contract.ts";
import { resolveLine } from "../lines.ts";
import type { RunRecord } from "../registry/contract.ts";
import type { SplitRows } from "../split/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { Workspace } from "../workspace/contract.ts";
import { loadExamples, type Examples } from "./load-examples.ts";
import { splitExamples } from "./split-examples.ts";

/**
 * Splits a run's examples anew, as its training did. No run keeps its rows: they follow from features, labels and split.
 * @throws InputError `split-not-repeatable` where features or labels are gone, or the numbers are not the run's; what
 * `loadExamples` and `resolveLine` raise
 */
export async function replaySplit(
  workspace: Workspace,
  run: Pick<RunRecord, "id" | "lineage" | "examples">,
): Promise<{ readonly examples: Examples; readonly rows: SplitRows }> {
  const { lineage } = run;
  const [featureSet, labelSet] = await Promise.all([
    workspace.getRecord(featureSetKind, lineage.featureSet.id),
    workspace.getRecord(labelSetKind, lineage.labelSet.id),
  ]);
  const refused = (why: string): InputError =>
    new InputError("split-not-repeatable", `the split of run ${run.id} cannot be made again: ${why}`, {
      advice: "Train again to see the split of what there is now.",
    });
  if (!featureSet || !labelSet)
    throw refused(`its ${featureSet ? "labels are" : "features are"} no longer in this workspace`);
  const surveys = await workspace.listRecords(surveyKind);
  const used = new Set(lineage.files.map(({ sha256 }) => sha256));
  const { split } = lineage;
  const lines =
    split.kind === "lines"
      ? [...split.train, ...split.test].map((name) => resolveLine(name, surveys))
      : surveys.filter(({ sha256 }) => used.has(sha256)).map(({ name }) => resolveLine(name, surveys));
  const examples = await loadExamples(workspace, featureSet, labelSet, lines, lineage.withoutClasses);
  const { rows } = splitExamples(split, examples, surveys);
  const parts = ["train", "validation", "test", "buffer"] as const;
  const other = parts.find((part) => rows[part].length !== run.examples[part]);
  if (other)
    throw refused(
      `its ${other} part would have ${rows[other].length} windows, and had ${run.examples[other]}`,
    );
  return { examples, rows };
}
