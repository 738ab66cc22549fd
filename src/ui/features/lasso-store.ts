import { create } from "zustand";
import type { Fault } from "../../services/contract.ts";
import type { FeaturePoints, WindowsInside } from "../../services/points-contract.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { select, useSelection, type SelectedTraces, type Selection } from "../state/selection.ts";
import { tables } from "../table-client.ts";
import { columnWords } from "./point-columns.ts";
import type { Lasso } from "./point-plot.tsx";

/** Windows that become the selection at most; of more, so many at random. */
const mostSelected = 100_000;

interface LassoState {
  readonly isBusy: boolean;
  readonly fault: Fault | undefined;
  /** Of this feature set. */
  readonly featureSetId: string | undefined;
  readonly inside: WindowsInside | undefined;
  /** What is counted, or became of a lasso: when another one takes its place, this one is over. */
  readonly selection: Selection | undefined;
}

const none: LassoState = {
  isBusy: false,
  fault: undefined,
  featureSetId: undefined,
  inside: undefined,
  selection: undefined,
};

/** What the last lasso enclosed, or another page's selection means; it outlives the page, as the selection does. */
export const useLasso = create<LassoState>(() => none);

/** The windows by survey, as all pages take them. */
export function selectedParts({
  rows,
  line,
  lines,
  traceIndex,
  startMs,
  lengthMs,
}: WindowsInside): SelectedTraces[] {
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const { survey } = lines[line[row]!]!;
    const own = rowsOf.get(survey);
    if (own) own.push(row);
    else rowsOf.set(survey, [row]);
  }
  return [...rowsOf].map(([survey, own]) => ({
    survey,
    traceIndex: Int32Array.from(own, (row) => traceIndex[row]!),
    windows: {
      startMs: Float32Array.from(own, (row) => startMs[row]!),
      endMs: Float32Array.from(own, (row) => startMs[row]! + lengthMs),
    },
  }));
}

/** Selects the windows inside, of the whole table and whatever was drawn; another lasso breaks this one off. */
export async function chooseInside(
  { featureSetId, seed }: FeaturePoints,
  { shape, ...corners }: Lasso,
  without: readonly number[],
): Promise<void> {
  await count(featureSetId, undefined, async () => {
    const inside = await valueOf(tables.inside({ ...corners, without, most: mostSelected, seed }));
    const source = `a ${shape} in ${columnWords(corners.y)} against ${columnWords(corners.x)}`;
    select({ source, parts: selectedParts(inside) });
    return { inside, selection: useSelection.getState().selection };
  });
}

/** Counts what was selected on another page. */
export async function countSelection(
  { featureSetId, seed }: FeaturePoints,
  selection: Selection,
): Promise<void> {
  await count(featureSetId, selection, async () => ({
    inside: await valueOf(tables.selected({ parts: selection.parts, most: mostSelected, seed })),
    selection,
  }));
}

async function count(
  featureSetId: string,
  selection: Selection | undefined,
  work: () => Promise<Pick<LassoState, "inside" | "selection">>,
): Promise<void> {
  useLasso.setState({ ...none, isBusy: true, featureSetId, selection });
  try {
    useLasso.setState({ ...none, featureSetId, ...(await work()) });
  } catch (error) {
    const fault = faultIn(error);
    // Broken off by another one, which is under way.
    if (fault.kind !== "cancelled") useLasso.setState({ ...none, fault, featureSetId, selection });
  }
}
