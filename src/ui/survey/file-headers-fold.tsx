import type { ReactNode } from "react";
import type { Inspection } from "../../services/contract.ts";
import { FileHeadersView } from "../headers/file-headers-view.tsx";

/** Text and binary header of a file that is looked over, behind a fold as wide as its card. */
export function FileHeadersFold({
  inspection: { layout, binary },
}: {
  readonly inspection: Extract<Inspection, { kind: "segy" }>;
}): ReactNode {
  return (
    <details className="mapping-headers">
      <summary>Text and binary header</summary>
      <FileHeadersView layout={layout} binary={binary} />
    </details>
  );
}
