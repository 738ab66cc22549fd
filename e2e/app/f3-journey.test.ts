import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { describeWithBrowser, launchBrowser, openApp, serveApp, type ServedApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { describeWithData } from "../support/peers.ts";
import { structureLabels, structureSurvey } from "../support/structure-workspace.ts";
import { evaluationInBundle, inFolder, largestDifference, must, predictWith } from "./command-line.ts";
import { GeophoneApp } from "./geophone-app.ts";

const lines = [310, 330, 160];
const name = (line: number): string => `f3-structure-inline-${line}`;
const windows = { lengthMs: 256, stepMs: 32, every: 2 };

/** The same job by the command: what the browser must arrive at. */
async function commandsBundles(
  folder: string,
): Promise<{ workspace: string; boosting: string; softmax: string }> {
  const at = inFolder(folder);
  const workspace = at("cli");
  const common = ["--train", `${name(310)},${name(330)}`, "--test", name(160), "--with-time"];
  await must([
    "run",
    ...lines.map(structureSurvey),
    "--labels",
    ...lines.map(structureLabels),
    "--workspace",
    workspace,
    ...common,
    "--window-ms",
    String(windows.lengthMs),
    "--step-ms",
    String(windows.stepMs),
    "--every",
    String(windows.every),
  ]);
  await must(["train", "--workspace", workspace, "--model", "softmax", ...common]);
  const bundles = { workspace, boosting: at("cli-boosting.zip"), softmax: at("cli-softmax.zip") };
  await must(["bundle", "export", "--workspace", workspace, "--model", "1", "--out", bundles.boosting]);
  await must(["bundle", "export", "--workspace", workspace, "--model", "2", "--out", bundles.softmax]);
  return bundles;
}

/** How many different colours a canvas of the section shows: a picture, not a blank frame. */
async function coloursOn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".section-canvas canvas, canvas")!;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4 * 7)
      seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
    return seen.size;
  });
}

/** Steps 2 and 3: drop, look over, take in, see. */
async function fromFilesToSections(app: GeophoneApp): Promise<void> {
  const { page } = app;
  await app.drop([...lines.map(structureSurvey), ...lines.map(structureLabels)]);
  for (const line of lines) {
    const file = page.getByRole("article", { name: `${name(line)}.sgy` });
    await file.getByText(`inline ${line} · crossline 300 – 1250`).waitFor();
    expect(await file.getByLabel("Sample format").inputValue()).toBe("5");
    expect(await file.getByLabel("Samples a trace").inputValue()).toBe("338");
    expect(await file.getByLabel("Sample interval").inputValue()).toBe("4");
    expect(await file.getByLabel("Inline byte").inputValue()).toBe("189");
  }
  // A wrong byte is seen at once, and taken back.
  const first = page.getByRole("article", { name: `${name(310)}.sgy` });
  await first.getByLabel("Inline byte").fill("5");
  await first.getByLabel("Inline byte").press("Enter");
  await first.getByText(`inline 310 · crossline`).waitFor({ state: "detached" });
  await first.getByRole("button", { name: "As the file says" }).click();
  await first.getByText(`inline 310 · crossline 300 – 1250`).waitFor();

  await app.button("Take in 3 survey files and 3 label files").click();
  await page.getByLabel("Chosen files").waitFor({ state: "detached", timeout: 120_000 });
  await page
    .getByLabel("Surveys", { exact: true })
    .getByRole("button", { name: name(330) })
    .click();
  await page.waitForURL(/\/section(\?|$)/);
  await expect.poll(() => coloursOn(page), { timeout: 15_000 }).toBeGreaterThan(40);
  const grey = await coloursOn(page);
  await app.button("Labels").click();
  await expect.poll(() => coloursOn(page)).toBeGreaterThan(grey * 2);
  const before = await page.getByLabel("Line", { exact: true }).inputValue();
  await page.keyboard.press("[");
  await expect.poll(() => page.getByLabel("Line", { exact: true }).inputValue()).not.toBe(before);
}

/** Step 4: progress, cancel, go on; histograms; SQL. */
async function features(app: GeophoneApp): Promise<void> {
  const { page } = app;
  await app.go("Features");
  await app.setWindows({ lengthMs: 256, stepMs: 4, every: 1 });
  await app.button("Compute features").click();
  await page.getByRole("progressbar", { name: "Features" }).first().waitFor();
  // The button is deaf to a double click's second half.
  await page.waitForTimeout(600);
  await page.getByLabel("Windows", { exact: true }).getByRole("button", { name: "Cancel" }).click();
  await page.getByText("The parts that were finished are kept").waitFor({ timeout: 30_000 });
  await app.button("Go on computing").click();
  await page.getByText(/^Done: /).waitFor({ timeout: 120_000 });
  await app.computeFeatures(windows);
  await page.getByRole("figure", { name: "Zero crossings" }).waitFor({ timeout: 60_000 });

  await page.getByLabel("SQL query").fill('SELECT count(*) AS n, count("class") AS labelled FROM features');
  await app.button("Run").click();
  await page.getByText("n", { exact: true }).first().waitFor({ timeout: 60_000 });
  const rows = await page.getByLabel("Rows of the result").textContent();
  expect(rows?.replaceAll(/\s/g, "")).toContain("49980");
}

/** Step 5: train, judge, follow a cell to the section. */
async function trainAndJudge(app: GeophoneApp, withWebGpu: boolean): Promise<void> {
  const { page } = app;
  await app.go("Train");
  await app.chooseLines({ [name(160)]: "test", [name(310)]: "train", [name(330)]: "train" });
  expect(await app.train()).toBe(1);
  await page.getByRole("figure", { name: "Training loss" }).waitFor();

  await app.button("Softmax regression").click();
  expect(await app.train()).toBe(2);
  if (withWebGpu) {
    // A software GPU takes half a second a step: sixteen steps show that it learns, in this browser, under this policy.
    await page.getByLabel("computes on").selectOption("webgpu");
    await page.getByText("Parameters and classes").click();
    await page.getByLabel("epochs").fill("1");
    await page.getByLabel("batch size").fill("1000000");
    expect(await app.train()).toBe(3);
    await page.getByLabel("computes on").selectOption("auto");
  }
  await app.go("Judge");
  await page.getByLabel("Model version").selectOption({ index: withWebGpu ? 2 : 1 });
  await page.getByText("always “normal”").waitFor();
  await page.locator("[data-cell='2-0']").click();
  await page.getByRole("heading", { name: "Windows of boundary, answered normal" }).waitFor();
  await page.getByRole("button", { name: "Open in Section" }).click();
  await page.waitForURL(/\/section(\?|$)/);
  await app.button("Next window").waitFor();
}

const modes = [
  { gpu: "software", offline: false },
  { gpu: "none", offline: true },
] as const;

describeWithBrowser("the app, on F3 lines", () => {
  describeWithData("from files to predictions", () => {
    let commandsFolder: string;
    let expected: Awaited<ReturnType<typeof commandsBundles>>;
    beforeAll(async () => {
      commandsFolder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
      expected = await commandsBundles(commandsFolder);
    });
    afterAll(() => rm(commandsFolder, { recursive: true, force: true }));

    it.each(modes)(
      "gives the command's answers: GPU $gpu, network cut $offline",
      async ({ gpu, offline }) => {
        const folder = await temporaryFolder();
        const at = inFolder(folder);
        let served: ServedApp = await serveApp();
        onTestFinished(() => served.close());
        const port = Number(new URL(served.url).port);

        const openFresh = async (): Promise<{ app: GeophoneApp; clean: () => Promise<void> }> => {
          if (offline) {
            await served.close();
            served = await serveApp({ port });
          }
          const browser = await launchBrowser({ gpu });
          onTestFinished(() => browser.close());
          const watched = await openApp(browser.context, served.url);
          const app = new GeophoneApp(watched.page);
          if (offline) {
            await app.makeReady();
            await served.close();
            await watched.page.reload();
          }
          return { app, clean: () => watched.expectClean() };
        };

        const first = await openFresh();
        const { app } = first;
        const { page } = app;
        await fromFilesToSections(app);
        await features(app);
        await trainAndJudge(app, gpu === "software");

        // Step 6: the bundles hold the command's scores.
        await app.go("Models");
        const bundle = at("app-boosting.zip");
        for (const [version, file] of [
          [2, at("app-softmax.zip")],
          [1, bundle],
        ] as const) {
          await app.version(version).click();
          await app.save(() => app.button(`Save the bundle of version ${version}`).click(), file);
        }
        const difference = async (mine: string, theirs: string): Promise<number> =>
          largestDifference(await evaluationInBundle(mine), await evaluationInBundle(theirs));
        expect(await difference(bundle, expected.boosting)).toBeLessThanOrEqual(1e-9);
        const { confusion } = await evaluationInBundle(expected.boosting);
        expect((await evaluationInBundle(bundle)).confusion).toEqual(confusion);
        expect(await difference(at("app-softmax.zip"), expected.softmax)).toBeLessThanOrEqual(1e-3);

        // Step 7: the report, and the whole workspace as one archive.
        await app.go("Report");
        await page.getByText("Scores beside chance").waitFor({ timeout: 60_000 });
        await app.save(() => app.button("Save as HTML").click(), at("report.html"));
        expect(await readFile(at("report.html"), "utf8")).toContain("Model version");
        expect((await page.pdf()).length).toBeGreaterThan(20_000);
        await app.go("Storage");
        await app.save(() => app.button("Save an archive").click(), at("app.geophone.zip"));
        await app.button("Check everything").click();
        await page.getByText(/^Whole: /).waitFor({ timeout: 60_000 });

        // Step 6 again: after a reload everything is there but the files, which are dropped once more.
        await page.reload();
        await app.go("Models");
        await app.version(1).waitFor();
        await app.drop([structureSurvey(330)]);
        await expect
          .poll(async () => {
            await app.go("Survey");
            return page
              .getByRole("row", { name: new RegExp(name(330)) })
              .getByText("open", { exact: true })
              .count();
          })
          .toBe(1);
        await first.clean();
        await page.context().close();

        // The archive by the command: the same bundle, the same answers.
        await must(["workspace", "import", at("app.geophone.zip"), "--workspace", at("from-app")]);
        await must([
          "bundle",
          "export",
          "--workspace",
          at("from-app"),
          "--model",
          "1",
          "--out",
          at("again.zip"),
        ]);
        expect((await readFile(at("again.zip"))).equals(await readFile(bundle))).toBe(true);

        // An empty profile: the bundle scores another line, and saves what the command saves.
        const second = await openFresh();
        await second.app.drop([bundle]);
        await second.app.page.getByText("Bundle app-boosting.zip: done").waitFor({ timeout: 60_000 });
        await second.app.takeIn([structureSurvey(330)]);
        await second.app.go("Models");
        await second.app.button("Score").click();
        await second.app.button(`See ${name(330)}`).waitFor({ timeout: 60_000 });
        for (const [label, ending] of [
          ["CSV", "csv"],
          ["Parquet", "parquet"],
          ["SEG-Y", "sgy"],
        ] as const) {
          const mine = at(`app.${ending}`);
          await second.app.button(label).click();
          await second.app.save(() => second.app.button(`Save ${name(330)}`).click(), mine);
          const theirs = await predictWith(bundle, structureSurvey(330), at(`cli.${ending}`));
          expect((await readFile(mine)).equals(await readFile(theirs)), label).toBe(true);
        }
        await second.app.button(`See ${name(330)}`).click();
        await expect.poll(() => coloursOn(second.app.page), { timeout: 15_000 }).toBeGreaterThan(100);
        await second.app.button("Confidence").click();
        await expect.poll(() => coloursOn(second.app.page)).toBeGreaterThan(100);

        // The other way round: the command's archive in the browser gives the command's answers.
        await must([
          "workspace",
          "export",
          "--workspace",
          expected.workspace,
          "--out",
          at("cli.geophone.zip"),
        ]);
        await second.app.go("Storage");
        await second.app.deleteEverything();
        await second.app.drop([at("cli.geophone.zip")]);
        await second.app.page.getByText(/^Archive cli.geophone.zip: done/).waitFor({ timeout: 60_000 });
        await second.app.drop([structureSurvey(330)]);
        await second.app.settled();
        await second.app.go("Models");
        await second.app.version(1).click();
        // Of the archive's three lines the one whose file is open.
        await second.app.button("Score").click();
        await second.app.button(`See ${name(330)}`).waitFor({ timeout: 60_000 });
        await second.app.button("CSV").click();
        await second.app.save(() => second.app.button(`Save ${name(330)}`).click(), at("from-cli.csv"));
        const theirs = await predictWith(expected.boosting, structureSurvey(330), at("cli-own.csv"));
        expect((await readFile(at("from-cli.csv"))).equals(await readFile(theirs))).toBe(true);
        await second.clean();
      },
    );
  });
});
