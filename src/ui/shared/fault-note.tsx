import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Fault } from "../../services/contract.ts";
import { count } from "./words.ts";

function placeOf({ place, message }: Fault): string {
  if (!place) return "";
  return [
    place.file && !message.includes(place.file) ? place.file : "",
    place.byteOffset === undefined ? "" : `byte ${count(place.byteOffset)}`,
    place.traceIndex === undefined ? "" : `trace ${count(place.traceIndex)}`,
    place.line === undefined ? "" : `line ${count(place.line)}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** A capital to begin with, save where the first word is a name: of a file, say. */
const asSentence = (message: string): string =>
  /^[a-z]+[\s,;:]/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;

/** What happened, where, what to do; the technical detail behind a fold. */
export function FaultNote({
  fault,
  children,
}: {
  readonly fault: Fault;
  readonly children?: ReactNode;
}): ReactNode {
  const place = placeOf(fault);
  return (
    <div className="fault" role="alert">
      <CircleAlert size={15} aria-hidden />
      <div>
        <p>
          <b>{asSentence(fault.message)}</b>
          {place && <span className="dim"> ({place})</span>}
        </p>
        {fault.advice && <p>{fault.advice}</p>}
        <details>
          <summary className="faint">
            <code>{fault.code}</code>
          </summary>
          <pre>{fault.detail ?? "No further detail."}</pre>
        </details>
        {children}
      </div>
    </div>
  );
}
