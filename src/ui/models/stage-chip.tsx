import type { ReactNode } from "react";
import type { Stage } from "../../pipeline/registry/contract.ts";

/** Where a version stands; None is said quietly. */
export function StageChip({ stage }: { readonly stage: Stage }): ReactNode {
  return <span className={`chip stage ${stage.toLowerCase()}`}>{stage}</span>;
}
