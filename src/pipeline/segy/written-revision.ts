import type { ByteOrder, SampleFormatCode, SegyLayout } from "./contract.ts";
import { segyFault } from "./segy-faults.ts";

export const revisions = [0, 1, 2, 2.1] as const;
export type Revision = (typeof revisions)[number];

export interface WrittenShape {
  readonly formatCode: SampleFormatCode;
  readonly byteOrder: ByteOrder;
  readonly samplesPerTrace: number;
  /** Extended textual headers. */
  readonly extendedTexts: number;
}

/** The lowest revision that has all that a file holds, and what asks for it. */
function lowestRevision(layout: SegyLayout, shape: WrittenShape): readonly [Revision, string] {
  if (shape.byteOrder !== "big") return [2, `byte order ${shape.byteOrder}`];
  if ((layout.traceHeaderBlocks ?? 1) > 1) return [2, "trace header extensions"];
  if (shape.samplesPerTrace > 0xffff) return [2, `${shape.samplesPerTrace} samples a trace`];
  if (!Number.isInteger(layout.intervalMicroseconds))
    return [2, `${layout.intervalMicroseconds} µs a sample`];
  if (shape.formatCode > 5 && shape.formatCode !== 8) return [2, `sample format ${shape.formatCode}`];
  if (shape.formatCode > 4) return [1, `sample format ${shape.formatCode}`];
  if (shape.extendedTexts > 0) return [1, "extended textual headers"];
  return [0, "nothing"];
}

/**
 * The revision that a copy of a file says it is: the file's own, raised where what is written needs a later one. Seismic Unix
 * becomes revision 1.
 * @throws InputError `segy-not-writable` where the one asked for lacks what is to be written
 */
export function revisionToWrite(layout: SegyLayout, shape: WrittenShape, asked?: Revision): Revision {
  const [lowest, why] = lowestRevision(layout, shape);
  if (asked !== undefined && asked < lowest)
    throw segyFault(
      "segy-not-writable",
      `SEG-Y revision ${asked} cannot hold ${why}`,
      `Choose revision ${lowest} or later, or another format.`,
      { file: layout.file },
    );
  const own =
    layout.container === "su" ? 1 : (revisions.find((revision) => revision === layout.revision) ?? 0);
  return asked ?? (own >= lowest ? own : lowest);
}
