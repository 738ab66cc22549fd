import { useEffect, useRef, type ReactNode } from "react";
import { shortcuts } from "./shortcuts.ts";

/** Which key does what, over the page; focus goes back to where it was. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="palette-veil" onMouseDown={onClose}>
      <div
        ref={sheet}
        className="shortcut-sheet"
        role="dialog"
        aria-modal="true"
        aria-label="Keys"
        tabIndex={0}
        onMouseDown={(event) => {
          event.stopPropagation();
        }}
      >
        {shortcuts.map(({ place, keys }) => (
          <section key={place} aria-label={place}>
            <h2>{place}</h2>
            <dl>
              {keys.map(([names, what]) => (
                <div key={names}>
                  <dt>
                    <kbd>{names}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
