import { useRef, type ReactNode } from "react";

/** The second click of a double click must not cancel what the first one began. */
const deafForMs = 500;

/** Stands where the button stood that began the work. */
export function CancelButton({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const shownAt = useRef(performance.now());
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        if (performance.now() - shownAt.current > deafForMs) onCancel();
      }}
    >
      Cancel
    </button>
  );
}
