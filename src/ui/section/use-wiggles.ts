import { useEffect, useState } from "react";
import type { AmplitudeOptions } from "../../services/section-contract.ts";
import type { DisplaySettings } from "./display-store.ts";
import type { SceneInk } from "./scene-types.ts";
import type { Sections } from "./sections-client.ts";
import { WiggleInk } from "./wiggle-ink.ts";

/** Wiggles over the section or alone, as its display says; `every`: every how many traces one is drawn. */
export function useWiggles(
  sections: Sections,
  { mode, excursion }: Pick<DisplaySettings, "mode" | "excursion">,
  amplitudes: AmplitudeOptions,
): { readonly ink: SceneInk | undefined; readonly every: number } {
  const [every, setEvery] = useState(1);
  const [ink, setInk] = useState<WiggleInk>();
  const key = JSON.stringify(amplitudes);
  const isDrawn = mode !== "density";
  useEffect(() => {
    if (!isDrawn) return undefined;
    const made = new WiggleInk(sections, setEvery);
    setInk(made);
    return () => {
      setInk(undefined);
      made.dispose();
    };
  }, [sections, isDrawn]);
  useEffect(() => {
    ink?.setStyle({
      isAlone: mode !== "both",
      isFilled: mode === "area",
      excursion,
      amplitudes: JSON.parse(key) as AmplitudeOptions,
    });
  }, [ink, mode, excursion, key]);
  return { ink: isDrawn ? ink : undefined, every };
}
