import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { openSegy } from "../../src/pipeline/segy/contract.ts";
import { memorySource } from "../../src/pipeline/segy/memory-file.fixture.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";

const album = process.env["GEOPHONE_ALBUM"];

describeWithBrowser("a part of a survey in the app", () => {
  it("is chosen, cut, filled and saved as a SEG-Y with the list of what was filled", async () => {
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
    const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
    await writeDemoSurvey({ ...demoDefaults, seed: 5, inlines: 12, crosslines: 20, samples: 100 }, sinks);
    const bytes = Buffer.from(sinks.survey.bytes());
    const dead = 3600 + 45 * (240 + 400);
    bytes.fill(0, dead + 240, dead + 640);
    await app.takeIn([await writeInto(folder, "north.sgy", bytes)]);
    await app.go("Survey");

    await page.getByText("Save a part of a survey as SEG-Y …").click();
    await page
      .getByRole("group", { name: "Which traces" })
      .getByRole("button", { name: "Every n-th" })
      .click();
    await app.setNumber("one of traces", 5);
    await app.setNumber("time to", 100);
    await page.getByLabel("Sample format to write").selectOption({ label: "int16 (3)" });
    await page.getByLabel(/fill missing positions/).check();
    const files: string[] = [];
    page.on("download", (download) => {
      const file = path.join(folder, download.suggestedFilename());
      void download.saveAs(file).then(() => files.push(file));
    });
    await app.button("Save SEG-Y").click();
    await page.getByText("Filled: 1 dead trace; listed in the table beside it.").waitFor();
    if (album)
      for (const [theme, width, height] of [
        ["dark", 1440, 900],
        ["light", 1024, 768],
      ] as const) {
        await page.setViewportSize({ width, height });
        if ((await page.locator("html").getAttribute("data-theme")) !== theme) await page.keyboard.press("t");
        await page.waitForTimeout(600);
        await page.screenshot({ path: path.join(album, `save-part-${theme}-${width}.png`) });
      }
    await expect.poll(() => files.length).toBe(2);
    const [saved, list] = files.sort((a, b) => a.length - b.length);
    const segy = await openSegy(memorySource("part.sgy", new Uint8Array(await readFile(saved!))));
    expect(segy.layout).toMatchObject({ traces: 48, samplesPerTrace: 26, format: { name: "int16" } });
    expect(segy.warnings).toEqual([]);
    expect((await readFile(list!, "utf8")).split("\n")[1]).toMatch(
      // Two of the four traces a bin away.
      /^9,45,102,305,samples,dead,(25|44|46|65);(25|44|46|65),2[45]\./,
    );
  });
});
