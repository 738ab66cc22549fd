import { at, fileHeaderBytes } from "./binary-header.ts";
import type { ByteSource, FileSignature, LineCandidate } from "./contract.ts";
import { standardPlaces } from "./header-places.ts";
import { suspectedLines } from "./line-candidates.ts";

/** What of the binary header tells one way of writing from another: sample interval and count, format, revision. */
const telling = [at.interval, at.samples, at.format, at.revision];

/**
 * By what files that are written alike are known: raw fields of the binary header, which no reading changes, and where line
 * numbers are, if not at the standard's bytes. The textual header says nothing: each file has its own.
 * @param candidates of its line bytes; absent where the file could not be opened
 * @returns undefined for a file without file headers
 */
export async function signatureOf(
  source: ByteSource,
  candidates?: readonly LineCandidate[],
): Promise<FileSignature | undefined> {
  if (source.sizeBytes < fileHeaderBytes) return undefined;
  const head = await source.read(0, fileHeaderBytes);
  const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
  const lines = candidates && suspectedLines(standardPlaces.lineBytes, candidates);
  return {
    head: telling.map((byte) => hex(head[byte]!) + hex(head[byte + 1]!)).join(" "),
    ...(candidates ? { lines: lines ? `${lines.inline} ${lines.crossline}` : "standard" } : {}),
  };
}
