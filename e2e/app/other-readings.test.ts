import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";

const album = process.env["GEOPHONE_ALBUM"];

describeWithBrowser("a file whose header lies about its format", () => {
  it("is seen both ways, read the other way in a click, and the answer kept for files like it", async () => {
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
    await writeDemoSurvey({ ...demoDefaults, seed: 5, inlines: 12, crosslines: 40, samples: 150 }, sinks);
    // IBM floats, said to be IEEE.
    const bytes = Buffer.from(sinks.survey.bytes());
    bytes.writeInt16BE(5, 3224);

    await app.drop([await writeInto(folder, "one.sgy", bytes)]);
    const first = page.getByRole("article", { name: "one.sgy" });
    await first.getByText(/the samples look hardly like seismic data as IEEE float/).waitFor();
    await first.getByLabel("Compare with another format").selectOption("big 1");
    await first.getByLabel("First look at one.sgy otherwise").waitFor();
    await first.getByText(/^IBM float, big-endian ·/).waitFor();
    await expect.poll(() => first.locator(".compare-side canvas").count()).toBeGreaterThanOrEqual(2);
    if (album)
      for (const [theme, width, height] of [
        ["dark", 1440, 900],
        ["light", 1024, 768],
      ] as const) {
        await page.setViewportSize({ width, height });
        if ((await page.locator("html").getAttribute("data-theme")) !== theme) await page.keyboard.press("t");
        await page.waitForTimeout(800);
        await page.screenshot({
          path: path.join(album, `other-readings-${theme}-${width}.png`),
          fullPage: true,
        });
      }
    await first.getByRole("button", { name: "Read it so" }).click();
    await first.getByText(/sample format 1 as a person says/).waitFor();
    expect(await first.getByLabel("Sample format").inputValue()).toBe("1");
    await first.getByLabel("Name of the profile").fill("demo");
    await first.getByRole("button", { name: "Keep as profile" }).click();
    await first.getByRole("button", { name: "Forget demo" }).waitFor();

    await app.drop([await writeInto(folder, "two.sgy", bytes)]);
    const second = page.getByRole("article", { name: "two.sgy" });
    await second.getByRole("button", { name: /^Read as demo/ }).click();
    await second.getByText(/sample format 1 as a person says/).waitFor();
    expect(await second.getByLabel("Read as a profile says").inputValue()).toBe("demo");
    if (album)
      await page.screenshot({ path: path.join(album, "other-readings-profile.png"), fullPage: true });
    await second.getByRole("button", { name: "Forget demo" }).click();
    await second.getByRole("button", { name: "Forget demo" }).waitFor({ state: "detached" });
  });
});
