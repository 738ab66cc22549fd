import { create } from "zustand";
import type { ModelFamily } from "../../pipeline/models/contract.ts";

/** What a person has chosen on the Train page; it survives a look at other pages. */
export interface TrainChoices {
  /** undefined: not chosen yet, a plain suggestion stands in. */
  readonly train: readonly string[] | undefined;
  readonly test: readonly string[] | undefined;
  readonly split: "lines" | "random";
  readonly bufferTraces: number;
  readonly family: ModelFamily;
  readonly withTime: boolean;
  readonly classWeight: "none" | "balanced";
  readonly withoutClasses: readonly string[];
  readonly seed: number;
  readonly backend: string;
  readonly parameters: Readonly<Record<ModelFamily, Readonly<Record<string, string>>>>;
}

export const useTrainChoices = create<TrainChoices>(() => ({
  train: undefined,
  test: undefined,
  split: "lines",
  bufferTraces: 40,
  family: "boosting",
  withTime: true,
  classWeight: "none",
  withoutClasses: [],
  seed: 42,
  backend: "auto",
  parameters: { boosting: {}, softmax: {} },
}));
