import type { ReactNode } from "react";
import { classColour, cssColour } from "../../pipeline/reports/class-colours.ts";

/** The colour of a class: the same in every picture of it. */
export function ClassSwatch({ index }: { readonly index: number }): ReactNode {
  return <span className="swatch" style={{ background: cssColour(classColour(index)) }} aria-hidden />;
}
