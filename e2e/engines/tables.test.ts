import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithBrowser, launchBrowser, openApp, type LaunchedBrowser } from "../support/app.ts";
import { serveEnginePage, type ServedPage } from "./engine-page.ts";

describeWithBrowser("histograms and SQL under the app's policy", () => {
  let served: ServedPage;
  let browser: LaunchedBrowser;
  beforeAll(async () => {
    served = await serveEnginePage("tables");
    browser = await launchBrowser({ gpu: "none" });
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  it("draws eight histograms by class, enlarges one, hides a class", async () => {
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    await expect.poll(() => page.locator(".histogram .js-plotly-plot").count(), { timeout: 30_000 }).toBe(8);
    const rms = page.getByRole("figure", { name: "Rms" });
    await expect.poll(() => rms.locator(".js-line").count()).toBe(3);
    expect(await rms.locator(".xtitle").textContent()).toBe("rms (amplitude)");
    expect(await rms.locator(".ytitle").textContent()).toBe("% of class");
    await page.getByRole("button", { name: "Windows", exact: true }).click();
    await expect.poll(() => rms.locator(".ytitle").textContent()).toBe("windows");
    await rms.getByRole("button", { name: "Enlarge rms" }).click();
    await expect.poll(async () => (await rms.boundingBox())!.height).toBeGreaterThan(380);
    await page.getByRole("group", { name: "Classes" }).getByRole("button").first().click();
    await expect.poll(() => rms.locator(".js-line").count()).toBe(2);
    await watched.expectClean({ warnings: true });
    await page.close();
  });

  it("answers, cancels, refuses and saves", async () => {
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const editor = page.getByRole("textbox", { name: "SQL query" });
    const rows = page.getByRole("region", { name: "Rows of the result" });
    await page.getByRole("button", { name: "Features by class" }).click();
    await expect.poll(() => rows.locator("tbody tr").count(), { timeout: 30_000 }).toBe(3);
    expect(await rows.locator("thead th").allTextContents()).toEqual([
      "class",
      "windows",
      "rms",
      "dominant_hz",
    ]);

    await editor.fill(
      "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 1",
    );
    await editor.press("Control+Enter");
    await page.waitForTimeout(500);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => page.getByText("Cancelled.").count(), { timeout: 10_000 }).toBe(1);

    await editor.fill("SELECT trace_index FROM traces ORDER BY trace_index");
    await editor.press("Control+Enter");
    await expect.poll(() => page.getByText("First 1\u2009000 rows; the query gives more").count()).toBe(1);
    expect(await rows.locator("tbody tr").count()).toBeLessThan(60);
    await rows.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect.poll(() => rows.locator("tbody td").last().textContent()).toBe("999");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as CSV" }).click(),
    ]);
    const lines = (await readFile(await file.path(), "utf8")).split("\r\n");
    // All rows, not only those that are shown.
    expect([lines.length, lines[0], lines[1200]]).toEqual([1202, "trace_index", "1199"]);

    for (const [sql, word] of [
      ["SELECT nothing FROM traces", "nothing"],
      ["INSTALL httpfs", "takes no extensions"],
      ["SELECT * FROM 'https://example.org/a.parquet'", "reads its own tables only"],
    ] as const) {
      await editor.fill(sql);
      await editor.press("Control+Enter");
      await expect.poll(() => page.getByRole("alert").textContent()).toContain(word);
    }
    await editor.fill("SELECT 6 * 7 AS answer");
    await editor.press("Control+Enter");
    await expect.poll(() => rows.locator("tbody td").allTextContents()).toEqual(["42"]);
    await watched.expectClean({ warnings: true });
    await page.close();
  });
});
