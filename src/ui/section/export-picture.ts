import type { AmplitudeRange } from "../../pipeline/display/contract.ts";
import type { LegendEntry, PaletteName } from "../../services/section-contract.ts";
import { amplitudeLabel } from "./axis-ticks.ts";
import { paintColourBar } from "./colour-bar.ts";
import { margins } from "./draw-axes.ts";
import { drawGround, drawMarks } from "./draw-scene.ts";
import { paperTheme } from "./scene-theme.ts";
import type { SectionScene } from "./section-scene.ts";

const width = 1400;
const plotWidth = width - margins.left - margins.right;
const header = 34;
const footer = 66;
/** Sharp in print. */
const scale = 2;

/** What the colours of a picture mean, and where it comes from. */
export interface PictureWords {
  readonly title: string;
  /** Undefined where no amplitudes are in colours. */
  readonly palette: PaletteName | undefined;
  readonly range: AmplitudeRange;
  /** Of displayed amplitudes, where it is not the file's. */
  readonly unit: string | undefined;
  readonly legend: readonly LegendEntry[];
  /** File, what was done to it, by which version. */
  readonly provenance: string;
}

/** The section as it is seen now, in its proportions, with title, axes, colour bar, legend and provenance, black on white. */
export async function exportPicture(
  scene: SectionScene,
  { title, palette, range, unit, legend, provenance }: PictureWords,
): Promise<Blob | undefined> {
  const seen = scene.frame;
  const plotHeight = Math.min(1400, Math.max(240, Math.round((plotWidth * seen.height) / seen.width)));
  const frame = {
    ...seen,
    left: margins.left,
    top: header + margins.top,
    width: plotWidth,
    height: plotHeight,
  };
  const drawn = scene.scene(frame, paperTheme);
  const canvas = document.createElement("canvas");
  const height = header + margins.top + plotHeight + footer;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d", { alpha: false });
  if (!drawn || !context) return undefined;
  context.scale(scale, scale);
  context.fillStyle = paperTheme.ground;
  context.fillRect(0, 0, width, height);
  drawGround(context, drawn, scene.mixtures);
  const leftOut = await drawn.ink?.drawExactly(context, drawn, scale);
  drawMarks(context, drawn);
  context.fillStyle = paperTheme.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.font = `600 15px ${paperTheme.font}`;
  context.fillText(title, margins.left, header / 2 + 4);

  context.font = `11px ${paperTheme.font}`;
  const y = header + margins.top + plotHeight + 26;
  let x: number = margins.left;
  const write = (text: string): void => {
    context.fillStyle = paperTheme.dim;
    context.fillText(text, x, y);
    x += context.measureText(text).width + 8;
  };
  write(unit ? `amplitude, ${unit}` : "amplitude");
  write(amplitudeLabel(range.low));
  if (palette) {
    const bar = document.createElement("canvas");
    paintColourBar(bar, palette);
    context.drawImage(bar, x, y - 6, 160, 12);
    x += 168;
  } else write("to");
  write(amplitudeLabel(range.high));
  x += 24;
  if (leftOut) {
    write(leftOut);
    x += 16;
  }
  for (const { name, colour } of legend) {
    context.fillStyle = colour;
    context.fillRect(x, y - 6, 12, 12);
    x += 17;
    write(name);
    x += 8;
  }
  x = margins.left;
  context.fillStyle = paperTheme.dim;
  context.fillText(provenance, x, y + 20, plotWidth);
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      resolve(blob ?? undefined);
    }, "image/png");
  });
}
