import { create } from "zustand";
import type { BinsRange, BinsScale } from "../../services/bins-contract.ts";
import type { BinAxes } from "./bins-view.ts";

export type MapKind = "lines" | "bins";

/** What a click or a drag on the bins does. */
export type MapTool = "open" | "rectangle" | "polygon";

/** What the colours stand for, before it is known which labels, run or prediction are meant. */
export type ColourBy =
  | "traces"
  | "residual"
  | "coverage"
  | "label"
  | "split"
  | "prediction"
  | "confidence"
  | "header"
  | `quality ${string}`
  | `feature ${string}`;

interface MapState {
  readonly kind: MapKind;
  /** undefined: the survey whose section is open, or the first one. */
  readonly survey: string | undefined;
  readonly axes: BinAxes;
  readonly tool: MapTool;
  readonly by: ColourBy;
  /** Name of the trace header's field; undefined: the first one. */
  readonly field: string | undefined;
  /** Each undefined: the newest. */
  readonly labelSetId: string | undefined;
  readonly runId: string | undefined;
  readonly predictionId: string | undefined;
  /** undefined: the whole trace. */
  readonly range: BinsRange | undefined;
  /** Where a person set the ends of the scale. */
  readonly scale: BinsScale | undefined;
}

export const useMapStore = create<MapState>(() => ({
  kind: "lines",
  survey: undefined,
  axes: "numbers",
  tool: "open",
  by: "traces",
  field: undefined,
  labelSetId: undefined,
  runId: undefined,
  predictionId: undefined,
  range: undefined,
  scale: undefined,
}));

/** A scale belongs to what is measured: with another colouring it goes. */
export function setMap(change: Partial<MapState>): void {
  const keepsScale =
    "scale" in change || Object.keys(change).every((key) => ["kind", "axes", "tool"].includes(key));
  useMapStore.setState(keepsScale ? change : { ...change, scale: undefined });
}
