import type { Remote } from "comlink";
import type { OfferedFile } from "../../adapters/browser/offered-file.ts";
import type {
  Painted,
  PaintedAmplitudes,
  PaintedOverlay,
  PaintedWiggles,
  SectionFace,
} from "../../services/section-face.ts";

/** The worker of workers/sections.ts as pages speak to it. */
export type Sections = Remote<SectionFace<ImageBitmap, OfferedFile>>;
export type PaintedBitmap = Painted<ImageBitmap>;
export type AmplitudeBitmap = PaintedAmplitudes<ImageBitmap>;
export type WiggleBitmap = PaintedWiggles<ImageBitmap>;
export type OverlayBitmap = PaintedOverlay<ImageBitmap>;
