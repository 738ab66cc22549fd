import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Overview } from "../../services/contract.ts";
import { Panel } from "../shared/panel.tsx";

interface Step {
  readonly words: string;
  readonly action: string;
  readonly path: string;
}

/** A person always knows the next step. */
function nextStepOf({ labelSets, featureSets, models, surveys }: Overview): Step {
  if (labelSets.length === 0)
    return {
      words: "The lines are here. To learn from them, add what an interpreter says of them.",
      action: "Add labels",
      path: "/labels",
    };
  const newest = featureSets.at(-1);
  const covers =
    newest &&
    surveys.every(({ name, sha256 }) =>
      newest.tables.some((table) => table.survey === name && table.surveySha256 === sha256),
    );
  if (!covers)
    return {
      words: newest
        ? "Some lines came after the features were computed."
        : "Lines and labels are here. Next, describe each window in numbers.",
      action: "Compute features",
      path: "/features",
    };
  if (models.length === 0)
    return { words: "Everything is ready to learn from.", action: "Choose lines and train", path: "/train" };
  return {
    words: "A model is registered. See where it is right and where it is not.",
    action: "Judge it",
    path: "/judge",
  };
}

export function NextStep({ overview }: { readonly overview: Overview }): ReactNode {
  const { words, action, path } = nextStepOf(overview);
  return (
    <Panel title="Next">
      <p>{words}</p>
      <Link href={path} className="button primary next">
        {action}
      </Link>
    </Panel>
  );
}
