import type { ReactNode } from "react";
import { useOverview } from "../state/query.ts";
import { colourOfClass } from "./class-colours.ts";

/** A little square in the colour of a class. */
export function ClassSwatch({ index, name }: { readonly index: number; readonly name?: string }): ReactNode {
  const { data: overview } = useOverview();
  return <span className="swatch" style={{ background: colourOfClass(overview, index, name) }} aria-hidden />;
}
