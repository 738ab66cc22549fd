import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { SectionView } from "../../services/section-contract.ts";
import { count, many } from "../shared/words.ts";
import { select, useSelectedIn, useSelection } from "../state/selection.ts";

/** What of the selection lies on this section, where it comes from, and the way to drop it. */
export function SelectionPanel({ section }: { readonly section: SectionView }): ReactNode {
  const source = useSelection(({ selection }) => selection?.source);
  const selected = useSelectedIn(section.survey);
  if (!selected) return null;
  const own = new Set(section.traceIndex);
  const here = selected.traceIndex.reduce((sum, trace) => sum + (own.has(trace) ? 1 : 0), 0);
  return (
    <section aria-label="Selection" className="selection-panel">
      <h3>
        Selection
        <button
          type="button"
          className="button icon"
          title="Select nothing"
          aria-label="Select nothing"
          onClick={() => {
            select(undefined);
          }}
        >
          <X size={13} />
        </button>
      </h3>
      <p>
        {`${count(here)} here, of ${many(selected.traceIndex.length, selected.windows ? "window" : "trace")} selected by ${source ?? ""}`}
      </p>
    </section>
  );
}
