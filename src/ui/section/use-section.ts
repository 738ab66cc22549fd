import { useEffect, useMemo, useRef, useState } from "react";
import type { Fault } from "../../services/contract.ts";
import type {
  OverlayRequest,
  PaletteName,
  SectionLine,
  SectionRange,
  SectionView,
  TraceView,
} from "../../services/section-contract.ts";
import {
  faultFrom,
  valueOf,
  type OverlayBitmap,
  type PaintedBitmap,
  type Sections,
} from "./sections-client.ts";
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
        const fault = faultFrom(error);
        if (current && fault.kind !== "cancelled") setOpened({ section: undefined, fault, loading: false });
      });
    return () => {
      current = false;
    };
  }, [sections, survey, axis, number, first, end, viewer, version]);
  return opened;
}

/** A picture from the worker, replaced when what it is made from changes and closed when nothing shows it any more. */
function useBitmap<T extends { readonly bitmap: ImageBitmap }>(
  ask: (() => Promise<T>) | undefined,
  onFault: (fault: Fault) => void,
): T | undefined {
  const [picture, setPicture] = useState<T>();
  const shown = useRef<T>(undefined);
  useEffect(() => {
    let current = true;
    const show = (next: T | undefined): void => {
      const before = shown.current;
      shown.current = next;
      setPicture(next);
      // The scene lets go of it in the frame after this one.
      if (before)
        setTimeout(() => {
          before.bitmap.close();
        }, 200);
    };
    if (!ask) {
      show(undefined);
      return undefined;
    }
    ask()
      .then((next) => {
        if (current) show(next);
        else next.bitmap.close();
      })
      .catch((error: unknown) => {
        const fault = faultFrom(error);
        if (!current || fault.kind === "cancelled") return;
        show(undefined);
        onFault(fault);
      });
    return () => {
      current = false;
    };
  }, [ask, onFault]);
  return picture;
}

export interface Look {
  readonly palette: PaletteName;
  readonly clip: number;
  readonly overlay: OverlayRequest | undefined;
}

export interface PaintedSection {
  readonly layer: SectionLayer | undefined;
  readonly amplitude: PaintedBitmap | undefined;
  readonly overlay: OverlayBitmap | undefined;
  readonly fault: Fault | undefined;
}

interface Kept<T> {
  readonly key: string;
  readonly value: T;
}

/** Pictures of a section: amplitudes, and what lies over them. */
export function usePainted(sections: Sections, section: SectionView | undefined, look: Look): PaintedSection {
  const { palette, clip } = look;
  const key = section?.key;
  const overlayKey = look.overlay ? JSON.stringify(look.overlay) : undefined;
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    setFault(undefined);
  }, [key, overlayKey]);
  const paint = useMemo(
    () =>
      key === undefined
        ? undefined
        : async () => ({ key, ...(await valueOf(sections.paint(key, { palette, clip }))) }),
    [sections, key, palette, clip],
  );
  const lay = useMemo(
    () =>
      key === undefined || overlayKey === undefined
        ? undefined
        : async () => ({
            key,
            ...(await valueOf(sections.overlay(key, JSON.parse(overlayKey) as OverlayRequest))),
          }),
    [sections, key, overlayKey],
  );
  const amplitude = useBitmap(paint, setFault);
  const overlay = useBitmap(lay, setFault);
  // Pictures of one section only: while the next one is painted, the last whole layer stays.
  const last = useRef<Kept<SectionLayer>>(undefined);
  const layer = useMemo(() => {
    if (section && amplitude?.key === section.key) {
      const own = overlay?.key === section.key ? overlay : undefined;
      last.current = { key: section.key, value: { section, amplitude, ...(own ? { overlay: own } : {}) } };
    }
    return section ? last.current?.value : undefined;
  }, [section, amplitude, overlay]);
  return { layer, amplitude, overlay, fault };
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
