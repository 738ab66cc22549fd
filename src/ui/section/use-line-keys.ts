import { useEffect } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { isTyping } from "../shared/is-typing.ts";
import { openLine } from "./section-store.ts";
import { neighbour } from "./section-toolbar.tsx";

/** [ and ] go to the line before and after, wherever on the page the focus is. */
export function useLineKeys(
  surveys: readonly OverviewSurvey[],
  current: OverviewSurvey,
  line: SectionLine | undefined,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "[" && event.key !== "]") return;
      const next = neighbour(surveys, current, line, event.key === "]" ? 1 : -1);
      if (!next) return;
      event.preventDefault();
      openLine(next.survey, next.line);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [surveys, current, line]);
}
