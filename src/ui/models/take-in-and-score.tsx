import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Overview } from "../../services/contract.ts";
import { scorerName, usualScorer } from "../shared/scorers.ts";
import { ingestIncoming } from "../state/incoming.ts";
import { chooseScorer, useChosenScorer } from "./chosen-scorer.ts";

/** Takes what was dropped in and scores it, in one go. */
export function TakeInAndScore({
  overview,
  disabled,
}: {
  readonly overview: Overview;
  readonly disabled: boolean;
}): ReactNode {
  const [, navigate] = useLocation();
  const scorer = usualScorer(
    overview,
    useChosenScorer((state) => state.scorer),
  );
  if (!scorer) return null;
  return (
    <button
      type="button"
      className="button"
      disabled={disabled}
      onClick={() => {
        void ingestIncoming(scorer).then((isIn) => {
          if (!isIn) return;
          chooseScorer(scorer);
          navigate("/models");
        });
      }}
    >
      … and score with {scorerName(overview, scorer)}
    </button>
  );
}
