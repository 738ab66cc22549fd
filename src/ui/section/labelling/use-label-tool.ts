import { useMemo } from "react";
import type { SectionView } from "../../../services/section-contract.ts";
import type { SectionTool } from "../scene-tools.ts";
import { colourOf, editDraft, useDesk } from "./desk-store.ts";
import { labelTool } from "./label-tools.ts";

/** The eraser is drawn in no class's colour. */
const eraserColour = "#ffffff";

/**
 * What the pointer does while a section is labelled; undefined where it does what it always does.
 * @param drawn of one line, the uppermost last; labels are drawn where every trace is there
 */
export function useLabelTool(drawn: readonly SectionView[]): SectionTool | undefined {
  const { isOn, draft, tool, paints, radiusTraces, radiusMs, halfWidthMs } = useDesk();
  const section = drawn.findLast(({ stride }) => stride === 1);
  const scheme = draft?.labels.scheme;
  return useMemo(() => {
    if (!isOn || !scheme || !section) return undefined;
    const place = scheme.findIndex(({ name }) => name === paints);
    return labelTool({
      tool,
      section,
      colour: place < 0 ? eraserColour : colourOf(scheme, place),
      radius: { traces: radiusTraces, ms: radiusMs },
      halfWidthMs,
      onStrokes: (strokes) => {
        const edited = { tool, strokes };
        void editDraft(
          paints === undefined
            ? { kind: "erase", ...edited }
            : { kind: "paint", class: paints, survey: section.survey, ...edited },
        );
      },
    });
  }, [isOn, scheme, section, tool, paints, radiusTraces, radiusMs, halfWidthMs]);
}
