import { create } from "zustand";
import { featureNames, type FeatureName } from "../../pipeline/features/feature-names.ts";
import type { ComponentName } from "../../services/points-contract.ts";
import type { PointTool } from "./lasso-layer.tsx";
import type { ColouredBy } from "./point-colours.ts";

interface PointState {
  readonly colouredBy: ColouredBy;
  /** Undefined: the newest. */
  readonly scorer: string | undefined;
  readonly tool: PointTool;
  readonly span: "usual" | "whole";
  /** Points that are drawn at most. */
  readonly most: number;
  readonly seed: number;
  /** Two to four, each against each. */
  readonly features: readonly FeatureName[];
  /** Across and up. */
  readonly components: readonly [ComponentName, ComponentName];
  /** Classes that are not drawn: indices, −1 for windows without a label. */
  readonly hidden: readonly number[];
}

/** How windows are looked at as points; kept while the app is open. */
export const usePointStore = create<PointState>(() => ({
  colouredBy: "class",
  scorer: undefined,
  tool: "lasso",
  span: "usual",
  most: 20_000,
  seed: 7,
  features: ["mean", "rms", "dominant_frequency"],
  components: ["pc1", "pc2"],
  hidden: [],
}));

/** The drawn window under the pointer. */
export const useHovered = create<{ readonly row: number | undefined }>(() => ({ row: undefined }));

export const setPoints = (change: Partial<PointState>): void => {
  usePointStore.setState(change);
};

export const leastFeatures = 2;
export const mostFeatures = 4;

/** Takes a feature in or out, in the order of their columns; two at least and four at most stay chosen. */
export function toggleFeature(feature: FeatureName): void {
  usePointStore.setState(({ features }) => {
    const next = featureNames.filter((name) => features.includes(name) !== (name === feature));
    return next.length < leastFeatures || next.length > mostFeatures ? {} : { features: next };
  });
}

export function toggleHidden(label: number): void {
  usePointStore.setState(({ hidden }) => ({
    hidden: hidden.includes(label) ? hidden.filter((other) => other !== label) : [...hidden, label],
  }));
}
