import type { ReactNode } from "react";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { setNames, type Incoming } from "../state/incoming.ts";

/** What the numbers of a label volume stand for. */
export function ClassNames({
  incoming,
  numbers,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly numbers: readonly number[];
  readonly disabled: boolean;
}): ReactNode {
  return (
    <div className="class-names">
      <h3>What the numbers stand for</h3>
      <p className="dim">Left empty, the number is the name.</p>
      {numbers.map((number) => (
        <label key={number} className="field">
          <ClassSwatch index={number} />
          <span className="number">{number}</span>
          <input
            type="text"
            disabled={disabled}
            placeholder={String(number)}
            value={incoming.names[number] ?? ""}
            onChange={(event) => {
              setNames(incoming.location, { ...incoming.names, [number]: event.target.value });
            }}
          />
        </label>
      ))}
    </div>
  );
}
