import type { PaletteName } from "../../services/section-contract.ts";
import { amplitudeColour } from "../../services/section-palettes.ts";

const steps = 256;

/** Fills a canvas with a palette, the largest negative amplitude at the left: one pixel high, to be stretched. */
export function paintColourBar(canvas: HTMLCanvasElement, palette: PaletteName): void {
  canvas.width = steps;
  canvas.height = 1;
  const context = canvas.getContext("2d");
  if (!context) return;
  for (let i = 0; i < steps; i++) {
    context.fillStyle = `rgb(${amplitudeColour(palette, (2 * i) / (steps - 1) - 1).join(" ")})`;
    context.fillRect(i, 0, 1, 1);
  }
}
