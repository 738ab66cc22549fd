import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";

const album = process.env["GEOPHONE_ALBUM"];
const text = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join("\n")}\n`);

describeWithBrowser("label files in the app", () => {
  it("come as horizons with a mapping, go out and come back, and versions are compared", async () => {
    const server = await serveApp();
    const browser = await launchBrowser({ gpu: "none" });
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    onTestFinished(async () => {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });
    const { page } = await openApp(browser.context, server.url);
    const app = new GeophoneApp(page);
    const picture = async (name: string): Promise<void> => {
      if (!album) return;
      for (const [theme, width, height] of [
        ["dark", 1440, 900],
        ["light", 1024, 768],
      ] as const) {
        // "t" is for the theme where nobody types.
        await page.getByRole("heading", { name: "Labels" }).click();
        await page.setViewportSize({ width, height });
        if ((await page.locator("html").getAttribute("data-theme")) !== theme) await page.keyboard.press("t");
        await page.waitForTimeout(600);
        await page.screenshot({
          path: path.join(album, `labels-${name}-${theme}-${width}.png`),
          fullPage: true,
        });
      }
    };
    const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
    await writeDemoSurvey({ ...demoDefaults, seed: 5, inlines: 12, crosslines: 20, samples: 100 }, sinks);
    await app.takeIn([
      await writeInto(folder, "north.sgy", sinks.survey.bytes()),
      await writeInto(folder, "north.labels.csv", sinks.labelTable.bytes()),
    ]);
    await app.go("Labels");
    await page.getByLabel("Acting as").fill("Ada");

    // Two horizons over 10 traces of inline 103; the lower with crossline first, in seconds, one row undefined.
    const crosslines = Array.from({ length: 10 }, (_, i) => 304 + i);
    const top = crosslines.map((crossline) => `103 ${crossline} 100`);
    const base = crosslines.map((crossline) => `${crossline},103,${crossline === 313 ? "1e30" : "0.14"}`);
    await app.drop([
      await writeInto(folder, "top.dat", text(["# 1: Inline", "# 2: Crossline", "# 3: Z (ms)", ...top])),
      await writeInto(folder, "base.xyz", text(base)),
    ]);
    const panel = page.getByLabel("Points and horizons", { exact: true });
    const choice = (file: string, column: number) =>
      panel.getByLabel(`Column ${column} of ${file}`).inputValue();
    await panel.getByLabel("base.xyz", { exact: true }).getByText("1 undefined").waitFor();
    expect(await Promise.all([1, 2, 3].map((column) => choice("top.dat", column)))).toEqual([
      "inline",
      "crossline",
      "z",
    ]);
    expect(await Promise.all([1, 2, 3].map((column) => choice("base.xyz", column)))).toEqual([
      "crossline",
      "inline",
      "z",
    ]);
    expect(await panel.getByLabel("Unit of Z in base.xyz").inputValue()).toBe("s");
    await panel.getByRole("combobox", { name: "upper" }).selectOption("top.dat");
    await panel.getByLabel("Class", { exact: true }).fill("chalk");
    await panel.getByLabel("Note").fill("between the picks");
    await picture("import");
    await app.button("Take in as labels").click();
    await page.getByText("no labels on 1 trace with one horizon only").waitFor();
    await page.getByText("base.xyz: left aside 1 row where nothing is known").waitFor();
    await panel.waitFor({ state: "detached" });
    const versions = page.getByLabel("Versions", { exact: true });
    await versions.getByText("between the picks").waitFor();
    await expect.poll(() => versions.getByRole("row").count()).toBe(3);

    await app.button("Compare").click();
    const compared = page.getByLabel("Compare", { exact: true });
    await compared.getByText(/^9 traces differ/).waitFor();
    const changes = compared.getByRole("table").first().getByRole("row");
    const cells = await Promise.all(
      (await changes.all()).slice(1).map(async (row) => row.getByRole("cell").allTextContents()),
    );
    expect(cells.every(([, became]) => became?.trim() === "chalk")).toBe(true);
    // Nine traces, 100 to 140 ms.
    expect(cells.reduce((sum, [, , , ms]) => sum + Number(ms), 0)).toBe(360);
    await picture("compare");

    const saved = async (): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        app.button("Save labels").click(),
      ]);
      const file = path.join(folder, download.suggestedFilename());
      await download.saveAs(file);
      return file;
    };
    const form = page.getByLabel("Export", { exact: true });
    const csv = await saved();
    expect(path.basename(csv)).toBe("north.labels.csv");
    expect(await readFile(csv, "utf8")).toContain("103,304,100,140,chalk\r\n");
    await form.getByRole("button", { name: "Horizon" }).click();
    await form.getByLabel("Class to export").selectOption("chalk");
    await form.getByRole("button", { name: "Base" }).click();
    await page.getByText("Saved north.labels.csv").waitFor();
    const horizon = (await readFile(await saved(), "utf8")).split("\n");
    expect(horizon.filter((line) => line.startsWith("103\t"))).toEqual(
      crosslines.slice(0, 9).map((crossline) => `103\t${crossline}\t140`),
    );
    await form.getByRole("button", { name: "SEG-Y" }).click();
    const volume = await saved();
    expect(path.basename(volume)).toBe("north.labels.sgy");

    // What went out as a volume says the same when it comes back, names and all.
    await app.takeIn([await writeInto(folder, "again.labels.sgy", await readFile(volume))]);
    await app.go("Labels");
    await expect.poll(() => versions.getByRole("row").count()).toBe(4);
    expect(await page.getByLabel("In use: the newest label set").locator(".chip").allTextContents()).toEqual(
      expect.arrayContaining(["chalk", "normal"]),
    );
    await app.button("Compare").click();
    await page.getByText("Both say the same on every trace here.").waitFor();

    // A row that is none is told with its line, and nothing is taken in.
    await app.drop([
      await writeInto(folder, "broken.pts", text(["103 304 100", "103 305 100", "103 oops 100"])),
    ]);
    await panel.waitFor();
    await app.button("Take in as labels").click();
    await panel.getByText("label-points-row-invalid").waitFor();
    await panel.getByText("line 3", { exact: false }).first().waitFor();
    await picture("broken");
  });
});
