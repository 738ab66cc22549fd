import { readFile } from "node:fs/promises";
import { decode } from "fast-png";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithBrowser, launchBrowser, openApp, type LaunchedBrowser } from "../support/app.ts";
import { serveEnginePage, type ServedPage } from "./engine-page.ts";

describeWithBrowser("plots under the app's policy", () => {
  let served: ServedPage;
  let browser: LaunchedBrowser;
  beforeAll(async () => {
    served = await serveEnginePage("plots");
    browser = await launchBrowser({ gpu: "none", viewport: { width: 900, height: 620 } });
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  it("draws, hovers, saves, follows the theme and the size, cleans up, and breaks no rule", async () => {
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const histogram = page.getByRole("figure", { name: "Dominant frequency" });
    const curve = page.getByRole("figure", { name: "Training" });
    await expect.poll(() => histogram.locator(".bars .point").count(), { timeout: 20_000 }).toBe(60);
    await expect.poll(() => curve.locator(".js-line").count()).toBe(1);
    expect(await histogram.locator(".xtitle").textContent()).toBe("dominant frequency (Hz)");
    // Plotly's own rules are in force, and text with markup is styled.
    expect(
      await histogram
        .locator(".main-svg")
        .first()
        .evaluate((svg) => getComputedStyle(svg).position),
    ).toBe("absolute");
    expect(
      await curve
        .locator(".ytitle tspan")
        .first()
        .evaluate((span) => getComputedStyle(span).fontWeight),
    ).toBe("700");

    const box = (await histogram.locator(".nsewdrag").boundingBox())!;
    await page.mouse.move(box.x + box.width / 3, box.y + box.height * 0.7);
    await expect
      .poll(() => histogram.locator(".hoverlayer .legendtext").allTextContents())
      .toContainEqual(expect.stringMatching(/^faults : \d+$/));
    await page.mouse.move(5, 5);

    const background = (): Promise<string> =>
      curve
        .locator(".main-svg")
        .first()
        .evaluate((svg) => getComputedStyle(svg).backgroundColor);
    expect(await background()).toBe("rgb(28, 31, 35)");
    await page.evaluate(() => (document.documentElement.dataset["theme"] = "light"));
    await expect.poll(background).toBe("rgb(255, 255, 255)");

    const [table] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save Training as table" }).click(),
    ]);
    expect(table.suggestedFilename()).toBe("curve.csv");
    const lines = (await readFile(await table.path(), "utf8")).split("\r\n");
    expect(lines.slice(1, 3)).toEqual(["1,1.4", "2,1"]);
    expect(lines.at(-2)).toMatch(/^# Geophone.*, 20\d\d-/);
    const [picture] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save Dominant frequency as picture" }).click(),
    ]);
    const png = decode(await readFile(await picture.path()));
    // Twice as large as it is seen, with its title above (26) and what it was made from below (one line of 13, and 8).
    const width = 2 * Math.round((await histogram.boundingBox())!.width);
    expect([png.width, png.height]).toEqual([width, 2 * (26 + 240 + 13 + 8)]);
    const [drawing] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save Dominant frequency as drawing" }).click(),
    ]);
    const svg = await readFile(await drawing.path(), "utf8");
    expect(svg).toContain(">Dominant frequency</text>");
    expect(svg).toMatch(/>Geophone[^<]*, 20\d\d-[^<]*<\/text>\s*<\/svg>$/);
    expect(svg.match(/class="point"/g)).toHaveLength(60);
    // The bars are in it, not an empty ground: many pixels are neither white nor grey.
    const colourful = Array.from(
      { length: png.data.length / png.channels },
      (_, i) => i * png.channels,
    ).filter((i) => Math.abs(png.data[i]! - png.data[i + 2]!) > 60);
    expect(colourful.length).toBeGreaterThan(10_000);

    await page.setViewportSize({ width: 500, height: 620 });
    await expect
      .poll(() =>
        histogram
          .locator(".main-svg")
          .first()
          .evaluate((svg) => svg.getBoundingClientRect().width),
      )
      .toBeLessThanOrEqual(500);
    await page.getByRole("button", { name: "Show or hide" }).click();
    await page.getByRole("button", { name: "Show or hide" }).click();
    await expect.poll(() => curve.locator(".js-line").count()).toBe(1);
    await watched.expectClean({ warnings: true });
  });
});
