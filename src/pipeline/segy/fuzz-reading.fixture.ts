import { GeophoneError } from "../errors.ts";
import { openSegy, type SegyFile, type TraceHeaderColumns } from "./contract.ts";
import { readDeeply, sayOtherwise } from "./fuzz-depths.fixture.ts";
import { CountingSource } from "./fuzz-source.fixture.ts";
import { readWhole } from "./fuzz-whole.fixture.ts";

export interface ReadOutcome {
  /** Of the refusal, or of the warnings. */
  readonly codes: readonly string[];
  /** What kind of file it was taken for; empty where it was refused. */
  readonly facts: readonly string[];
  readonly isOpen: boolean;
  /** By opening the file and reading all of it. */
  readonly readBytes: number;
  /** The most that the process held meanwhile; not while the file was read deeply, over and over. */
  readonly mostHeld: number;
}

/** What later stages make of a file; throws where something does not hold. */
export type AlsoRead = (segy: SegyFile, columns: TraceHeaderColumns) => Promise<void>;

/**
 * Opens a file and reads everything of it; typed refusals are fine, all else is thrown on.
 * @param isDeep also reads it in all other ways there are
 */
export async function readAll(
  name: string,
  bytes: Uint8Array,
  isDeep = false,
  alsoRead?: AlsoRead,
): Promise<ReadOutcome> {
  const source = new CountingSource(name, bytes);
  source.weigh();
  let segy: SegyFile | undefined;
  let found: Pick<ReadOutcome, "codes" | "facts" | "readBytes">;
  try {
    segy = await openSegy(source);
    const whole = await readWhole(segy, source);
    found = { codes: whole.codes, facts: whole.facts, readBytes: source.readBytes };
    await alsoRead?.(segy, whole.columns);
    if (isDeep) await readDeeply(segy, whole, bytes);
  } catch (error) {
    source.weigh();
    // Once a file has been opened there is nothing to refuse.
    if (segy || !(error instanceof GeophoneError)) throw error;
    found = { codes: [error.code], facts: [], readBytes: source.readBytes };
  }
  if (isDeep) await sayOtherwise(name, bytes);
  return { ...found, isOpen: segy !== undefined, mostHeld: source.mostHeld };
}
