import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Fault } from "../../services/contract.ts";
import type {
  OverlayRequest,
  PaintOptions,
  SectionLine,
  SectionRange,
  SectionView,
  TraceView,
} from "../../services/section-contract.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import type { OverlayBitmap, PaintedBitmap, Sections } from "./sections-client.ts";
import { LatestOnly } from "./latest-only.ts";
import { LayerKeeper } from "./layer-keeper.ts";
import type { SectionLayer } from "./scene-types.ts";

export interface OpenedSection {
  /** The last section that could be opened; it stays in view while the next one is read. */
  readonly section: SectionView | undefined;
  readonly fault: Fault | undefined;
  readonly loading: boolean;
}

interface SectionAsked {
  readonly sections: Sections;
  readonly survey: string | undefined;
  readonly line?: SectionLine | undefined;
  readonly range?: SectionRange | undefined;
  readonly viewer: string;
  /** Asks again when it changes: the file was chosen once more, the survey was read anew. */
  readonly version?: string;
}

/** Opens a line of a survey, and the next one whenever something else is asked for. */
export function useSection({ sections, survey, line, range, viewer, version }: SectionAsked): OpenedSection {
  const [opened, setOpened] = useState<OpenedSection>({
    section: undefined,
    fault: undefined,
    loading: false,
  });
  const { axis, number } = line ?? {};
  const { first, end } = range ?? {};
  useEffect(() => {
    let current = true;
    if (survey === undefined) {
      setOpened({ section: undefined, fault: undefined, loading: false });
      return undefined;
    }
    setOpened(({ section }) => ({ section, fault: undefined, loading: true }));
    const asked = axis !== undefined && number !== undefined ? { axis, number } : undefined;
    const options = {
      viewer,
      ...(first !== undefined && end !== undefined ? { range: { first, end } } : {}),
    };
    valueOf(sections.open(survey, asked, options))
      .then((section) => {
        if (current) setOpened({ section, fault: undefined, loading: false });
      })
      .catch((error: unknown) => {
        const fault = faultIn(error);
        if (current && fault.kind !== "cancelled") setOpened({ section: undefined, fault, loading: false });
      });
    return () => {
      current = false;
    };
  }, [sections, survey, axis, number, first, end, viewer, version]);
  const isOpen = survey !== undefined;
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => void sections.close(viewer);
  }, [sections, viewer, isOpen]);
  return opened;
}

export interface Look extends PaintOptions {
  readonly overlay: OverlayRequest | undefined;
}

export interface PaintedSection {
  /** Of the section or, for a moment, of the one before. */
  readonly layer: SectionLayer | undefined;
  readonly overlay: OverlayBitmap | undefined;
  readonly fault: Fault | undefined;
}

/** Hands a picture on when it comes, unless something else is wanted by then. Returns how to want it no more. */
function awaitPicture<T extends PaintedBitmap>(
  asked: Promise<T>,
  onPicture: (picture: T) => void,
  onFault: (fault: Fault) => void,
): () => void {
  let wanted = true;
  asked
    .then((picture) => {
      if (wanted) onPicture(picture);
      else picture.bitmap.close();
    })
    .catch((error: unknown) => {
      const fault = faultIn(error);
      if (wanted && fault.kind !== "cancelled") onFault(fault);
    });
  return () => {
    wanted = false;
  };
}

/** Pictures of a section: amplitudes, and what lies over them. */
export function usePainted(sections: Sections, section: SectionView | undefined, look: Look): PaintedSection {
  const { overlay, ...options } = look;
  const key = section?.key;
  const optionsKey = JSON.stringify(options);
  const overlayKey = overlay ? JSON.stringify(overlay) : undefined;
  const [keeper] = useState(() => new LayerKeeper());
  const [paintings] = useState(() => new LatestOnly());
  const wanted = useRef<string>(undefined);
  const layer = useSyncExternalStore(keeper.listen, keeper.layer);
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    setFault(undefined);
  }, [key, optionsKey, overlayKey]);
  useEffect(() => {
    wanted.current = section?.key;
    if (!section) {
      keeper.clear();
      return;
    }
    const isWanted = (): boolean => wanted.current === section.key;
    paintings.run(async () => {
      if (!isWanted()) return;
      try {
        const picture = await valueOf(sections.paint(section.key, JSON.parse(optionsKey) as PaintOptions));
        // Shown although another look may be wanted by now: that one comes next.
        if (isWanted()) keeper.setAmplitude(section, picture);
        else picture.bitmap.close();
      } catch (error) {
        const found = faultIn(error);
        if (!isWanted() || found.kind === "cancelled") return;
        keeper.clear();
        setFault(found);
      }
    });
  }, [keeper, paintings, sections, section, optionsKey]);
  useEffect(() => {
    if (key !== undefined && overlayKey !== undefined)
      return awaitPicture(
        valueOf(sections.overlay(key, JSON.parse(overlayKey) as OverlayRequest)),
        (picture) => {
          keeper.setOverlay(key, picture);
        },
        (found) => {
          keeper.dropOverlay();
          setFault(found);
        },
      );
    keeper.dropOverlay();
    return undefined;
  }, [keeper, sections, key, overlayKey]);
  // Effects of the canvas, which is further inside, have run before: it draws this layer now.
  useEffect(() => {
    keeper.drawn(layer);
  }, [keeper, layer]);
  useEffect(
    () => () => {
      wanted.current = undefined;
      keeper.clear();
      keeper.drawn(undefined);
    },
    [keeper],
  );
  return { layer: section && layer, overlay: section && layer?.overlay, fault };
}

/** One trace of the open section, for plots of it. */
export function useTrace(
  sections: Sections,
  section: SectionView | undefined,
  column: number | undefined,
): TraceView | undefined {
  const [trace, setTrace] = useState<TraceView>();
  const key = section?.key;
  useEffect(() => {
    let current = true;
    if (key === undefined || column === undefined) {
      setTrace(undefined);
      return undefined;
    }
    valueOf(sections.trace(key, column))
      .then((view) => {
        if (current) setTrace(view);
      })
      .catch(() => {
        if (current) setTrace(undefined);
      });
    return () => {
      current = false;
    };
  }, [sections, key, column]);
  return trace;
}
