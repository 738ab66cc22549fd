import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { generatedSegy } from "../../src/pipeline/segy/generated-segy.fixture.ts";
import { decodeParquet } from "../../src/pipeline/workspace/contract.ts";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { f3 } from "../support/data.ts";
import { GeophoneApp } from "./geophone-app.ts";

/** Pictures of the page in every theme and size go here when it is set: for looking at. */
const album = process.env["GEOPHONE_ALBUM"];

async function takePictures(app: GeophoneApp, name: string): Promise<void> {
  if (!album) return;
  for (const theme of ["Light", "Dark"])
    for (const [width, height] of [
      [1440, 900],
      [1024, 768],
    ] as const) {
      await app.page.setViewportSize({ width, height });
      const button = app.page.getByRole("button", { name: `${theme} theme` });
      if (await button.isVisible()) await button.click();
      await app.page.waitForTimeout(900);
      await app.page.screenshot({
        path: path.join(album, `headers-${name}-${theme.toLowerCase()}-${width}.png`),
      });
    }
  await app.page.setViewportSize({ width: 1440, height: 900 });
}

describeWithBrowser("the Headers page", () => {
  it("tells fields, shows any trace, answers in SQL and gives the table away", async () => {
    const folder = await temporaryFolder();
    const served = await serveApp();
    onTestFinished(() => served.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const app = new GeophoneApp(page);
    await app.go("Headers");
    await page.getByText("Headers: what the file says of itself").waitFor();
    await takePictures(app, "empty");

    const file = path.join(folder, "small.sgy");
    await writeFile(file, await generatedSegy({ traces: 3000, samples: 12 }));
    const pictured =
      album !== undefined && existsSync(f3("f3-inline-128.sgy")) ? f3("f3-inline-128.sgy") : file;
    await app.drop([pictured]);
    await page.getByText("Text and binary header").click();
    const binary = page.getByRole("region", { name: "Binary header, field by field" });
    await binary.getByRole("row", { name: /Format \d Sample format: \w+ float/ }).waitFor();
    await takePictures(app, "mapping");
    await app.button(/^Take in/).click();
    await page.getByLabel("Chosen files").waitFor({ state: "detached" });
    await app.go("Headers");
    const fields = page.getByRole("region", { name: "Trace header fields" });
    const row = (name: string) => fields.getByRole("row", { name: new RegExp(` ${name} `) });
    await row("CROSSLINE_3D").getByRole("button").click();
    const along = page.getByRole("figure", { name: "Along the file" });
    await expect.poll(() => along.locator(".js-line").count()).toBeGreaterThan(0);
    await expect.poll(() => along.locator(".ytitle").textContent()).toBe("CROSSLINE_3D");
    await takePictures(app, "fields");
    if (pictured === file) {
      expect(await row("CROSSLINE_3D").getByRole("cell").allTextContents()).toEqual([
        ...["193–196", "CROSSLINE_3D", "20", "22", "3", ""],
      ]);
      await expect.poll(() => row("SweepType").count()).toBe(0);
      await page.getByLabel("Search fields").fill("sweep type");
      await page.getByText("No field is called so.").waitFor();
      await page.getByRole("checkbox").check();
      await row("SweepType").waitFor();
      await page.getByRole("checkbox").uncheck();
      await page.getByLabel("Search fields").fill("");
    }

    await app.button("Text and binary").click();
    await page.getByRole("region", { name: "Text header, line by line" }).waitFor();
    await takePictures(app, "files");

    await app.button("Traces").click();
    const rows = page.getByRole("region", { name: "Rows of trace headers" });
    await app.setNumber("From trace", pictured === file ? 2500 : 700);
    await expect.poll(() => rows.locator("tbody tr").first().textContent()).not.toContain("…");
    if (pictured === file) {
      const cells = await rows.locator("tbody tr").first().locator("> *").allTextContents();
      const names = await rows.locator("thead th").allTextContents();
      const of = (name: string): string => cells[names.indexOf(name)]!.replaceAll("\u2009", "");
      expect([of("trace"), of("CROSSLINE_3D"), of("CDP_X")]).toEqual(["2500", "21", String(10 * 3500)]);
    }
    await takePictures(app, "traces");

    await app.button("SQL").click();
    await app.button("Traces by inline").click();
    const result = page.getByRole("region", { name: "Rows of the result" });
    await expect.poll(() => result.locator("tbody tr").count(), { timeout: 60_000 }).toBeGreaterThan(0);
    await takePictures(app, "sql");
    if (pictured === file) {
      expect(await result.locator("tbody tr").first().locator("td").allTextContents()).toEqual([
        "10",
        "3",
        "20",
        "22",
      ]);
      const saved = path.join(folder, "query.parquet");
      await app.save(() => app.button("Save as Parquet").click(), saved);
      expect((await decodeParquet(new Uint8Array(await readFile(saved)))).rows).toBe(1000);
      const table = path.join(folder, "headers.parquet");
      await app.save(() => app.button("Parquet").click(), table);
      const { rows: count, columns } = await decodeParquet(new Uint8Array(await readFile(table)));
      expect([count, columns.length]).toEqual([3000, 92]);
    }
    await watched.expectClean();
  });
});
