import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { BinColouring, BinFacts, BinsView } from "../../services/bins-contract.ts";
import type { Fault } from "../../services/contract.ts";
import { sections } from "../clients.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { recordsKey } from "../state/query.ts";
import type { BinPoint, BinsRaster } from "./bins-scene.ts";
import { numbersAt, windowSeen, type BinAxes, type MapView } from "./bins-view.ts";

/** Bins of a survey, and its geometry. */
export function useBins(survey: string | undefined): {
  readonly bins: BinsView | undefined;
  readonly fault: Fault | undefined;
} {
  const { data, error } = useQuery({
    queryKey: [recordsKey, "bins", survey],
    queryFn: async () => valueOf(sections.bins(survey ?? "")),
    enabled: survey !== undefined,
  });
  return { bins: data, fault: error ? faultIn(error) : undefined };
}

const noRasters: readonly BinsRaster[] = [];
/** A view is looked at closer once it has stood still for so long. */
const restMs = 150;

/** Pictures of the bins: all of them, and the seen ones closer where a pixel stands for several. */
export function useBinRasters(
  bins: BinsView | undefined,
  colouring: BinColouring,
  axes: BinAxes,
  view: MapView | undefined,
): { readonly rasters: readonly BinsRaster[]; readonly fault: Fault | undefined } {
  const survey = bins && bins.rows > 0 ? bins.survey : undefined;
  const { data: whole, error } = useQuery({
    queryKey: [recordsKey, "bins", survey, "picture", colouring],
    queryFn: async () => valueOf(sections.paintBins(survey ?? "", { colouring })),
    enabled: survey !== undefined,
  });
  const [closer, setCloser] = useState<{ readonly of: BinsRaster; readonly raster: BinsRaster }>();
  useEffect(() => {
    if (!bins || !whole || whole.stride === 1 || !view) return undefined;
    const window = windowSeen(bins, axes, view);
    if (!window) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      void valueOf(sections.paintBins(bins.survey, { colouring, window }))
        .then((raster) => {
          if (isWanted && raster.stride < whole.stride) setCloser({ of: whole, raster });
        })
        // The whole is drawn all the same, and its own fault is told.
        .catch(() => undefined);
    }, restMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [bins, whole, colouring, axes, view]);
  return {
    rasters: whole ? (closer?.of === whole ? [whole, closer.raster] : [whole]) : noRasters,
    fault: error ? faultIn(error) : undefined,
  };
}

export interface SeenBin {
  readonly point: BinPoint;
  readonly inline: number;
  readonly crossline: number;
  readonly facts?: BinFacts;
}

/** What is under the pointer: its numbers at once, what it holds when the worker has said it. */
export function useSeenBin(
  bins: BinsView | undefined,
): readonly [SeenBin | undefined, (point: BinPoint | undefined) => void] {
  const [seen, setSeen] = useState<SeenBin>();
  const wanted = useRef<SeenBin>(undefined);
  const isAsking = useRef(false);
  const ask = async (survey: string): Promise<void> => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      for (let bin = wanted.current; bin; bin = wanted.current === bin ? undefined : wanted.current) {
        const facts = await valueOf(sections.bin(survey, bin.inline, bin.crossline));
        if (wanted.current === bin) setSeen({ ...bin, facts });
      }
    } catch {
      // The numbers stand there all the same.
    } finally {
      isAsking.current = false;
    }
  };
  const look = (point: BinPoint | undefined): void => {
    const next = bins && point ? { point, ...numbersAt(bins, point.column, point.row) } : undefined;
    const before = wanted.current;
    if (next && before && next.inline === before.inline && next.crossline === before.crossline) {
      setSeen((now) => now && { ...now, point: next.point });
      return;
    }
    wanted.current = next;
    setSeen(next);
    if (bins && next) void ask(bins.survey);
  };
  return [seen, look];
}
