import { useEffect } from "react";
import { lineStep } from "../../pipeline/lines.ts";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { SectionLine } from "../../services/section-contract.ts";
import { isTyping } from "../shared/is-typing.ts";
import { openLine } from "./section-store.ts";

/** The line before or after in a volume, or the file before or after in the list; undefined at the ends. */
export function neighbour(
  surveys: readonly OverviewSurvey[],
  current: OverviewSurvey,
  line: SectionLine | undefined,
  step: 1 | -1,
): { readonly survey: string; readonly line?: SectionLine } | undefined {
  if (line) {
    const range = line.axis === "inline" ? current.inlines : current.crosslines;
    const number = line.number + step * lineStep(range);
    return number < range.min || number > range.max
      ? undefined
      : { survey: current.name, line: { ...line, number } };
  }
  const next = surveys[surveys.findIndex(({ name }) => name === current.name) + step];
  return next && { survey: next.name };
}

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
