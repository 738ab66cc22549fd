import { axisTitles } from "../../quantities/units.ts";
import { classColour, cssColour } from "./class-colours.ts";
import type { SectionPicture } from "./contract.ts";
import { html, type Html } from "./html.ts";

const margin = { left: 68, top: 40, right: 14, bottom: 8 };
const plotWidth = 900;
const plotHeight = 330;

function base64(bytes: Uint8Array): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const groups: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    groups.push(
      alphabet[word >> 18]! +
        alphabet[(word >> 12) & 63]! +
        (left > 1 ? alphabet[(word >> 6) & 63]! : "=") +
        (left > 2 ? alphabet[word & 63]! : "="),
    );
  }
  return groups.join("");
}

/** Round numbers within a range, about `wanted` of them: steps of 1, 2 or 5 times a power of ten. */
export function axisTicks(from: number, to: number, wanted: number): number[] {
  const span = Math.abs(to - from);
  if (span === 0) return [from];
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const low = Math.min(from, to);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= low + span + step * 1e-9; i++)
    ticks.push(Math.round(i * step * 1e6) / 1e6);
  return ticks;
}

/** A section under real axes: line numbers across the top, two-way time or depth down the side. */
export function sectionFigure(picture: SectionPicture): Html {
  const { firstPosition, lastPosition, firstMs, lastMs } = picture;
  const across = (position: number): number =>
    margin.left +
    (lastPosition === firstPosition ? 0.5 : (position - firstPosition) / (lastPosition - firstPosition)) *
      plotWidth;
  const down = (timeMs: number): number =>
    margin.top + ((timeMs - firstMs) / Math.max(1, lastMs - firstMs)) * plotHeight;
  const width = margin.left + plotWidth + margin.right;
  const height = margin.top + plotHeight + margin.bottom;
  const positions = axisTicks(firstPosition, lastPosition, 9);
  const times = axisTicks(firstMs, lastMs, 6);
  return html`<figure>
    <figcaption>${picture.title}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${picture.title}">
      <text class="axis" x="${margin.left + plotWidth / 2}" y="12" text-anchor="middle">${picture.axis}</text>
      <text
        class="axis"
        transform="translate(12 ${margin.top + plotHeight / 2}) rotate(-90)"
        text-anchor="middle"
      >
        ${axisTitles[picture.verticalUnit]}
      </text>
      ${positions.map((position) => html`<line x1="${across(position)}" x2="${across(position)}" y1="${margin.top - 5}" y2="${margin.top}" /><text x="${across(position)}" y="${margin.top - 10}" text-anchor="middle">${position}</text>`)}
      ${times.map((time) => html`<line x1="${margin.left - 5}" x2="${margin.left}" y1="${down(time)}" y2="${down(time)}" /><text x="${margin.left - 9}" y="${down(time) + 4}" text-anchor="end">${time}</text>`)}
      <image
        x="${margin.left}"
        y="${margin.top}"
        width="${plotWidth}"
        height="${plotHeight}"
        preserveAspectRatio="none"
        href="data:image/png;base64,${base64(picture.png)}"
      />
      <rect class="frame" x="${margin.left}" y="${margin.top}" width="${plotWidth}" height="${plotHeight}" />
    </svg>
    ${(picture.classes ?? []).map((name, index) => html`<span class="key"><span class="swatch" style="background:${cssColour(classColour(index))}"></span>${name}</span>`)}
  </figure>`;
}
