import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import type { GateResult } from "../../pipeline/registry/contract.ts";
import { gateNames } from "./gate-names.ts";

/** What each gate said, with the numbers that it was judged by. */
export function GateList({ gates }: { readonly gates: readonly GateResult[] }): ReactNode {
  return (
    <ul className="gates" aria-label="Gates">
      {gates.map(({ gate, passed, message }) => (
        <li key={gate} className={passed ? "passed" : "failed"}>
          {passed ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
          <span>
            <b>{gateNames[gate]}</b> <span className="visually-hidden">{passed ? "passed" : "failed"}</span>
            <span className="dim">{message}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
