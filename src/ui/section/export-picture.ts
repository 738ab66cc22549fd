import type { AmplitudeRange } from "../../pipeline/display/contract.ts";
import type { LegendEntry, PaletteName } from "../../services/section-contract.ts";
import { amplitudeLabel } from "./axis-ticks.ts";
import { paintColourBar } from "./colour-bar.ts";
import { drawAxes, margins } from "./draw-axes.ts";
import { drawMixture } from "./draw-layers.ts";
import { drawMutes } from "./draw-mutes.ts";
import { drawSelection } from "./draw-selection.ts";
import { drawWindows } from "./draw-windows.ts";
import { paperTheme } from "./scene-theme.ts";
import type { SectionScene } from "./section-scene.ts";

const width = 1400;
const plotHeight = 760;
const header = 34;
const footer = 46;
/** Sharp in print. */
const scale = 2;

/** What the colours of a picture mean. */
export interface PictureColours {
  readonly palette: PaletteName;
  readonly range: AmplitudeRange;
  readonly legend: readonly LegendEntry[];
}

/** The section as it is seen now, with title, axes, colour bar and legend, black on white. */
export async function exportPicture(
  scene: SectionScene,
  title: string,
  { palette, range, legend }: PictureColours,
): Promise<Blob | undefined> {
  const frame = {
    left: margins.left,
    top: header + margins.top,
    width: width - margins.left - margins.right,
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
  for (const mixture of scene.mixtures) drawMixture(context, mixture, drawn);
  if (drawn.mutes) drawMutes(context, drawn);
  drawSelection(context, drawn);
  drawWindows(context, drawn);
  drawAxes(context, drawn);
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
  write("amplitude");
  write(amplitudeLabel(range.low));
  const bar = document.createElement("canvas");
  paintColourBar(bar, palette);
  context.drawImage(bar, x, y - 6, 160, 12);
  x += 168;
  write(amplitudeLabel(range.high));
  x += 24;
  for (const { name, colour } of legend) {
    context.fillStyle = colour;
    context.fillRect(x, y - 6, 12, 12);
    x += 17;
    write(name);
    x += 8;
  }
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      resolve(blob ?? undefined);
    }, "image/png");
  });
}
