import { useCallback, useMemo, useRef, useState } from "react";
import type { Fault } from "../../services/contract.ts";
import type { SectionRange, SectionView } from "../../services/section-contract.ts";
import type { SectionLayer } from "./scene-types.ts";
import { lineKey, rememberView } from "./section-store.ts";
import type { OverlayBitmap, Sections } from "./sections-client.ts";
import { usePainted, useSection, type Look } from "./use-section.ts";
import type { ViewBox } from "./view-transform.ts";

/** A thinned line is read again, closer, once a person has zoomed into a part of it. */
function closerRange(section: SectionView, view: ViewBox): SectionRange | undefined {
  if (section.stride === 1) return undefined;
  const span = view.x1 - view.x0;
  if (span > section.lineTraces / 1.6) return undefined;
  // In steps, so that small moves ask for the same piece.
  const grid = Math.max(1, Math.floor(span / 2));
  const first = Math.max(0, Math.floor((view.x0 - span / 4) / grid) * grid);
  const end = Math.min(section.lineTraces, Math.ceil((view.x1 + span / 4) / grid) * grid);
  return { first, end };
}

export interface SectionLayers {
  /** The line as a whole first, a closer piece of it after. */
  readonly layers: readonly SectionLayer[];
  /** Of the layers, in their order. */
  readonly drawn: readonly SectionView[];
  /** What lies over the whole line. */
  readonly overlay: OverlayBitmap | undefined;
  readonly fault: Fault | undefined;
  readonly isCloser: boolean;
  readonly onView: (view: ViewBox, of: SectionView) => void;
}

/** Pictures of an open line, with those of the piece that a person has zoomed into where the line is thinned. */
export function useLayers(sections: Sections, section: SectionView | undefined, look: Look): SectionLayers {
  const painted = usePainted(sections, section, look);
  const [settled, setSettled] = useState<{ readonly line: string; readonly view: ViewBox }>();
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Moving about renders nothing; where a person comes to rest is remembered, and read closer where needed.
  const onView = useCallback((view: ViewBox, of: SectionView): void => {
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      setSettled({ line: lineKey(of.survey, of.line), view });
      rememberView({ survey: of.survey, line: of.line }, view);
    }, 250);
  }, []);
  const range =
    section && settled?.line === lineKey(section.survey, section.line)
      ? closerRange(section, settled.view)
      : undefined;
  const closer = useSection({
    sections,
    survey: range && section?.survey,
    line: section?.line,
    range,
    viewer: "section-page-closer",
  });
  const closerPainted = usePainted(sections, closer.section, {
    ...look,
    ...(section ? { clipOf: section.key } : {}),
  });
  const layers = useMemo((): readonly SectionLayer[] => {
    if (!painted.layer || !section) return [];
    const detail = closerPainted.layer;
    const belongs =
      detail !== undefined &&
      lineKey(detail.section.survey, detail.section.line) ===
        lineKey(painted.layer.section.survey, painted.layer.section.line);
    return belongs ? [painted.layer, detail] : [painted.layer];
  }, [painted.layer, section, closerPainted.layer]);
  const drawn = useMemo(() => layers.map((layer) => layer.section), [layers]);
  return {
    layers,
    drawn,
    overlay: painted.overlay,
    fault: painted.fault,
    isCloser: closer.section !== undefined,
    onView,
  };
}
