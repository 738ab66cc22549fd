import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { decode } from "fast-png";
import { expect } from "vitest";
import {
  classOfDetail,
  demoClasses,
  demoDefaults,
  generateDemoSurvey,
  type DemoInline,
} from "../../src/pipeline/demo/contract.ts";
import type { WatchedPage } from "../support/app.ts";
import { seriousFaults } from "./accessibility.ts";
import type { GeophoneApp } from "./geophone-app.ts";

const { inlines, crosslines, samples, intervalMs } = demoDefaults;
/** Inlines that are looked at: the survey is generated no further. */
const looked = 16;

/** Okabe–Ito, as a scheme's first three classes have them. */
const classColours = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
];
/** Viridis at its ends and its middle. */
const viridis = { first: [68, 1, 84], middle: [33, 144, 141], last: [253, 231, 37] };

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Samples of each class in every trace, by inline and crossline, between two times. */
function countClasses(lines: readonly DemoInline[], fromMs: number, toMs: number): Uint32Array[] {
  const counts: Uint32Array[] = [];
  for (const { details } of lines)
    for (let trace = 0; trace < crosslines; trace++) {
      const own = new Uint32Array(demoClasses.length);
      for (let k = Math.ceil(fromMs / intervalMs); k < Math.min(samples, Math.ceil(toMs / intervalMs)); k++)
        own[classOfDetail(details[trace * samples + k]!)]!++;
      counts.push(own);
    }
  return counts;
}

/** Where the middle of a bin is on the whole map, in pixels of the element: its margins, and 6 % of room around all bins. */
function middleOf({ row, column }: Place, width: number, height: number): [number, number] {
  const [left, right, top, bottom] = [78, 14, 12, 38];
  const share = (at: number, size: number): number => 0.5 + (at + 0.5 - size / 2) / (1.06 * size);
  return [
    left + share(column, crosslines) * (width - left - right),
    top + (1 - share(row, inlines)) * (height - top - bottom),
  ];
}

/** A person at the map of bins of the demo survey, whose features, training and predictions are there. */
class BinsOnScreen {
  constructor(
    readonly app: GeophoneApp,
    readonly watched: WatchedPage,
  ) {}

  get map() {
    return this.watched.page.locator(".bins-map");
  }

  async colourBy(label: string): Promise<void> {
    await this.watched.page.getByLabel("Colour by").last().selectOption({ label });
    await this.settled();
  }

  async settled(): Promise<void> {
    const { page } = this.watched;
    await page.locator(".bins-map[aria-busy=false]").waitFor();
    // The picture is drawn with the next frame.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
  }

  /** Colours of bins as they are on the screen. */
  async coloursAt(places: readonly Place[]): Promise<number[][]> {
    await this.watched.page.mouse.move(0, 0);
    await this.settled();
    const { data, width, height, channels } = decode(await this.map.screenshot());
    return places.map((place) => {
      const [x, y] = middleOf(place, width, height);
      const at = (Math.floor(y) * width + Math.floor(x)) * channels;
      return Array.from(data.subarray(at, at + 3));
    });
  }
}

const far = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...one.map((value, i) => Math.abs(value - other[i]!)));

/** Colours of bins, a selection that goes to the section, and what is saved: all beside numbers of the generator. */
export async function mapJourney(app: GeophoneApp, watched: WatchedPage): Promise<void> {
  const { page } = watched;
  const screen = new BinsOnScreen(app, watched);
  const demo: DemoInline[] = [];
  for (const line of generateDemoSurvey({ ...demoDefaults, seed: 7 })) if (demo.push(line) === looked) break;

  // Labels: the class of most samples, over the whole trace and over a part of it.
  const places = Array.from({ length: 40 }, (_, i) => ({
    row: (i * 5) % looked,
    column: (i * 37) % crosslines,
  }));
  const commonest = (counts: readonly Uint32Array[]): number[] =>
    places.map(({ row, column }) => {
      const own = counts[row * crosslines + column]!;
      return own.indexOf(Math.max(...own));
    });
  await screen.colourBy("Label of most samples");
  const whole = commonest(countClasses(demo, 0, samples * intervalMs));
  expect(await screen.coloursAt(places)).toEqual(whole.map((index) => classColours[index]));
  await app.setNumber("From", 600);
  await app.setNumber("To", 700);
  const part = commonest(countClasses(demo, 600, 700));
  expect(part).not.toEqual(whole);
  expect(await screen.coloursAt(places)).toEqual(part.map((index) => classColours[index]));
  await page.getByText("Label of most samples, 600 to 700 ms").waitFor();

  // Coverage: the demo's labels cover every sample, so the scale has no length, and its middle stands for 100 %.
  await screen.colourBy("Label coverage");
  expect(new Set((await screen.coloursAt(places)).map(String))).toEqual(new Set([String(viridis.middle)]));
  await screen.colourBy("RMS of the trace");
  const energies: number[] = [];
  for (const { samples: line } of demo)
    for (let trace = 0; trace < crosslines; trace++) {
      const own = line.data.subarray(trace * samples, (trace + 1) * samples);
      energies.push(Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / samples));
    }
  const rmsAt = ({ row, column }: Place): number => energies[row * crosslines + column]!;
  const [least, most] = [Math.min(...places.map(rmsAt)), Math.max(...places.map(rmsAt))];
  await app.setNumber("Scale from", Math.ceil(least + 1));
  await app.setNumber("Scale to", Math.floor(most - 1));
  const painted = await screen.coloursAt(places);
  const at = (value: number): number[] => painted[places.findIndex((place) => rmsAt(place) === value)]!;
  expect([at(least), at(most)]).toEqual([viridis.first, viridis.last]);
  const halfway = (least + most) / 2;
  const nearest = places.map(rmsAt).sort((a, b) => Math.abs(a - halfway) - Math.abs(b - halfway))[0]!;
  expect(far(at(nearest), viridis.middle)).toBeLessThan(60);
  expect(await seriousFaults(page)).toEqual([]);

  // A rectangle from bin (10, 20) to bin (14, 31) holds 5 × 12 of them; edges fall between bins.
  await app.button("Rectangle").click();
  const box = (await screen.map.boundingBox())!;
  const corner = (row: number, column: number): [number, number] => {
    const [x, y] = middleOf({ row: row - 0.5, column: column - 0.5 }, box.width, box.height);
    return [box.x + x, box.y + y];
  };
  await page.mouse.move(...corner(10, 20));
  await page.mouse.down();
  await page.mouse.move(...corner(12, 25));
  await page.mouse.move(...corner(15, 32));
  await page.mouse.up();
  const selection = page.getByLabel("Selection", { exact: true });
  await selection.getByText("60 traces in 60 bins, by a rectangle on the map").waitFor();

  // A triangle by clicks, closed by Enter, replaces it; Esc drops one that is being drawn.
  await app.button("Polygon").click();
  await page.mouse.click(...corner(40, 100));
  await page.keyboard.press("Escape");
  for (const [row, column] of [
    [20, 40],
    [20, 60.5],
    [40.5, 40],
  ] as const)
    await page.mouse.click(...corner(row, column));
  await page.keyboard.press("Enter");
  // Half a bin lies between the slanted edge and the nearest middles: clicks fall on whole pixels.
  let inside = 0;
  for (let row = 20; row < 41; row++)
    for (let column = 40; column < 61; column++) inside += row - 20 + (column - 40) + 1 < 20.5 ? 1 : 0;
  await selection.getByText(`${inside} traces in ${inside} bins, by a polygon on the map`).waitFor();

  const folder = path.join(os.tmpdir(), `geophone-map-${process.pid}`);
  await app.save(() => page.getByLabel("Save as CSV").click(), `${folder}.csv`);
  const lines = (await readFile(`${folder}.csv`, "utf8")).trim().split("\r\n");
  expect(lines[0]).toBe("inline,crossline,x,y,traces,rms of the traces (amplitude),taken from");
  expect(lines).toHaveLength(1 + inlines * crosslines + 2);
  expect(lines.at(-2)).toContain("demo.sgy, SHA-256 ");
  const [inline, crossline, , , , rms] = lines[1 + 7 * crosslines + 5]!.split(",").map(Number);
  expect([inline, crossline]).toEqual([107, 305]);
  expect(rms! / energies[7 * crosslines + 5]!).toBeCloseTo(1, 4);
  await app.save(() => page.getByLabel("Save as picture").click(), `${folder}.png`);
  expect(decode(await readFile(`${folder}.png`)).width).toBe(2800);

  // The fullest line under the polygon, with its traces tinted.
  await selection.getByRole("button", { name: "Open inline" }).click();
  await page.waitForURL(/\/section(\?|$)/);
  await page
    .getByLabel("Selection")
    .getByText(`of ${inside} traces selected by a polygon on the map`)
    .waitFor();
  await app.button("Select nothing").click();
  await page.getByLabel("Selection").waitFor({ state: "detached" });
  await app.go("Map");
  await app.button("Open").click();
}
