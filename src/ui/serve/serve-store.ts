import { create } from "zustand";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";

interface ServeState {
  /** undefined: the version in Production, else the newest. */
  readonly scorer: Scorer | undefined;
  /** The window that is looked at, counted from the top; undefined: the middle one. */
  readonly window: number | undefined;
  /** For a scoring server that asks for one; kept in this page alone. */
  readonly key: string;
}

/** What a person looks at on the Serve page; the trace is the one that is picked on the section. */
export const useServe = create<ServeState>(() => ({ scorer: undefined, window: undefined, key: "" }));
