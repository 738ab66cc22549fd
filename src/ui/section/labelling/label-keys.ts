import { useEffect } from "react";
import { isTyping } from "../../shared/is-typing.ts";
import { actOnDraft, setDesk, useDesk, type LabelToolName } from "./desk-store.ts";

const toolKeys: Readonly<Record<string, LabelToolName>> = {
  b: "brush",
  r: "rectangle",
  o: "polygon",
  k: "pick",
};

/** While a section is labelled: numbers choose classes, E the eraser, letters tools, Ctrl-Z and Ctrl-Y go along the edits. */
export function useLabelKeys(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        const act = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : undefined;
        if (!act) return;
        event.preventDefault();
        void actOnDraft({ kind: act });
        return;
      }
      const { draft } = useDesk.getState();
      const named = /^[1-9]$/.test(key) ? draft?.labels.scheme[Number(key) - 1]?.name : undefined;
      const tool = toolKeys[key];
      if (named !== undefined) setDesk({ paints: named });
      else if (key === "e") setDesk({ paints: undefined });
      else if (tool) setDesk({ tool });
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [isActive]);
}
