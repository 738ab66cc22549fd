import { wordsInLines } from "./words-in-lines.ts";

export interface PictureWords {
  readonly title: string;
  /** What the picture was made from. */
  readonly footer: string;
}

export interface PictureLook {
  readonly ground: string;
  readonly ink: string;
  readonly dim: string;
  readonly font: string;
}

const header = 26;
const lineHeight = 13;
const margin = 8;
/** Of a letter of the footer in CSS pixels: of a wide font, since a picture does not bring its own. */
const letterWidth = 6.1;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);

/** A drawn chart (SVG text) with its title above and where it comes from below, as one SVG. */
export function framedPicture(
  chart: string,
  { width, height }: { readonly width: number; readonly height: number },
  { title, footer }: PictureWords,
  { ground, ink, dim, font }: PictureLook,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const lines = wordsInLines(footer, Math.floor((width - 2 * margin) / letterWidth));
  const whole = header + height + lines.length * lineHeight + margin;
  const write = (text: string, y: number, style: string): string =>
    `<text x="${margin}" y="${y}" font-family="${escaped(font)}" ${style}>${escaped(text)}</text>`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}">`,
    `<rect width="${width}" height="${whole}" fill="${escaped(ground)}"/>`,
    write(title, 18, `font-size="13" font-weight="600" fill="${escaped(ink)}"`),
    chart.replace(/^[^]*?<svg /, `<svg y="${header}" `),
    ...lines.map((line, i) =>
      write(line, header + height + (i + 1) * lineHeight - 2, `font-size="10" fill="${escaped(dim)}"`),
    ),
    "</svg>",
  ].join("\n");
  return { svg, width, height: whole };
}

/** Draws an SVG as a PNG. @throws Error where the browser cannot */
export async function pngOf(
  { svg, width, height }: { readonly svg: string; readonly width: number; readonly height: number },
  scale: number,
): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image(width * scale, height * scale);
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error("the picture is too large for this browser"));
      }, "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
