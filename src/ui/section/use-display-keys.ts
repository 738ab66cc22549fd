import { useEffect } from "react";
import { isTyping } from "../shared/is-typing.ts";
import { displayModes, displayOf, setChain, setDisplay, toggleStrip } from "./display-store.ts";
import { setSection, useSectionStore } from "./section-store.ts";

/** Steps of the gain, and how far it goes, in dB. */
const gainStep = 3;
const mostGain = 24;

function turnGain(survey: string, step: number): void {
  const { gainDb = 0 } = displayOf(survey).chain;
  setChain(survey, { gainDb: Math.max(-mostGain, Math.min(mostGain, gainDb + step)) });
}

/** What each key does to the display of a survey. */
const acts: Readonly<Record<string, (survey: string) => void>> = {
  d: toggleStrip,
  v: (survey) => {
    const { mode } = displayOf(survey);
    setDisplay(survey, { mode: displayModes[(displayModes.indexOf(mode) + 1) % displayModes.length]! });
  },
  p: (survey) => {
    setChain(survey, { isReversed: !displayOf(survey).chain.isReversed });
  },
  x: (survey) => {
    setDisplay(survey, { isMirrored: !displayOf(survey).isMirrored });
  },
  g: (survey) => {
    turnGain(survey, gainStep);
  },
  G: (survey) => {
    turnGain(survey, -gainStep);
  },
  z: () => {
    setSection({ tool: useSectionStore.getState().tool === "box" ? "pan" : "box" });
  },
};

/** Keys of the display, wherever on the page the focus is. */
export function useDisplayKeys(survey: string): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
      if (!act) return;
      event.preventDefault();
      act(survey);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [survey]);
}
