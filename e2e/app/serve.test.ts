import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import {
  demoFiles,
  memoryPorts,
  trainBoosting,
  trainDemo,
} from "../../src/pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../../src/pipeline/steps/export-bundle.ts";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  serveApp,
  type LaunchedBrowser,
  type ServedApp,
  type WatchedPage,
} from "../support/app.ts";
import { startScoringServer, type ScoringServer } from "../support/serve.ts";
import { inFolder, must } from "./command-line.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";

const answerSchema = z.object({
  predictions: z.array(z.object({ probabilities: z.record(z.string(), z.number()) })),
  model_version: z.string(),
});
const windows = 6;
/** Seeds of surveys like the one that the models learnt from; `odd` has samples 2 ms apart. */
const surveys = { north: { seed: 3 }, east: { seed: 4 }, west: { seed: 5 }, odd: { intervalMs: 2 } };
const key = "for-this-test-alone";
/** A server that is gone, one that asks for a key. */
const expected = [/502|Bad Gateway/, /401|Unauthorized/];

describeWithBrowser("scoring in the app", () => {
  let served: ServedApp;
  let browser: LaunchedBrowser;
  let watched: WatchedPage;
  let app: GeophoneApp;
  let folder: string;
  let at: (name: string) => string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    at = inFolder(folder);
    const files = await demoFiles();
    const ports = await memoryPorts(files);
    await trainDemo(ports);
    await trainBoosting(ports, 4);
    await writeInto(folder, "first.zip", (await exportBundle(ports, "1")).bytes);
    await writeInto(folder, "second.zip", (await exportBundle(ports, "2")).bytes);
    for (const [name, options] of Object.entries(surveys))
      await writeInto(folder, `${name}.sgy`, (await demoFiles(options)).get("demo.sgy")!);
    const keys = [{ name: "tester", sha256: createHash("sha256").update(key).digest("hex"), createdAt: "" }];
    await writeInto(folder, "keys.json", JSON.stringify({ keys }));
    served = await serveApp();
    browser = await launchBrowser({ gpu: "none" });
    watched = await openApp(browser.context, served.url);
    app = new GeophoneApp(watched.page);
    await app.drop([at("first.zip")]);
    await watched.page.getByText("Bundle first.zip: done").waitFor();
    await app.takeIn([at("north.sgy")]);
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  const startScoring = async (...args: string[]): Promise<ScoringServer> => {
    const scoring = await startScoringServer({
      bundle: at("first.zip"),
      args: ["--scorers", "1", "--log", "error", ...args],
    });
    onTestFinished(() => scoring.close());
    return scoring;
  };
  /** The app at the same address as before, with this scoring server below `/api/`. */
  const serveWith = async (api: string): Promise<void> => {
    const { port } = served;
    await served.close();
    served = await serveApp({ port, api });
    await app.button("Look again").click();
  };

  it("shows a trace's answers here and through geophone serve: equal, or another model's, or none", async () => {
    const { page } = app;
    const answers = page.getByLabel("What it says", { exact: true });
    const panel = page.getByLabel("Scoring server", { exact: true });

    // Without a server: local answers, and how to get one.
    await app.go("Serve");
    await page.getByText("None is configured.").waitFor();
    await answers.getByText(`${windows} windows`).waitFor();
    expect(await answers.getByRole("columnheader", { name: "server" }).count()).toBe(0);
    // Keys: the next trace, the next line; the window below.
    const place = page.getByText(/^Inline \d+ · crossline/);
    for (const key of [".", "]"]) {
      const before = await place.textContent();
      await page.keyboard.press(key);
      await expect.poll(() => place.textContent()).not.toBe(before);
    }
    const slider = page.getByRole("slider", { name: "Window" });
    await slider.press("Home");
    await slider.press("ArrowDown");
    await answers.getByText(`Window 2 of ${windows}`).waitFor();

    // With one, at the same address of the app.
    const scoring = await startScoring();
    await serveWith(scoring.url);
    await panel.getByText("ready", { exact: true }).waitFor();
    await answers
      .locator("[data-agreement=same]")
      .getByText(`Same class in all ${windows} windows · largest difference of probabilities 0`)
      .waitFor();
    expect(await answers.locator("[data-models=two]").count()).toBe(0);
    await expect.poll(() => panel.getByText("Predictions so far").count()).toBe(1);

    // The very request, from elsewhere.
    await app.save(() => app.button("Save the request").click(), at("request.json"));
    const answer = await fetch(`${served.url}/api/predict`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: await readFile(at("request.json")),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    const { predictions, model_version } = answerSchema.parse(await answer.json());
    expect(predictions).toHaveLength(windows);
    await panel.getByText(model_version).waitFor();
    await slider.press("Home");
    const shown = answers.locator("table.probabilities tbody tr").first().locator(".value");
    expect(await shown.allTextContents()).toEqual(
      Array<string>(2).fill(Object.values(predictions[0]!.probabilities)[0]!.toFixed(4)),
    );
    await watched.expectClean();

    // Another model here: said, and shown for what it is.
    await app.drop([at("second.zip")]);
    await page.getByText("Bundle second.zip: done").waitFor();
    const choice = page.getByLabel("Model that scores");
    const choose = async (name: RegExp): Promise<void> => {
      await choice.selectOption(await choice.getByRole("option", { name }).getAttribute("value"));
    };
    await choose(/^second\.zip/);
    await answers.locator("[data-models=two]").getByText("These are two models").waitFor();
    await answers.locator("[data-agreement=other]").waitFor();
    await choose(/^first\.zip/);
    await answers.locator("[data-agreement=same]").waitFor();

    // Gone, and the page says so.
    await scoring.close();
    await app.button("Look again").click();
    await panel.getByText("The scoring server is not ready: no scoring server answered").waitFor();
    await page.getByText("scoring server away").waitFor();

    // One that asks for a key: a wrong one, then the right one.
    const guarded = await startScoring("--key-file", at("keys.json"));
    await serveWith(guarded.url);
    const field = panel.getByLabel("Key of the scoring server");
    await field.fill("another");
    await field.press("Enter");
    await panel.getByText("It did not answer: the key is not known here.").waitFor();
    await field.fill(key);
    await field.press("Enter");
    await panel.getByText("ready", { exact: true }).waitFor();
    await answers.locator("[data-agreement=same]").waitFor();
    await watched.expectClean({ expected });
  });

  it("takes many files in and scores them in one go: the command's answers, and one failure alone", async () => {
    const { page } = app;
    await app.go("Models");
    await app.button("first.zip").click();
    await app.drop(["east", "west", "odd"].map((name) => at(`${name}.sgy`)));
    await app.button("… and score with first.zip").click();
    await page.waitForURL("**/models");
    const panel = page.getByLabel("Score surveys with it", { exact: true });
    const row = (name: string) => panel.getByRole("row").filter({ hasText: name });
    await row("odd").getByText("input-mismatch").waitFor();
    await panel.getByText("1 of 3 surveys could not be scored: odd [input-mismatch]").waitFor();
    expect(await row("east").textContent()).toMatch(/1\u2009440.*0.*normal \d/);
    expect(await row("north").textContent()).toContain("not scored yet");

    // All but the one that does not fit: what was answered is not scored again.
    await panel.getByLabel("Score odd").uncheck();
    await panel.getByText("3 of 4 chosen, 2 answered").waitFor();
    await app.button("Score 3 surveys").click();
    await panel.getByText("Done: 1 scored, 2 answered before.").waitFor();

    await app.save(() => app.button("Save all 3").click(), at("answers.zip"));
    const entries = unzipSync(await readFile(at("answers.zip")));
    const names = ["east", "north", "west"];
    const files = names.map((name) => at(`${name}.sgy`));
    await must(["predict", ...files, "--bundle", at("first.zip"), "--out-dir", at("out")]);
    expect(Object.keys(entries).sort()).toEqual(names.map((name) => `${name}.csv`));
    for (const name of names)
      expect(await readFile(at(`out/${name}.csv`)), name).toEqual(Buffer.from(entries[`${name}.csv`]!));

    await app.button("See west").click();
    await page.waitForURL("**/section");
    await expect.poll(() => page.getByLabel("Line", { exact: true }).inputValue()).toBe("west");
    await watched.expectClean({ expected });
  });
});
