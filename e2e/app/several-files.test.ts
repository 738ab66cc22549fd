import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  serveApp,
  type LaunchedBrowser,
  type ServedApp,
  type WatchedPage,
} from "../support/app.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";

const inlines = 18;
const crosslines = 40;
const samples = 150;

describeWithBrowser("a survey in several files in the app", () => {
  let server: ServedApp;
  let browser: LaunchedBrowser;
  let watched: WatchedPage;
  let app: GeophoneApp;
  let folder: string;
  /** Inlines 100–105, 106–111, 112–117; their names go against their order. */
  let files: string[];

  beforeAll(async () => {
    server = await serveApp();
    browser = await launchBrowser({ gpu: "none" });
    watched = await openApp(browser.context, server.url);
    app = new GeophoneApp(watched.page);
    folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
    await writeDemoSurvey({ ...demoDefaults, seed: 5, inlines, crosslines, samples }, sinks);
    const whole = Buffer.from(sinks.survey.bytes());
    const third = (inlines / 3) * crosslines * (240 + 4 * samples);
    files = [];
    for (let piece = 0; piece < 3; piece++) {
      const traces = whole.subarray(3600 + piece * third, 3600 + (piece + 1) * third);
      const bytes = Buffer.concat([whole.subarray(0, 3600), traces]);
      files.push(await writeInto(folder, `north-${3 - piece}.sgy`, bytes));
    }
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("files whose lines go on are offered as one survey, read alike, and taken in as one", async () => {
    const { page } = app;
    await app.drop([files[2]!, files[0]!, files[1]!]);
    const joined = page.getByRole("article", { name: "One survey of 3 files" });
    await joined.getByText("go on from file to file: inlines 100–105, 106–111, 112–117").waitFor();
    const choice = joined.getByLabel("One survey of 3 files", { exact: true });
    expect(await choice.isChecked()).toBe(true);
    expect(await joined.locator(".joined-name").allTextContents()).toEqual([
      "north-3.sgy",
      "north-2.sgy",
      "north-1.sgy",
    ]);
    // Taken apart they are files like any.
    await choice.uncheck();
    await page.getByRole("article", { name: "north-2.sgy" }).waitFor();
    await app.button("Take in 3 survey files").waitFor();
    await choice.check();

    // What is said of one holds for all.
    await app.setNumber("First sample", 12);
    await joined.locator(".joined-parts li", { hasText: "1" }).nth(2).locator(".warn").waitFor();
    expect(await choice.isChecked()).toBe(true);
    expect(await joined.locator(".joined-parts .warn").count()).toBe(3);
    await app.button("As the file says").click();
    await joined.locator(".joined-parts .warn").first().waitFor({ state: "detached" });

    expect(await joined.getByLabel("named").inputValue()).toBe("north");
    await app.button("Take in 1 survey").click();
    const row = page.getByRole("row").filter({ hasText: "3 files" });
    await row.getByText("open", { exact: true }).waitFor({ timeout: 60_000 });
    expect(await row.textContent()).toMatch(/^north · 3 files3-D volume100 – 117300 – 339720/);
    await row.getByRole("button", { name: "north" }).click();
    await page.waitForURL(/\/section(\?|$)/);
    await expect.poll(() => page.getByLabel("inline number").inputValue()).toBe("100");
    await watched.expectClean();
  });

  it("all its files are needed again after a reload; which are away is said", async () => {
    const { page } = app;
    await app.go("Survey");
    await page.reload();
    await page
      .getByText("3 files are not open in this tab (north-3.sgy, north-2.sgy, north-1.sgy)")
      .waitFor();
    await app.drop([files[0]!, files[2]!]);
    await page.getByText("1 file is not open in this tab (north-2.sgy)").waitFor();
    await app.drop([files[1]!]);
    await page.getByRole("row").filter({ hasText: "3 files" }).getByText("open", { exact: true }).waitFor();
    await watched.expectClean();
  });

  it("files of one name in one drop do not replace each other", async () => {
    await mkdir(path.join(folder, "a"));
    await mkdir(path.join(folder, "b"));
    await writeInto(path.join(folder, "a"), "line.sgy", "one");
    await writeInto(path.join(folder, "b"), "line.sgy", "two");
    await app.drop([path.join(folder, "a"), path.join(folder, "b")]);
    const told = app.page.getByRole("alert").filter({ hasText: "file-names-twice" });
    await told.getByText(/line\.sgy: several files of this name/).waitFor();
    expect(await app.page.getByRole("article", { name: "line.sgy" }).count()).toBe(0);
  });
});
