import type { ReactNode } from "react";
import type { EvidenceCandidate } from "../../pipeline/segy/contract.ts";
import { percent } from "../shared/words.ts";

/** Other values that a file's headers would explain, best first; what speaks for each is its title. */
export function RankedChoice<Value>({
  label,
  candidates,
  words,
  disabled,
  onChoose,
}: {
  readonly label: string;
  readonly candidates: readonly EvidenceCandidate<Value>[];
  readonly words: (value: Value) => string;
  readonly disabled: boolean;
  readonly onChoose: (value: Value) => void;
}): ReactNode {
  return (
    <select
      className="ranked"
      aria-label={label}
      disabled={disabled || candidates.length === 0}
      value=""
      onChange={(event) => {
        const chosen = candidates[Number(event.target.value)];
        if (chosen) onChoose(chosen.value);
      }}
    >
      <option value="">{candidates.length === 0 ? "none found" : "ranked …"}</option>
      {candidates.map(({ value, score, because }, rank) => (
        <option key={words(value)} value={rank} title={because}>
          {words(value)}: {percent(score)}
        </option>
      ))}
    </select>
  );
}
