import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { demoSurvey } from "../support/demo-survey.ts";
import { evaluationInBundle, inFolder, largestDifference, must, predictWith } from "./command-line.ts";
import { GeophoneApp } from "./geophone-app.ts";
import { inspectWindows } from "./inspect-windows.ts";

/** A newcomer's patience, on two cores; there is no peer to compare with. */
const boundSeconds = 60;
const windows = { lengthMs: 256, stepMs: 64, every: 2 };

const modes = [
  { gpu: "none", offline: false },
  { gpu: "software", offline: true },
] as const;

describeWithBrowser("the app, on the demo survey", () => {
  /** The same job by the command. */
  let command: string;
  beforeAll(async () => {
    command = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    const at = inFolder(command);
    const { survey, labels } = await demoSurvey();
    await must(["run", survey, "--labels", labels, "--workspace", at("cli"), "--every", "2", "--with-time"]);
    await predictWith(at("cli/bundle.zip"), survey, at("cli.csv"));
  });
  afterAll(() => rm(command, { recursive: true, force: true }));

  it.each(modes)("does the whole loop: GPU $gpu, network cut $offline", async ({ gpu, offline }) => {
    const folder = await temporaryFolder();
    const at = inFolder(folder);
    const served = await serveApp();
    onTestFinished(() => served.close());
    const browser = await launchBrowser({ gpu });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const app = new GeophoneApp(page);
    if (offline) {
      await app.makeReady();
      await served.close();
      await page.reload();
      await app.go("Survey");
    }

    const started = performance.now();
    await app.openDemo();
    await app.computeFeatures(windows);
    await app.go("Train");
    expect(await app.train()).toBe(1);
    await app.go("Judge");
    await page.locator("[data-cell='2-2']").click();
    await page.getByRole("heading", { name: "Windows of boundary, found" }).waitFor();
    await app.go("Models");
    await app.save(() => app.button("Save the bundle of version 1").click(), at("app.zip"));
    await app.button("Score").click();
    await app.button("See demo").waitFor({ timeout: 60_000 });
    await app.save(() => app.button("Save demo").click(), at("app.csv"));
    await app.go("Report");
    await page.getByText("Scores beside chance").waitFor({ timeout: 60_000 });
    await app.go("Storage");
    await app.save(() => app.button("Save an archive").click(), at("app.geophone.zip"));
    const seconds = (performance.now() - started) / 1000;
    console.log(`demo journey, GPU ${gpu}: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(boundSeconds);
    if (!offline) await inspectWindows(app, at);
    await watched.expectClean();

    // By the command: the same survey bytes, the same scores, the same answers.
    const ofCommand = inFolder(command);
    const [mine, theirs] = [
      await evaluationInBundle(at("app.zip")),
      await evaluationInBundle(ofCommand("cli/bundle.zip")),
    ];
    expect(largestDifference(mine, theirs)).toBeLessThanOrEqual(1e-9);
    expect((await readFile(at("app.csv"))).equals(await readFile(ofCommand("cli.csv")))).toBe(true);
    await must(["workspace", "import", at("app.geophone.zip"), "--workspace", at("from-app")]);
    await must(["workspace", "verify", "--workspace", at("from-app")]);
  });
});
