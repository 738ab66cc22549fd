import { useQuery } from "@tanstack/react-query";
import { proxy } from "comlink";
import { useEffect, useMemo, useRef, useState } from "react";
import type {
  BinColouring,
  BinFacts,
  BinsLegend,
  BinsScale,
  BinsView,
  BinsWindow,
  TracePlaces,
} from "../../services/bins-contract.ts";
import type { Rgb } from "../../services/bin-colours.ts";
import type { Fault } from "../../services/contract.ts";
import { sections } from "../clients.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { recordsKey } from "../state/query.ts";
import type { SelectedTraces } from "../state/selection.ts";
import type { BinPoint, BinsRaster, BinsVeilRaster } from "./bins-scene.ts";
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

/** A view is looked at closer once it has stood still for so long. */
const restMs = 150;

/** The picture of what is seen, closer than that of all bins, where a pixel of that stands for several. */
function useCloser<Raster extends BinsRaster>(
  bins: BinsView | undefined,
  axes: BinAxes,
  view: MapView | undefined,
  whole: Raster | undefined,
  paint: (window: BinsWindow) => Promise<Raster>,
): Raster | undefined {
  const [closer, setCloser] = useState<{ readonly of: Raster; readonly raster: Raster }>();
  const latest = useRef(paint);
  useEffect(() => {
    latest.current = paint;
  });
  useEffect(() => {
    if (!bins || !whole || whole.stride === 1 || !view) return undefined;
    const window = windowSeen(bins, axes, view);
    if (!window) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      void latest
        .current(window)
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
  }, [bins, whole, axes, view]);
  return closer && closer.of === whole ? closer.raster : undefined;
}

const noRasters: readonly BinsRaster[] = [];

export interface PaintedColouring {
  readonly rasters: readonly BinsRaster[];
  /** False while the pictures are still of what was asked for before. */
  readonly isCurrent: boolean;
  /** Of a colouring by values; those by what bins hold have legends of their own. */
  readonly legend: BinsLegend | undefined;
  /** While values are computed: parts done, 0 … 1. */
  readonly progress: number | undefined;
  readonly fault: Fault | undefined;
}

/**
 * Bins in colours: values are computed first, which may take a while and says how far it is, then pictures are painted of
 * them: all bins, and the seen ones closer where a pixel stands for several.
 */
export function useColouredBins(
  bins: BinsView | undefined,
  colouring: BinColouring,
  scale: BinsScale | undefined,
  axes: BinAxes,
  view: MapView | undefined,
): PaintedColouring {
  const survey = bins && bins.rows > 0 ? bins.survey : undefined;
  const [progress, setProgress] = useState<number>();
  const { kind } = colouring;
  const isOfValues = kind !== "traces" && kind !== "residual";
  const computed = useQuery({
    queryKey: [recordsKey, "bins", survey, "legend", colouring],
    queryFn: async () => {
      if (colouring.kind === "traces" || colouring.kind === "residual") throw new Error("nothing to compute");
      setProgress(0);
      try {
        return await valueOf(
          sections.colourBins(
            survey ?? "",
            colouring,
            proxy((done, total) => {
              setProgress(done / total);
            }),
          ),
        );
      } finally {
        setProgress(undefined);
      }
    },
    enabled: survey !== undefined && isOfValues,
  });
  const paint = async (window?: BinsWindow): Promise<BinsRaster> =>
    valueOf(
      sections.paintBins(survey ?? "", {
        colouring,
        ...(window ? { window } : {}),
        ...(scale ? { scale } : {}),
      }),
    );
  const painted = useQuery({
    queryKey: [recordsKey, "bins", survey, "picture", colouring, scale],
    queryFn: () => paint(),
    enabled: survey !== undefined && (!isOfValues || computed.data !== undefined),
    // Until the next picture of the same survey is there, the one before stays.
    placeholderData: (before, query) => (query?.queryKey[2] === survey ? before : undefined),
  });
  const whole = painted.data;
  const closer = useCloser(bins, axes, view, painted.isPlaceholderData ? undefined : whole, paint);
  const error = computed.error ?? painted.error;
  return {
    rasters: useMemo(() => (whole ? (closer ? [whole, closer] : [whole]) : noRasters), [whole, closer]),
    isCurrent: whole !== undefined && !painted.isPlaceholderData,
    legend: isOfValues ? computed.data : undefined,
    progress: isOfValues && computed.isFetching ? (progress ?? 0) : undefined,
    fault: error ? faultIn(error) : undefined,
  };
}

/** Numbers the selections of this page's life, so that pictures of them can be told apart without reading them. */
const numberOf = new WeakMap<SelectedTraces, number>();
let numbered = 0;
function keyOf(selected: SelectedTraces | undefined): number | undefined {
  if (!selected) return undefined;
  const known = numberOf.get(selected) ?? numbered++;
  numberOf.set(selected, known);
  return known;
}

export interface SelectedBins {
  readonly veils: readonly BinsVeilRaster[];
  readonly places: TracePlaces | undefined;
}

const noVeils: readonly BinsVeilRaster[] = [];

/** What is selected, over the bins, and the lines it touches. */
export function useSelectedBins(
  bins: BinsView | undefined,
  selected: SelectedTraces | undefined,
  colour: Rgb,
  axes: BinAxes,
  view: MapView | undefined,
): SelectedBins {
  const survey = bins && bins.rows > 0 ? bins.survey : undefined;
  const traceIndex = selected?.traceIndex ?? new Int32Array(0);
  const enabled = survey !== undefined && selected?.survey === survey;
  const key = [recordsKey, "bins", survey, "selected", keyOf(selected)];
  const paint = async (window?: BinsWindow): Promise<BinsVeilRaster> =>
    valueOf(sections.paintSelectedBins(survey ?? "", traceIndex, colour, window));
  const { data: whole } = useQuery({ queryKey: [...key, "veil"], queryFn: () => paint(), enabled });
  const { data: places } = useQuery({
    queryKey: [...key, "places"],
    queryFn: () => valueOf(sections.placesOfTraces(survey ?? "", traceIndex)),
    enabled,
  });
  const closer = useCloser(bins, axes, view, whole, paint);
  const veil = enabled ? (closer ?? whole) : undefined;
  return {
    veils: useMemo(() => (veil ? [veil] : noVeils), [veil]),
    places: enabled ? places : undefined,
  };
}

export interface SeenBin {
  readonly point: BinPoint;
  readonly inline: number;
  readonly crossline: number;
  readonly facts?: BinFacts;
  /** Of the colouring that the facts tell a value of. */
  readonly legend: BinsLegend | undefined;
}

/** What is under the pointer: its numbers at once, what it holds when the worker has said it. */
export function useSeenBin(
  bins: BinsView | undefined,
  colouring: BinColouring,
  legend: BinsLegend | undefined,
): readonly [SeenBin | undefined, (point: BinPoint | undefined) => void] {
  const [seen, setSeen] = useState<SeenBin>();
  const wanted = useRef<SeenBin>(undefined);
  const isAsking = useRef(false);
  const ask = async (survey: string): Promise<void> => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      for (let bin = wanted.current; bin; bin = wanted.current === bin ? undefined : wanted.current) {
        const facts = await valueOf(sections.bin(survey, bin.inline, bin.crossline, colouring));
        if (wanted.current === bin) setSeen({ ...bin, facts });
      }
    } catch {
      // The numbers stand there all the same.
    } finally {
      isAsking.current = false;
    }
  };
  const look = (point: BinPoint | undefined): void => {
    const next = bins && point ? { point, legend, ...numbersAt(bins, point.column, point.row) } : undefined;
    const before = wanted.current;
    const isSame =
      next?.inline === before?.inline &&
      next?.crossline === before?.crossline &&
      next?.legend === before?.legend;
    if (next && isSame) {
      setSeen((now) => now && { ...now, point: next.point });
      return;
    }
    wanted.current = next;
    setSeen(next);
    if (bins && next) void ask(bins.survey);
  };
  return [seen, look];
}
