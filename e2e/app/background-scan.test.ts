import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { generatedSegy } from "../../src/pipeline/segy/generated-segy.fixture.ts";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  serveApp,
  type LaunchedBrowser,
  type ServedApp,
} from "../support/app.ts";
import { GeophoneApp } from "./geophone-app.ts";

const traces = 63_000;
const samples = 60;

describeWithBrowser("all trace headers, read behind the first look", () => {
  let served: ServedApp;
  let browser: LaunchedBrowser;
  let folder: string;
  const file = (name: string): string => path.join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "geophone-scan-"));
    const bytes = await generatedSegy({ traces, samples, format: 5 });
    await writeFile(file("large.sgy"), bytes);
    // As long as one likes without filling a disk: what is not written is zeros.
    await writeFile(file("endless.sgy"), bytes);
    await truncate(file("endless.sgy"), 3600 + 6_000_000 * (240 + 4 * samples));
    served = await serveApp();
    browser = await launchBrowser({ gpu: "none" });
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("tells how far it is, can be cancelled, shows any line, and spares the file a second reading", async () => {
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const app = new GeophoneApp(page);
    await app.drop([file("large.sgy"), file("endless.sgy")]);
    const [large, endless] = ["large.sgy", "endless.sgy"].map((name) => page.getByRole("article", { name }));
    if (!large || !endless) throw new Error("no cards");
    await large.getByText(/^All 63.000 trace headers are read/).waitFor();
    // What was seen in places before is now known of every trace.
    await large.getByText(/inline 10 – 21009 · crossline 20 – 22/).waitFor();
    expect(await large.getByText("seen in places").count()).toBe(0);

    const number = large.getByLabel("Crossline to look at");
    await large.getByRole("group", { name: "Along" }).getByRole("button", { name: "Crossline" }).click();
    await large.getByRole("heading", { name: /^Crossline 21/ }).waitFor();
    await number.fill("22");
    await number.press("Enter");
    await large.getByRole("heading", { name: /^Crossline 22/ }).waitFor();

    await endless.getByRole("progressbar").waitFor();
    await endless.getByText(/^Reading all trace headers: .* of 6.000.000/).waitFor();
    // Twice, should the button still be deaf to the end of a double click.
    const cancel = endless.getByRole("button", { name: "Cancel" });
    await page.waitForTimeout(600);
    await cancel.click();
    await endless.getByText(/^Trace headers are read as far as/).waitFor();
    const inline = endless.getByLabel("Inline to look at");
    await inline.fill("5000");
    await inline.press("Enter");
    await endless.getByRole("heading", { name: /^Inline 5000/ }).waitFor();
    await endless.getByRole("button", { name: /^Leave endless/ }).click();

    await app.button(/^Take in 1 survey/).click();
    await page.getByLabel("Chosen files").waitFor({ state: "detached" });
    await page.getByRole("cell", { name: "10 – 21009" }).waitFor();
    await watched.expectClean();
  });
});
