import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { decode } from "fast-png";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { clipBy, displayedBy, greyOf, type Chain, type RecordedLine } from "./display-formulas.ts";
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

  describe("the display of inline 110", () => {
    let line: RecordedLine;
    const places = [
      [0.31, 0.22],
      [0.52, 0.47],
      [0.68, 0.81],
      [0.2, 0.64],
      [0.83, 0.35],
    ] as const;

    beforeAll(async () => {
      const source = await openFileSource(path.join(folder, "demo.sgy"));
      const { data } = await (await openSegy(source)).readSamples(10 * 128, 128);
      await source.close();
      line = { traces: 128, samples: 300, data, intervalMs: 4 };
    });

    /** Trace and sample under the pointer, and where on the canvas their middle is. */
    async function lookAt(across: number, down: number) {
      await pointAt(across, down);
      await expect.poll(() => page.locator(".section-tip").count()).toBe(1);
      const [x, y] = await page.evaluate(() =>
        ["vertical", "horizontal"].map((name) => {
          const element = document.querySelector<HTMLElement>(`.cross.${name}`)!;
          const { m41, m42 } = new DOMMatrix(element.style.transform);
          return name === "vertical" ? m41 : m42;
        }),
      );
      const trace = Number(await field(page, "Crossline")) - 300;
      const sample = parseInt(await field(page, "TWT"), 10) / 4;
      return { x: x!, y: y!, trace, sample, at: trace * line.samples + sample };
    }
    const colours = (x: number, y: number, width = 1): Promise<number[][]> =>
      page.locator(".section-canvas > canvas").evaluate(
        (canvas: HTMLCanvasElement, [left, top, wide]) => {
          const { data } = canvas.getContext("2d")!.getImageData(left!, top!, wide!, 1);
          return Array.from({ length: wide! }, (_, i) => [...data.subarray(4 * i, 4 * i + 3)]);
        },
        [x, y, width],
      );
    /** What is drawn is grey by the formula, everywhere. */
    async function expectGreys(chain: Chain, clip = clipBy(line, chain, 98)): Promise<void> {
      const displayed = displayedBy(line, chain);
      for (const [across, down] of places) {
        const { x, y, at } = await lookAt(across, down);
        const wanted = greyOf(displayed[at]!, clip);
        await expect
          .poll(async () => {
            const [pixel] = await colours(x, y);
            return Math.max(...pixel!.map((part) => Math.abs(part - wanted)));
          })
          .toBeLessThanOrEqual(1.5);
      }
    }

    it("is grey by the clip, and follows gain, polarity, time and gain control as their formulas say", async () => {
      const shown = (): Promise<string | null> => page.locator(".section-canvas").getAttribute("aria-label");
      await openLine("demo");
      await expect.poll(shown).toContain("Inline 100");
      const number = page.getByLabel("inline number");
      await number.fill("110");
      await number.press("Enter");
      await expect.poll(shown).toContain("Inline 110");
      await page.locator(".section-canvas").focus();
      await page.keyboard.press("f");
      for (let press = 0; press < 6; press++) await page.keyboard.press("+");
      await expectGreys({});
      await page.keyboard.press("g");
      await page.keyboard.press("g");
      await expectGreys({ gainDb: 6 });
      await page.keyboard.press("p");
      await expectGreys({ gainDb: 6, isReversed: true });
      const display = page.getByRole("group", { name: "Display", exact: true });
      await display.getByLabel("t\u207f").check();
      await expectGreys({ gainDb: 6, isReversed: true, tPower: 1.5 });
      await display.getByLabel("AGC").check();
      await page.getByLabel("Window of the gain control").fill("200");
      await page.getByLabel("Window of the gain control").press("Enter");
      const chain = { gainDb: 6, isReversed: true, tPower: 1.5, agcMs: 200 };
      await expectGreys(chain);
      // What is read out beside the recorded amplitude is what is seen.
      const { at } = await lookAt(0.52, 0.47);
      await expect
        .poll(async () => Number(await field(page, "Displayed")))
        .toBeCloseTo(displayedBy(line, chain)[at]!, 1);
      await page.getByRole("button", { name: "Reset the display" }).click();
      await expectGreys({});
    });

    it("is clipped at amplitudes that are given", async () => {
      await page.getByRole("button", { name: "Clip at" }).click();
      await page.getByLabel("Largest amplitude").fill("1500");
      await page.getByLabel("Largest amplitude").press("Enter");
      await expectGreys({}, 1500);
      expect(await page.locator(".colour-bar").innerText()).toMatch(/\u22121500[\s\S]*1500/);
      await page.getByRole("button", { name: "Reset the display" }).click();
    });

    it("draws wiggles where the amplitudes are, fills peaks, and lies them over colours", async () => {
      const display = page.getByRole("group", { name: "Display", exact: true });
      await display.getByRole("button", { name: "Wiggle" }).click();
      await display.getByLabel("Swing").fill("0.5");
      const [first, second] = [await lookAt(0.2, 0.5), await lookAt(0.8, 0.5)];
      const spacing = (second.x - first.x) / (second.trace - first.trace);
      const clip = clipBy(line, {}, 98);
      const offsetOf = (at: number): number =>
        0.5 * spacing * Math.max(-1, Math.min(1, line.data[at]! / clip));
      /** Light ink on the dark ground, or black over colours. */
      const isInk = ([red]: readonly number[], ground?: number): boolean =>
        ground === undefined ? red! > 100 : red! < 0.62 * ground + 4;
      const wide = Math.ceil(0.5 * spacing) - 2;
      for (const [across, down] of places) {
        const { x, y, at } = await lookAt(across, down);
        const offset = offsetOf(at);
        const inkAt = async (ground?: number): Promise<boolean> => {
          const near = await colours(Math.round(x + offset) - 2, y, 5);
          return near.some((pixel) => isInk(pixel, ground));
        };
        await display.getByRole("button", { name: "Wiggle" }).click();
        await expect.poll(() => inkAt()).toBe(true);
        const inked = async (): Promise<number> => {
          const row = await colours(x - wide, y, 2 * wide);
          return row.filter((pixel) => isInk(pixel)).length;
        };
        // A line is thin, a filled peak as wide as it is high.
        await expect.poll(inked).toBeLessThan(14);
        const line1 = await inked();
        await display.getByRole("button", { name: "Area" }).click();
        if (offset > 12) await expect.poll(inked).toBeGreaterThan(offset - 4);
        else if (offset < -4) {
          await page.waitForTimeout(100);
          expect(await inked()).toBeLessThanOrEqual(line1 + 1);
        }
        await display.getByRole("button", { name: "Both" }).click();
        await expect.poll(() => inkAt(greyOf(line.data[at]!, clip))).toBe(true);
      }
      await page.getByRole("button", { name: "Reset the display" }).click();
      await expectGreys({});
    });

    it("says every how many traces a wiggle is drawn", async () => {
      const size = page.viewportSize()!;
      await page.setViewportSize({ ...size, width: 700 });
      await page.locator(".section-canvas").focus();
      await page.keyboard.press("f");
      await page.keyboard.press("v");
      await page.getByText("every 2nd trace").waitFor();
      await page.setViewportSize(size);
      await page.getByRole("button", { name: "Reset the display" }).click();
    });

    it("turns round with a key, and its readout with it", async () => {
      await page.locator(".section-canvas").focus();
      await page.keyboard.press("f");
      await page.keyboard.press("x");
      await pointAt(0.001, 0.3);
      await expect.poll(() => field(page, "Crossline")).toBe("427");
      for (let press = 0; press < 6; press++) await page.keyboard.press("+");
      await expectGreys({});
      await page.keyboard.press("x");
      await page.keyboard.press("f");
    });

    it("zooms into a box that is drawn, and keeps the aspect where it is held", async () => {
      await page.getByRole("button", { name: "Zoom into a box" }).click();
      await pointAt(0.25, 0.25);
      await page.mouse.down();
      await pointAt(0.75, 0.75);
      await page.mouse.up();
      await page.getByRole("button", { name: "Zoom into a box" }).click();
      await pointAt(0.001, 0.001);
      await expect.poll(() => field(page, "Crossline")).toBe("332");
      expect(Math.abs(parseInt(await field(page, "TWT"), 10) - 300)).toBeLessThanOrEqual(4);
      const exaggeration = (): Promise<number> =>
        page.getByLabel("Vertical exaggeration").inputValue().then(Number);
      const before = await exaggeration();
      await page.getByRole("button", { name: "Hold the aspect" }).click();
      await page.keyboard.down("Shift");
      await page.mouse.wheel(0, -200);
      await page.keyboard.up("Shift");
      await expect.poll(async () => Math.abs((await exaggeration()) / before - 1)).toBeLessThan(0.01);
      await page.getByLabel("Vertical exaggeration").fill(String(2 * before));
      await page.getByLabel("Vertical exaggeration").press("Enter");
      await expect.poll(async () => Math.abs((await exaggeration()) / (2 * before) - 1)).toBeLessThan(0.01);
      await page.getByRole("button", { name: "Hold the aspect" }).click();
      await page.locator(".section-canvas").focus();
      await page.keyboard.press("f");
    });

    it("saves what is seen as numbers", async () => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save as CSV" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("demo-Inline-110.csv");
      const text = await readFile(await download.path(), "utf8");
      const lines = text.trimEnd().split("\n");
      expect(lines[1]).toMatch(/^# demo\.sgy · sha256 [0-9a-f]{16}… · as recorded · Geophone /);
      expect(lines).toHaveLength(7 + 300);
      const [time, ...values] = lines[7 + 90]!.split(",").map(Number);
      expect(time).toBe(360);
      values.forEach((value, trace) => {
        const wanted = line.data[trace * 300 + 90]!;
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-6 * Math.abs(wanted));
      });
    });
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
    // 1400 points at twice the size, as high as the screen has it.
    const { width, height } = decode(await readFile(await download.path()));
    expect(width).toBe(2800);
    expect(height).toBeGreaterThan(1000);
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
