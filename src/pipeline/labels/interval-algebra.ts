import type { Piece } from "./interval-columns.ts";

/** A stretch of one trace; the end is exclusive. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** What of `pieces` lies in none of `spans`. Both are sorted and disjoint; so is the answer. */
export function subtract(pieces: readonly Piece[], spans: readonly Span[]): Piece[] {
  const left: Piece[] = [];
  let first = 0;
  for (const { startMs, endMs, classIndex } of pieces) {
    while (first < spans.length && spans[first]!.endMs <= startMs) first++;
    let from = startMs;
    for (let s = first; s < spans.length && spans[s]!.startMs < endMs; s++) {
      if (spans[s]!.startMs > from) left.push({ startMs: from, endMs: spans[s]!.startMs, classIndex });
      from = Math.max(from, spans[s]!.endMs);
    }
    if (from < endMs) left.push({ startMs: from, endMs, classIndex });
  }
  return left;
}

/** Disjoint pieces in order; neighbours of one class that touch are one. */
export function joinTouching(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of [...pieces].sort((a, b) => a.startMs - b.startMs)) {
    const last = joined.at(-1);
    if (last?.classIndex === piece.classIndex && last.endMs === piece.startMs)
      joined[joined.length - 1] = { ...last, endMs: piece.endMs };
    else joined.push(piece);
  }
  return joined;
}
