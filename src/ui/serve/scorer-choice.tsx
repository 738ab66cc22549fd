import type { ReactNode } from "react";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview } from "../../services/contract.ts";
import { scorerKey, scorersOf } from "../shared/scorers.ts";
import { useServe } from "./serve-store.ts";

export function ScorerChoice({
  overview,
  scorer,
}: {
  readonly overview: Overview;
  readonly scorer: Scorer;
}): ReactNode {
  const all = scorersOf(overview);
  return (
    <select
      aria-label="Model that scores"
      value={scorerKey(scorer)}
      onChange={(event) => {
        useServe.setState({
          scorer: all.find((one) => scorerKey(one.scorer) === event.target.value)?.scorer,
        });
      }}
    >
      {all.map((one) => (
        <option key={scorerKey(one.scorer)} value={scorerKey(one.scorer)}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
