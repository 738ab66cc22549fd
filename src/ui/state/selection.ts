import { create } from "zustand";

/** Traces, or windows of traces, of one survey. */
export interface SelectedTraces {
  readonly survey: string;
  /** Places in the file, ascending: one entry for a trace, or one for each of its windows. */
  readonly traceIndex: Int32Array;
  /** For each entry the ends of its window in the survey's vertical unit; absent: whole traces are meant. */
  readonly windows?: { readonly startMs: Float32Array; readonly endMs: Float32Array };
}

/** What a person picked out on one page and wants to see on all others: a polygon on the map, a lasso in a plot. */
export interface Selection {
  /** How it came about, in words that follow "selected by": "a polygon on the map". */
  readonly source: string;
  /** One part a survey; none is empty. */
  readonly parts: readonly SelectedTraces[];
}

/** Not kept with the workspace: another selection, or none, replaces it. */
export const useSelection = create<{ readonly selection: Selection | undefined }>(() => ({
  selection: undefined,
}));

/** An empty one is none. */
export function select(selection: Selection | undefined): void {
  const parts = selection?.parts.filter(({ traceIndex }) => traceIndex.length > 0) ?? [];
  useSelection.setState({ selection: selection && parts.length > 0 ? { ...selection, parts } : undefined });
}

/** The selection's part in a survey. */
export const useSelectedIn = (survey: string): SelectedTraces | undefined =>
  useSelection(({ selection }) => selection?.parts.find((part) => part.survey === survey));
