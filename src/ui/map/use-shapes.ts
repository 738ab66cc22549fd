import { useState } from "react";
import type { BinsView, LatticePoint } from "../../services/bins-contract.ts";
import type { Fault } from "../../services/contract.ts";
import { sections } from "../clients.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { many } from "../shared/words.ts";
import { select, useSelection } from "../state/selection.ts";
import type { BinPoint } from "./bins-scene.ts";

export interface Shapes {
  /** What the last shape did not hold. */
  readonly note: string | undefined;
  readonly fault: Fault | undefined;
  /** Selects what a polygon on the lattice holds. */
  readonly take: (polygon: readonly LatticePoint[], source: string) => Promise<void>;
  /** Selects the traces of a bin, unless they are part of a selection: that stays. */
  readonly takeBin: (point: BinPoint) => Promise<void>;
}

/** From shapes on a map of bins to the selection that all pages share. */
export function useShapes(bins: BinsView | undefined): Shapes {
  const [note, setNote] = useState<string>();
  const [fault, setFault] = useState<Fault>();
  const survey = bins?.survey ?? "";
  return {
    note,
    fault,
    take: async (polygon, source) => {
      try {
        const { bins: all, empty, traceIndex } = await valueOf(sections.binsWithin(survey, polygon));
        setFault(undefined);
        setNote(
          traceIndex.length === 0
            ? all === 0
              ? "No bin has its middle in that shape."
              : `No trace in ${many(all, "bin")}.`
            : empty > 0
              ? `${many(empty, "bin")} of the shape hold no trace.`
              : undefined,
        );
        select({ source, parts: [{ survey, traceIndex }] });
      } catch (error) {
        setFault(faultIn(error));
      }
    },
    takeBin: async ({ column, row }) => {
      const square: readonly LatticePoint[] = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ];
      try {
        const { traceIndex } = await valueOf(sections.binsWithin(survey, square));
        const [trace] = traceIndex;
        const before = useSelection.getState().selection?.parts.find((part) => part.survey === survey);
        if (trace === undefined || before?.traceIndex.includes(trace)) return;
        setNote(undefined);
        select({ source: "a click on the map", parts: [{ survey, traceIndex }] });
      } catch {
        // The section opens all the same.
      }
    },
  };
}
