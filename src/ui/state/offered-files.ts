import type { OfferedFile } from "../../adapters/browser/offered-file.ts";

type Take = (files: readonly OfferedFile[]) => void;

const offered = new Map<string, OfferedFile>();
const takers = new Set<Take>();

/** Hands files on to the workers that start with the first page that asks, now or when they start. */
export function offerToLater(files: readonly OfferedFile[]): void {
  for (const one of files) offered.set(one.file.name, one);
  for (const take of takers) take(files);
}

/**
 * Gives a worker all files that the person has chosen so far in this tab, and those that come.
 * @returns ends it
 */
export function followOffers(take: Take): () => void {
  takers.add(take);
  if (offered.size > 0) take([...offered.values()]);
  return () => takers.delete(take);
}
