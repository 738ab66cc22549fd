import { paperTheme } from "../section/scene-theme.ts";
import { boxIn, drawBins, type BinsPicture } from "./bins-scene.ts";
import type { LegendPart } from "./bins-legend.tsx";
import type { MapView } from "./bins-view.ts";

const width = 1400;
const header = 34;
const legendHeight = 30;
const lineHeight = 15;
/** Sharp in print. */
const scale = 2;

export interface PictureWords {
  readonly title: string;
  readonly legend: readonly LegendPart[];
  /** Where it comes from, line by line. */
  readonly footer: readonly string[];
}

/** The map as it is seen now, with title, axes, legend and where it comes from, black on white. */
export async function exportBins(
  picture: BinsPicture,
  view: MapView,
  shape: number,
  { title, legend, footer }: PictureWords,
): Promise<Blob | undefined> {
  const mapHeight = Math.round(Math.min(1400, Math.max(420, width * shape)));
  const box = boxIn(width, header + mapHeight, header);
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (header + mapHeight + legendHeight + footer.length * lineHeight + 8) * scale;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return undefined;
  context.scale(scale, scale);
  context.fillStyle = paperTheme.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // What is seen on the screen has another shape: the scale of both axes stays to each other as it is.
  const [spanX, spanY] = [view.x1 - view.x0, view.y1 - view.y0];
  const tall = spanX * shape * (box.height / box.width / shape);
  const high = picture.axes === "places" ? Math.max(spanY, tall) : spanY;
  const wide = picture.axes === "places" ? (high * box.width) / box.height : spanX;
  const [midX, midY] = [(view.x0 + view.x1) / 2, (view.y0 + view.y1) / 2];
  drawBins(
    context,
    picture,
    { x0: midX - wide / 2, x1: midX + wide / 2, y0: midY - high / 2, y1: midY + high / 2 },
    box,
    paperTheme,
    scale,
  );
  context.fillStyle = paperTheme.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.font = `600 15px ${paperTheme.font}`;
  context.fillText(title, box.left, header / 2 + 4);
  context.font = `11px ${paperTheme.font}`;
  const y = header + mapHeight + legendHeight / 2 - 4;
  let x = box.left;
  for (const { colour, words } of legend) {
    context.fillStyle = colour;
    context.fillRect(x, y - 6, 12, 12);
    context.fillStyle = paperTheme.dim;
    context.fillText(words, x + 17, y);
    x += 17 + context.measureText(words).width + 18;
  }
  context.font = `10px ${paperTheme.font}`;
  footer.forEach((line, i) => {
    context.fillText(line, box.left, y + legendHeight / 2 + 8 + i * lineHeight);
  });
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      resolve(blob ?? undefined);
    }, "image/png");
  });
}
