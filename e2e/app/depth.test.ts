import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";

const size = { inlines: 8, crosslines: 60, samples: 200 };

/** A volume in depth whose traces begin with a mute that deepens along the line. */
async function depthVolume(folder: string): Promise<string> {
  const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
  await writeDemoSurvey({ ...demoDefaults, seed: 3, ...size }, sinks);
  const bytes = Buffer.from(sinks.survey.bytes());
  bytes.fill(0x20, 0, 3200);
  bytes.write("C 1 DEPTH MIGRATED VOLUME, SAMPLE INTERVAL 5 M", "ascii");
  const bytesPerTrace = 240 + 4 * size.samples;
  for (let trace = 0; trace < size.inlines * size.crosslines; trace++) {
    const samples = 3600 + trace * bytesPerTrace + 240;
    bytes.fill(0, samples, samples + 4 * (20 + (trace % size.crosslines)));
  }
  bytes.writeUInt16BE(5000, 3216);
  return writeInto(folder, "depth.sgy", bytes);
}

describeWithBrowser("a volume in depth in the app", () => {
  it("is known for one, can be said to be in feet, and is shown under a depth axis with its mute", async () => {
    const server = await serveApp();
    onTestFinished(() => server.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { page } = await openApp(browser.context, server.url);
    const app = new GeophoneApp(page);
    await app.drop([await depthVolume(folder)]);

    const vertical = page.getByLabel("Vertical axis");
    await page
      .getByText('the text header says "DEPTH MIGRATED VOLUME, SAMPLE INTERVAL 5 M"')
      .first()
      .waitFor();
    expect(await vertical.inputValue()).toBe("m");
    await vertical.selectOption("ft");
    await page.getByText("ft, last 995 ft").waitFor();
    await page.getByText("the vertical axis is feet as a person says").waitFor();
    const pictures = process.env["GEOPHONE_ALBUM"];
    if (pictures) await page.screenshot({ path: path.join(pictures, "depth-mapping.png") });
    await app.button("As the file says").click();
    await page.getByText("m, last 995 m").waitFor();

    await app.button("Take in 1 survey file").click();
    await page.getByText("480 traces muted at the start or end").first().waitFor();
    await app.go("Section");
    const mutes = app.button("Mutes");
    await mutes.waitFor();
    await app.settled();
    const canvas = page.getByRole("application");
    const hatched = await canvas.screenshot();
    await mutes.click();
    await page.waitForTimeout(200);
    expect((await canvas.screenshot()).equals(hatched)).toBe(false);
    await mutes.click();
    const box = (await canvas.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByRole("img", { name: "Samples of the trace" }).getByText("Depth (m)").waitFor();
    await page.getByRole("img", { name: "Amplitude spectrum" }).getByText("cycles/m").first().waitFor();
    await page.locator(".readout-strip").getByText("Depth").waitFor();
    if (pictures) await page.screenshot({ path: path.join(pictures, "depth-section.png") });
  });
});
