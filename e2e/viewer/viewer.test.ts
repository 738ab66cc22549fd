import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeDemoFolder } from "../../src/adapters/node/demo-folder.ts";
import { openFileSource } from "../../src/adapters/node/file-byte-source.ts";
import { openSegy, SegyWriter } from "../../src/pipeline/segy/contract.ts";
import { MemorySink } from "../../src/pipeline/segy/memory-file.fixture.ts";
import { float32Matrix } from "../../src/quantities/matrix.ts";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  type LaunchedBrowser,
  type WatchedPage,
} from "../support/app.ts";
import { serveViewer, type ServedViewer } from "./viewer-page.ts";

/** A line wider than a section may be: 9000 traces of 60 samples. */
async function wideLine(): Promise<Uint8Array> {
  const sink = new MemorySink();
  const writer = new SegyWriter(sink, {
    format: 5,
    samplesPerTrace: 60,
    intervalMicroseconds: 4000,
    delayMs: 0,
    text: { lines: ["C01 A WIDE LINE"], encoding: "ascii" },
  });
  await writer.begin();
  const traces = 9000;
  const samples = float32Matrix(traces, 60);
  for (let i = 0; i < samples.data.length; i++) samples.data[i] = ((i * 7919) % 1000) - 500;
  await writer.appendTraces(
    Array.from({ length: traces }, (_, i) => ({ inline: 7, crossline: 1 + i, cdpX: 10 * i, cdpY: 0 })),
    samples,
  );
  return sink.bytes();
}

/** Where the section's frame begins on its canvas; src/ui/section/draw-axes.ts. */
const margins = { left: 62, top: 40, right: 14, bottom: 10 };

async function field(page: Page, name: string): Promise<string> {
  const text = await page.locator(".readout-field", { hasText: name }).locator(".value").innerText();
  return text.replaceAll("\u2009", "").replace("\u2212", "-");
}

describeWithBrowser("the section viewer", () => {
  let folder: string;
  let served: ServedViewer;
  let browser: LaunchedBrowser;
  let watched: WatchedPage;
  let page: Page;
  let box: { x: number; y: number; width: number; height: number };

  /** Puts the pointer where a share of the frame is. */
  const pointAt = (across: number, down: number): Promise<void> =>
    page.mouse.move(
      box.x + margins.left + across * (box.width - margins.left - margins.right),
      box.y + margins.top + down * (box.height - margins.top - margins.bottom),
    );
  const openLine = (name: string): Promise<unknown> =>
    page.getByLabel("Line", { exact: true }).selectOption(name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "geophone-viewer-data-"));
    await writeDemoFolder(folder, 3, {});
    await writeFile(path.join(folder, "wide.sgy"), await wideLine());
    served = await serveViewer();
    browser = await launchBrowser({ gpu: "none" });
    watched = await openApp(browser.context, served.url);
    page = watched.page;
    await page
      .getByLabel("Files")
      .setInputFiles(["demo.sgy", "demo.labels.sgy", "wide.sgy"].map((name) => path.join(folder, name)));
    await page.locator(".section-canvas > canvas").waitFor({ timeout: 60_000 });
    box = (await page.locator(".section-canvas").boundingBox())!;
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("reads out the very sample of the file that is under the cursor, in the middle and at the corners", async () => {
    await openLine("demo");
    await expect
      .poll(() => page.locator(".section-canvas").getAttribute("aria-label"))
      .toContain("Inline 100");
    const source = await openFileSource(path.join(folder, "demo.sgy"));
    const { data } = await (await openSegy(source)).readSamples(0, 128);
    await source.close();
    for (const [across, down] of [
      [0.5, 0.5],
      [0.001, 0.001],
      [0.999, 0.999],
      [0.25, 0.8],
    ] as const) {
      await pointAt(across, down);
      const column = Math.floor(across * 128);
      const sample = Math.floor(down * 300);
      await expect.poll(() => field(page, "Crossline")).toBe(String(300 + column));
      expect(await field(page, "Inline")).toBe("100");
      expect(await field(page, "TWT")).toBe(`${sample * 4}ms`);
      const amplitude = data[column * 300 + sample]!;
      await expect
        .poll(async () => Math.abs(Number(await field(page, "Amplitude")) - amplitude))
        .toBeLessThanOrEqual(Math.max(0.5, Math.abs(amplitude) * 5e-3));
    }
  });

  it("keeps the place under the cursor while the wheel zooms, pans by hand, and fits again", async () => {
    // The middle of trace 51 and sample 90, so that a rounded pixel is still on them.
    const [across, down] = [51.5 / 128, 90.5 / 300];
    await pointAt(across, down);
    await expect.poll(() => field(page, "Crossline")).toBe("351");
    const before = await field(page, "TWT");
    expect(before).toBe("360ms");
    for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, -200);
    await pointAt(across, down);
    expect(await field(page, "Crossline")).toBe("351");
    expect(await field(page, "TWT")).toBe(before);
    // Zoomed about nine times: the right edge is a few traces away now.
    await pointAt(0.999, 0.3);
    await expect.poll(async () => Number(await field(page, "Crossline"))).toBeLessThan(362);

    await pointAt(0.5, 0.5);
    const held = await field(page, "Crossline");
    await page.mouse.down();
    await pointAt(0.7, 0.5);
    await page.mouse.up();
    await pointAt(0.7, 0.501);
    await expect.poll(() => field(page, "Crossline")).toBe(held);
    await page.keyboard.press("f");
    await pointAt(0.999, 0.3);
    await expect.poll(() => field(page, "Crossline")).toBe("427");
  });

  it("lays labels over it, with their shares, and takes a class out", async () => {
    await page.getByRole("button", { name: "Labels" }).click();
    const shares = page.locator(".section-legend .share");
    await expect.poll(() => shares.count()).toBe(3);
    const sum = (await shares.allInnerTexts()).reduce((total, text) => total + parseFloat(text), 0);
    expect(Math.abs(sum - 100)).toBeLessThan(1.5);
    const colourAt = (): Promise<number[]> =>
      page.locator(".section-canvas > canvas").evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        return [...canvas.getContext("2d")!.getImageData(width * 0.3, height * 0.2, 1, 1).data];
      });
    const classes = await page.locator(".section-legend button").all();
    // With nothing hidden every sample is tinted; with all hidden the section is grey.
    const press = async (pressed: boolean): Promise<void> => {
      for (const button of classes)
        if ((await button.getAttribute("aria-pressed")) !== String(pressed)) await button.click();
    };
    await press(true);
    await expect.poll(async () => new Set((await colourAt()).slice(0, 3)).size).toBeGreaterThan(1);
    await press(false);
    await expect.poll(async () => new Set((await colourAt()).slice(0, 3)).size).toBe(1);
    await page.getByRole("button", { name: "Amplitude" }).click();
  });

  it("goes to the next line with a key, turns to crosslines, and opens a place of the map", async () => {
    const shown = (): Promise<string | null> => page.locator(".section-canvas").getAttribute("aria-label");
    await page.locator(".section-canvas").focus();
    await page.keyboard.press("]");
    await expect.poll(shown).toContain("Inline 101");
    await page.getByRole("button", { name: "Crossline" }).click();
    await expect.poll(shown).toContain("Crossline 364");
    const number = page.getByLabel("crossline number");
    await number.fill("300");
    await number.press("Enter");
    await expect.poll(shown).toContain("Crossline 300");
    await page.keyboard.press("Escape");
    await page.locator(".survey-map svg polyline.map-line").click({ force: true });
    await expect.poll(shown).toContain("wide");
  });

  it("opens lines of the map by keys alone", async () => {
    const shown = (): Promise<string | null> => page.locator(".section-canvas").getAttribute("aria-label");
    const map = page.getByRole("group", { name: "Map of 2 surveys" });
    // One stop for Tab, at the survey that is open.
    expect(await map.locator("[tabindex='0']").getAttribute("data-survey")).toBe("wide");
    await map.locator("[tabindex='0']").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect.poll(shown).toContain("Inline 132");
    await page.keyboard.press("Shift+Enter");
    await expect.poll(shown).toContain("Crossline 364");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press(" ");
    await expect.poll(shown).toContain("wide");
    expect(await map.getByRole("button", { name: "wide on the map" }).getAttribute("aria-current")).toBe(
      "true",
    );
  });

  it("goes as many lines on as a key is pressed, and never asks one survey about another", async () => {
    const shown = (): Promise<string | null> => page.locator(".section-canvas").getAttribute("aria-label");
    await openLine("demo");
    await expect.poll(shown).toContain("Inline 100");
    await page.locator(".section-canvas").focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press("]");
    await expect.poll(shown).toContain("Inline 104");

    await page.getByRole("button", { name: "Prediction" }).click();
    await page.locator(".section-legend .share").first().waitFor();
    await page.evaluate(() => {
      new MutationObserver(() => {
        const fault = document.querySelector(".fault")?.textContent;
        if (fault !== undefined) document.body.dataset["fault"] = fault;
      }).observe(document.body, { childList: true, subtree: true });
    });
    for (const name of ["wide", "demo", "wide"]) {
      await openLine(name);
      await expect.poll(shown).toContain(name);
    }
    expect(await page.evaluate(() => document.body.dataset["fault"])).toBeUndefined();
    await page.getByRole("button", { name: "Amplitude" }).click();
  });

  it("thins a line that is too wide, says so, and shows every trace once zoomed in", async () => {
    await openLine("wide");
    const note = page.getByText("one trace in 3");
    await note.waitFor();
    for (let turn = 0; turn < 8; turn++) {
      await pointAt(0.5, 0.5);
      await page.keyboard.down("Shift");
      await page.mouse.wheel(0, -200);
      await page.keyboard.up("Shift");
    }
    await expect.poll(() => note.count(), { timeout: 5000 }).toBe(0);
    await page.locator(".section-canvas").focus();
    await page.keyboard.press("0");
    await note.waitFor();
  });

  it("highlights windows that another page sends, one after the other", async () => {
    await page.evaluate(() => {
      globalThis.viewerTest.showWindows(
        "demo",
        { axis: "inline", number: 110 },
        [
          { traceIndex: 10 * 128 + 64, traces: 4, startMs: 200, endMs: 456, title: "boundary called normal" },
          { traceIndex: 10 * 128 + 20, startMs: 600, endMs: 856, title: "boundary called normal" },
        ],
        "boundary called normal",
      );
    });
    await expect
      .poll(() => page.locator(".section-canvas").getAttribute("aria-label"))
      .toContain("Inline 110");
    const chip = page.locator(".shown-windows");
    await expect.poll(() => chip.innerText()).toContain("1 / 2");
    await page.getByRole("button", { name: "Next window" }).click();
    await expect.poll(() => chip.innerText()).toContain("2 / 2");
    await pointAt(66 / 128, 300 / 1200);
    await expect.poll(() => page.locator(".section-tip").innerText()).toContain("200 – 456 ms");
    await page.getByRole("button", { name: "Forget the highlighted windows" }).click();
    expect(await chip.count()).toBe(0);
  });

  it("plots a trace that is clicked, and saves the section as a picture", async () => {
    await pointAt(0.3, 0.6);
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole("img", { name: "Amplitude spectrum of the trace" }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as picture" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("demo-Inline-110.png");
  });

  it("says which file is missing and takes it again", async () => {
    await page.getByRole("button", { name: "Close files" }).click();
    await page.getByText("demo.sgy is not open in this tab").waitFor();
    await page.getByRole("button", { name: "Choose demo.sgy" }).click();
    await expect.poll(() => page.getByText("is not open in this tab").count()).toBe(0);
  });

  it("breaks no rule of the app's policy", async () => {
    await watched.expectClean();
  });
});
