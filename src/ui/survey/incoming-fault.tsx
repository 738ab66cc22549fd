import { X } from "lucide-react";
import type { ReactNode } from "react";
import { FaultNote } from "../shared/fault-note.tsx";
import { useIncoming } from "../state/incoming.ts";

/** Files are dropped on every page: what could not be taken is told where the person is. */
export function IncomingFault(): ReactNode {
  const fault = useIncoming(({ fault: current }) => current);
  if (!fault) return null;
  return (
    <FaultNote fault={fault}>
      <button
        type="button"
        className="button"
        onClick={() => {
          useIncoming.setState({ fault: undefined });
        }}
      >
        <X size={13} aria-hidden />
        Close this note
      </button>
    </FaultNote>
  );
}
