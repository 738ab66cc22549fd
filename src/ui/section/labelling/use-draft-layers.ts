import { useEffect, useMemo, useState } from "react";
import { workspace } from "../../clients.ts";
import { faultIn, valueOf } from "../../shared/answers.ts";
import type { SectionLayer } from "../scene-types.ts";
import type { OverlayBitmap } from "../sections-client.ts";
import { colourOf, setDesk, useDesk } from "./desk-store.ts";
import { paintDraft } from "./draft-picture.ts";

/** Bitmaps that are drawn no more are let go of a little later: a frame may be under way. */
const letGo = (overlay: OverlayBitmap): void => {
  setTimeout(() => {
    overlay.bitmap.close();
  }, 1000);
};

/** The labels in work on one layer of the section; asked for anew after each edit. */
function useDraftOverlay(layer: SectionLayer | undefined): OverlayBitmap | undefined {
  const { isOn, draft, revision } = useDesk();
  const [overlay, setOverlay] = useState<{ readonly key: string; readonly made: OverlayBitmap }>();
  const section = layer?.section;
  const amplitude = layer?.amplitude;
  const isWanted = isOn && draft !== undefined;
  useEffect(() => {
    if (!isWanted || !section || !amplitude) {
      setOverlay(undefined);
      return undefined;
    }
    let current = true;
    const isCurrent = (): boolean => current;
    const { survey, inline, crossline } = section;
    const { width, height, rowStride } = amplitude;
    const paint = async (): Promise<void> => {
      const intervals = await valueOf(workspace.labelsOn({ survey, inline, crossline }));
      const scheme = useDesk.getState().draft?.labels.scheme ?? [];
      if (!isCurrent() || width !== section.traces) return;
      const { data, legend, covered } = paintDraft(
        intervals,
        section,
        { height, rowStride },
        scheme.map(({ name }, index) => ({ name, colour: colourOf(scheme, index) })),
      );
      const bitmap = await createImageBitmap(new ImageData(data, width, height));
      if (isCurrent())
        setOverlay({ key: section.key, made: { bitmap, width, height, rowStride, legend, covered } });
      else bitmap.close();
    };
    paint().catch((error: unknown) => {
      if (isCurrent()) setDesk({ fault: faultIn(error) });
    });
    return () => {
      current = false;
    };
    // A layer is another object with each repainting; what is labelled hangs on the section and its height alone.
  }, [isWanted, section, amplitude?.width, amplitude?.height, amplitude?.rowStride, revision]);
  useEffect(() => {
    return () => {
      if (overlay) letGo(overlay.made);
    };
  }, [overlay]);
  return overlay && overlay.key === section?.key ? overlay.made : undefined;
}

/** Layers with the labels in work over them, while a section is being labelled; else as they are. */
export function useDraftLayers(layers: readonly SectionLayer[]): readonly SectionLayer[] {
  const isOn = useDesk((state) => state.isOn && state.draft !== undefined);
  const base = useDraftOverlay(layers[0]);
  const closer = useDraftOverlay(layers[1]);
  return useMemo(() => {
    if (!isOn) return layers;
    return layers.map(({ section, amplitude }, i) => {
      const overlay = i === 0 ? base : closer;
      return { section, amplitude, ...(overlay ? { overlay } : {}) };
    });
  }, [layers, isOn, base, closer]);
}
