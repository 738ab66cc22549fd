import type { SectionView } from "../../services/section-contract.ts";

/** The column that shows a trace of the line. */
export const columnAt = ({ first, stride, traces }: SectionView, trace: number): number =>
  Math.min(traces - 1, Math.max(0, Math.floor((trace - first) / stride)));

/** Of sections drawn one over the other, the one that is seen at a trace of the line. */
export const topAt = (drawn: readonly SectionView[], trace: number): SectionView | undefined =>
  drawn.findLast(({ first, stride, traces }) => trace >= first && trace < first + traces * stride) ??
  drawn[0];
