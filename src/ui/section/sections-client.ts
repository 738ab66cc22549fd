import type { Remote } from "comlink";
import type { OfferedFile } from "../../adapters/browser/offered-file.ts";
import type { Fault } from "../../services/contract.ts";
import type { Answer, Painted, PaintedOverlay, SectionFace } from "../../services/section-face.ts";

/** The worker of workers/sections.ts as pages speak to it. */
export type Sections = Remote<SectionFace<ImageBitmap, OfferedFile>>;
export type PaintedBitmap = Painted<ImageBitmap>;
export type OverlayBitmap = PaintedOverlay<ImageBitmap>;

/** A worker's failure, thrown on the page's side. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = "FaultError";
  }
}

/** The value of an answer. @throws FaultError */
export async function valueOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  const got = await answer;
  if (got.ok) return got.value;
  throw new FaultError(got.fault);
}

export const faultFrom = (error: unknown): Fault =>
  error instanceof FaultError
    ? error.fault
    : {
        code: "internal-error",
        kind: "internal",
        message: error instanceof Error ? error.message : String(error),
      };
