import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { decode, encode } from "fast-png";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { projectRoot } from "../support/data.ts";
import { seriousFaults } from "./accessibility.ts";
import { GeophoneApp, type PageName } from "./geophone-app.ts";
import { mapJourney } from "./map-journey.ts";
import { stillPicture } from "./still-picture.ts";

const kept = path.join(projectRoot, "e2e/app/snapshots");
/** Pictures of every page in every theme and size go here when it is set: for looking at. */
const album = process.env["GEOPHONE_ALBUM"];
/** Set to write the kept pictures anew. Look at them before they are committed. */
const update = process.env["GEOPHONE_UPDATE_SNAPSHOTS"] === "1";

const names: readonly PageName[] = [
  "Survey",
  "Headers",
  "Section",
  "Map",
  "Labels",
  "Features",
  "Train",
  "Judge",
  "Models",
  "Serve",
  "Report",
  "Storage",
];
const looks = [
  { theme: "dark", width: 1440, height: 900, isKept: true },
  { theme: "light", width: 1024, height: 768, isKept: true },
  { theme: "light", width: 1440, height: 900, isKept: false },
  { theme: "dark", width: 1024, height: 768, isKept: false },
] as const;
type Look = (typeof looks)[number];

/** Share of pixels that may differ: anti-aliasing of another processor, no more. */
const tolerance = 0.004;

async function show(app: GeophoneApp, name: PageName): Promise<void> {
  const { page } = app;
  await app.go(name);
  if (name === "Headers")
    await page
      .getByText("CROSSLINE_3D", { exact: true })
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
  if (name === "Serve")
    await page
      .getByText("scoring alone")
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
  if (name === "Features")
    await page
      .getByLabel("SQL query")
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
  if (name === "Report")
    await page
      .getByText("Scores beside chance")
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
  await app.settled();
  // Where a page reads on, a busy machine takes longer than the wait below.
  if (name === "Headers")
    await page
      .locator("progress")
      .first()
      .waitFor({ state: "detached", timeout: 5000 })
      .catch(() => undefined);
  await page.waitForTimeout(name === "Features" ? 1500 : 700);
}

/** RGBA of a PNG with or without transparency. */
function pixelsOf(png: Uint8Array): { data: Uint8Array; width: number; height: number } {
  const { width, height, data, channels } = decode(png);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < channels; c++) rgba[i * 4 + c] = data[i * channels + c]!;
  return { data: rgba, width, height };
}

function difference(one: Buffer, other: Buffer): number {
  const [a, b] = [pixelsOf(one), pixelsOf(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.2 }) / (a.width * a.height);
}

async function setLook(page: Page, { theme, width, height }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  if ((await page.locator("html").getAttribute("data-theme")) !== theme)
    await page.getByRole("button", { name: theme === "dark" ? "Dark theme" : "Light theme" }).click();
}

/** RGB is enough for a window, and takes less room. */
function smallPng(png: Buffer): Uint8Array {
  const { width, height, data } = pixelsOf(png);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * 4 + c]!;
  return encode({ width, height, data: rgb, channels: 3, depth: 8 });
}

/** Takes a page's picture in every look; names of those that are not as they were kept, and what keeps people out. */
async function compare(app: GeophoneApp, state: "empty" | "full", name: PageName): Promise<string[]> {
  const changed: string[] = [];
  for (const look of album ? looks : looks.filter(({ isKept }) => isKept)) {
    await setLook(app.page, look);
    await show(app, name);
    const png = await stillPicture(app.page);
    const file = `${state}-${name.toLowerCase()}-${look.theme}-${look.width}.png`;
    if (album) await writeFile(path.join(album, file), png);
    if (!look.isKept || state === "empty") continue;
    changed.push(...(await seriousFaults(app.page)).map((fault) => `${file}: ${fault}`));
    const before = path.join(kept, file);
    if (update) await writeFile(before, smallPng(png));
    else if (!existsSync(before)) changed.push(`${file}: none is kept`);
    else {
      const share = difference(png, Buffer.from(await readFile(before)));
      if (share > tolerance) {
        await mkdir(path.join(projectRoot, ".cache/pictures"), { recursive: true });
        await writeFile(path.join(projectRoot, ".cache/pictures", file), png);
        changed.push(`${file}: ${(100 * share).toFixed(2)} % of the pixels`);
      }
    }
  }
  return changed;
}

/** The address says what is seen; opened anew it shows the same line, the same part, in the same colours. */
async function opensWhatALinkSays(page: Page, url: string): Promise<void> {
  await page.goto(
    `${url}/section?survey=demo&line=crossline-350&view=10,42,50,125`.replace("//section", "/section"),
  );
  await page.getByLabel("Section demo · Crossline 350").waitFor();
  await page.getByLabel("Palette").selectOption("blue-orange");
  await page.waitForURL(/line=crossline-350&view=10,42,50,125$/);
  await page.locator(".section-canvas").focus();
  await page.keyboard.press("]");
  await page.waitForURL(/line=crossline-351/);
  await page.keyboard.press("[");
  await page.waitForURL(/line=crossline-350&view=10,42,50,125$/);
  await page.reload();
  await page.getByLabel("Section demo · Crossline 350").waitFor();
  await page.waitForURL(/line=crossline-350&view=10,42,50,125$/);
  expect(await page.getByLabel("Palette").inputValue()).toBe("blue-orange");
  await page.goto(`${url}/section?survey=other`.replace("//section", "/section"));
  await page.getByText("other is not in this workspace; this is demo.").waitFor();
}

describeWithBrowser("every page", () => {
  it("looks as it was kept, on the demo survey", async () => {
    for (const folder of [kept, ...(album ? [album] : [])]) await mkdir(folder, { recursive: true });
    const served = await serveApp();
    onTestFinished(() => served.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, served.url);
    const app = new GeophoneApp(watched.page);
    await app.makeReady();
    if (album) for (const name of names) await compare(app, "empty", name);

    await app.go("Survey");
    await app.openDemo();
    await app.computeFeatures({ lengthMs: 256, stepMs: 64, every: 2 });
    await app.go("Train");
    await app.train();
    await app.go("Judge");
    await watched.page.locator("[data-cell='2-0']").click();
    await app.go("Models");
    await app.button("Score").click();
    await app.button("See demo").waitFor({ timeout: 60_000 });
    const changed: string[] = [];
    for (const name of names) changed.push(...(await compare(app, "full", name)));
    await watched.page.keyboard.press("?");
    await watched.page.getByRole("dialog", { name: "Keys" }).waitFor();
    changed.push(...(await seriousFaults(watched.page)));
    await watched.page.keyboard.press("Escape");
    await watched.page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    expect(changed).toEqual([]);

    await app.go("Map");
    await app.button("Bins").click();
    const map = watched.page.locator(".bins-map[aria-busy=false]");
    await map.waitFor();
    expect(await watched.page.getByLabel("Legend").innerText()).toMatch(
      / present\s+0 missing\s+0 duplicated/,
    );
    await mapJourney(app, watched);
    await watched.page.getByLabel("Colour by").last().selectOption({ label: "Distance from the fit" });
    await app.button("X, Y").click();
    await map.hover();
    const tip = watched.page.locator(".map-tip", { hasText: "from the fit" });
    await tip.waitFor();
    const inline = /Inline (\d+)/.exec(await tip.innerText())![1]!;
    await map.click();
    await watched.page.waitForURL(/\/section(\?|$)/);
    await watched.page.getByLabel(`Section demo · Inline ${inline}`).waitFor();
    await opensWhatALinkSays(watched.page, served.url);
    await watched.expectClean();
  });
});
