import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import type { GeophoneApp } from "./geophone-app.ts";

/** Corners of a lasso, as shares of the plot's area from its upper left. */
const corners = [
  [0.02, 0.97],
  [0.52, 0.35],
  [0.93, 0.9],
] as const;

const digits = (text: string | null): number => Number((text ?? "").replaceAll(/\D/g, ""));

/** Draws a lasso by hand and counts what the table holds inside, follows it to the section, and looks into a trace there. */
export async function inspectWindows(app: GeophoneApp, folder: (name: string) => string): Promise<void> {
  const { page } = app;
  await app.go("Features");
  const plot = page.getByRole("figure", { name: "rms against mean" });
  const layer = plot.locator(".lasso-layer");
  await layer.waitFor({ timeout: 60_000 });
  await plot.locator(".xtitle").waitFor();
  await layer.scrollIntoViewIfNeeded();
  const box = (await layer.boundingBox())!;
  const { x, y } = await plot.locator(".plot-place").evaluate((element) => {
    const { layout } = element as unknown as Record<"layout", Record<"xaxis" | "yaxis", { range: number[] }>>;
    return { x: layout.xaxis.range, y: layout.yaxis.range };
  });
  // Whole pixels, as a mouse has them.
  const places = corners.map(([right, down]) => ({
    x: Math.round(box.x + right * box.width),
    y: Math.round(box.y + down * box.height),
  }));
  const values = places.map((place) => ({
    x: x[0]! + ((place.x - box.x) / box.width) * (x[1]! - x[0]!),
    y: y[1]! - ((place.y - box.y) / box.height) * (y[1]! - y[0]!),
  }));
  await page.mouse.move(places[0]!.x, places[0]!.y);
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(place.x, place.y);
  await page.mouse.up();
  const selected = page.getByRole("region", { name: "Selected windows", exact: true });
  await selected.locator("[data-inside]").waitFor({ timeout: 30_000 });
  const inside = Number(await selected.locator("[data-inside]").getAttribute("data-inside"));

  // By the query engine, from the table: on one side of all three edges.
  const sides = values.map((from, i) => {
    const to = values[(i + 1) % values.length]!;
    return `(${to.x - from.x}) * (rms - (${from.y})) - (${to.y - from.y}) * (mean - (${from.x}))`;
  });
  const isInside = [">", "<"]
    .map((sign) => sides.map((side) => `${side} ${sign} 0`).join(" AND "))
    .join(" OR ");
  await page
    .getByLabel("SQL query")
    .fill(
      `SELECT coalesce(class, 'no label') AS name, count(*) AS n FROM features WHERE ${isInside} GROUP BY name`,
    );
  await app.button("Run").click();
  const rows = page.getByLabel("Rows of the result").locator("tbody tr");
  await rows.first().waitFor({ timeout: 60_000 });
  const counted = new Map<string, number>();
  for (const row of await rows.all()) {
    const cells = await row.locator("td").allTextContents();
    counted.set(cells.at(-2)!, digits(cells.at(-1)!));
  }
  const total = [...counted.values()].reduce((sum, n) => sum + n, 0);
  expect(total).toBeGreaterThan(20);
  expect(inside).toBe(total);
  const byClass = selected.getByRole("table", { name: "Selected windows by class" }).locator("tbody tr");
  for (const row of await byClass.all()) {
    const name = ((await row.locator("th").textContent()) ?? "").trim();
    expect(digits(await row.locator("td").first().textContent()), name).toBe(counted.get(name) ?? 0);
  }

  // What is saved says what it was made from.
  await app.save(() => app.button("Save rms against mean as table").click(), folder("points.csv"));
  const csv = await readFile(folder("points.csv"), "utf8");
  const lines = csv.trimEnd().split("\r\n");
  expect(lines[0]).toContain("mean (amplitude),rms (amplitude)");
  expect(lines).toHaveLength(1 + 20_000 + 1);
  expect(lines.at(-1)).toMatch(
    /^# features [0-9a-f]{12} · labels [0-9a-f]{12} · 20\u2009000 of [\d\u2009]+ windows, drawn at random, seed 7 · Geophone/,
  );
  await app.save(() => app.button("Save rms against mean as drawing").click(), folder("points.svg"));
  const svg = await readFile(folder("points.svg"), "utf8");
  expect(svg).toMatch(/<image[^>]*data:image\/png/);
  expect(svg).toContain("Geophone");
  await page.getByLabel("Colour by").selectOption("prediction");
  await page.getByLabel("Colours of the points").getByText("boundary").waitFor();

  await selected
    .getByRole("button", { name: /in Section$/ })
    .first()
    .click();
  await page.waitForURL(/\/section(\?|$)/);
  const panel = page.getByRole("region", { name: "Selection", exact: true });
  await panel.getByText("selected by a lasso in rms against mean").waitFor({ timeout: 30_000 });
  const here = /^(\D*\d[\d\s\u2009]*) here, of ([\d\s\u2009]+) window/.exec(
    (await panel.locator("p").textContent()) ?? "",
  );
  expect(digits(here![2]!)).toBe(inside);
  expect(digits(here![1]!)).toBeGreaterThan(0);

  await page.locator(".section-canvas").click({ position: { x: 400, y: 300 } });
  await page.getByText("Spectrogram", { exact: true }).click();
  await page.getByRole("figure", { name: "Power over time" }).locator(".heatmaplayer image").waitFor();
  await page.getByText("Hann windows of").waitFor();
  await page.getByText("Features of the window").click();
  await expect.poll(() => page.locator(".window-features tbody tr").count()).toBe(8);
  await panel.getByRole("button", { name: "Select nothing" }).click();
  await panel.waitFor({ state: "detached" });

  // And the other way: a trace of the section stands out among the points. Every other trace has windows.
  const crossline = async (): Promise<number> =>
    Number(
      /crossline (\d+)/.exec((await page.getByRole("region", { name: "Trace" }).textContent()) ?? "")![1],
    );
  for (let right = 400; (await crossline()) % 2 === 1; right += 3) {
    await page.locator(".section-canvas").click({ position: { x: right, y: 300 } });
    await page.waitForTimeout(100);
  }
  await app.button("Select this trace").click();
  await panel.getByText("1 here, of 1 trace selected by a click on the section").waitFor();
  await app.go("Features");
  await page.getByLabel("Points at most").selectOption("100000");
  await page.getByText(/^all [\d\u2009]+ windows$/).waitFor({ timeout: 30_000 });
  // 15 windows of 256 ms, one every 64 ms, in 1200 ms.
  await selected.locator('[data-inside="15"]').waitFor({ timeout: 30_000 });
  expect(await selected.locator("p").first().textContent()).toContain("selected by a click on the section");
  await app.button("Select nothing").click();
}
