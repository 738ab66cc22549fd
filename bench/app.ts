import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { GeophoneApp } from "../e2e/app/geophone-app.ts";
import { f3, projectRoot, yardstick } from "../e2e/support/data.ts";
import { launchBrowser, type LaunchedBrowser } from "../e2e/support/browser.ts";
import { serveApp } from "../e2e/support/served-app.ts";
import { median, print, printBound } from "./bounds.ts";
import { hasPicture } from "./has-picture.ts";
import { peakDuring, rendererMemory } from "./renderer-memory.ts";

const run = promisify(execFile);
/** Milliseconds since navigation at which the person can press a button and the workspace answers. */
async function interactiveMs(page: Page): Promise<number> {
  await page.getByRole("button", { name: "Open the demo survey" }).waitFor();
  await page.waitForFunction(() => !document.querySelector("main .loading"));
  return page.evaluate(() => performance.now());
}

async function firstPage(url: string): Promise<void> {
  const times: number[] = [];
  let scripts: string[] = [];
  for (let round = 0; round < 5; round++) {
    const browser = await launchBrowser({ gpu: "none" });
    const page = await browser.context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => {
      if (/\.js($|\?)/.test(request.url())) asked.push(new URL(request.url()).pathname);
    });
    await page.goto(url);
    times.push(await interactiveMs(page));
    scripts = [...new Set(asked)].filter((script) => script !== "/service-worker.js");
    await browser.close();
  }
  let bytes = 0;
  for (const script of scripts)
    bytes += gzipSync(await readFile(path.join(projectRoot, "dist/app", script))).length;
  printBound(
    "first page, gzipped script until it is interactive",
    bytes / 1000,
    400,
    "kB",
    `, ${scripts.length} files, workers included`,
  );
  printBound("interactive after", median(times), 1500, "ms", `, median of ${times.length} fresh profiles`);
}

/** Longest tasks of the page's main thread, ms. */
async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    (globalThis as unknown as { longTasks: number[] }).longTasks = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: "longtask" });
  });
  return () => page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
}

/** Main-thread work a frame, from Chromium's own trace: the sum of its tasks between two frames. */
async function panning(url: string): Promise<void> {
  const browser = await launchBrowser({ gpu: "none" });
  try {
    const page = await browser.context.newPage();
    await page.goto(url);
    const app = new GeophoneApp(page);
    await app.takeIn([f3("f3-inline-328.sgy")]);
    await app.go("Section");
    await page.getByRole("application").waitFor();
    await page.waitForTimeout(1500);
    const canvas = page.getByRole("application");
    const box = (await canvas.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.wheel(0, -400);
    const longTasks = await watchLongTasks(page);
    const client = await page.context().newCDPSession(page);
    const work: number[] = [];
    await client.send("Performance.enable");
    const taskSeconds = async (): Promise<number> =>
      (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")!
        .value;
    await page.mouse.down();
    let before = await taskSeconds();
    for (let step = 0; step < 120; step++) {
      await page.mouse.move(
        box.x + box.width / 2 + 140 * Math.sin(step / 9),
        box.y + box.height / 2 + 70 * Math.sin(step / 6),
      );
      await page.evaluate(
        () =>
          new Promise((resolve) =>
            requestAnimationFrame(() => {
              setTimeout(resolve, 0);
            }),
          ),
      );
      const after = await taskSeconds();
      work.push((after - before) * 1000);
      before = after;
    }
    await page.mouse.up();
    const long = await longTasks();
    printBound(
      "panning 951 × 462, main-thread work a frame",
      median(work),
      12,
      "ms",
      `, median of ${work.length}; no GPU`,
    );
    printBound("panning, longest main-thread task", Math.max(0, ...long), 50, "ms");
  } finally {
    await browser.close();
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

async function largeFile(url: string, folder: string): Promise<void> {
  const survey = path.join(folder, "large.sgy");
  await run(path.join(projectRoot, ".venv-light/bin/python"), [yardstick, "make-survey", survey, "600515"]);
  const { size } = await stat(survey);
  const profile = path.join(folder, "profile");
  let browser: LaunchedBrowser | undefined;
  try {
    browser = await launchBrowser({ gpu: "none", userDataDir: profile });
    const page = await browser.context.newPage();
    await page.goto(url);
    const app = new GeophoneApp(page);
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    await page.waitForTimeout(4000);
    const idle = await rendererMemory(profile);
    const started = performance.now();
    await app.drop([survey]);
    await page.waitForFunction(hasPicture, undefined, { polling: 20 });
    printBound(
      `first section of ${(size / 1e9).toFixed(2)} GB after it is chosen`,
      performance.now() - started,
      1500,
      "ms",
    );
    const ingestStarted = performance.now();
    await app.button(/^Take in/).click();
    await page.getByLabel("Chosen files").waitFor({ state: "detached", timeout: 300_000 });
    print(`ingest: ${((performance.now() - ingestStarted) / 1000).toFixed(1)} s (hash, headers, quality)`);
    await app.go("Features");
    for (const extent of ["Whole traces", "Windows"] as const) {
      await page.getByRole("group", { name: "Extent" }).getByRole("button", { name: extent }).click();
      if (extent === "Windows") await app.setWindows({ lengthMs: 256, stepMs: 64, every: 1 });
      else
        await page
          .getByLabel("Windows", { exact: true })
          .getByLabel(/^take every/)
          .fill("1");
      const featuresStarted = performance.now();
      const peak = await peakDuring(profile, async () => {
        await app.doneAfter(/^Done: /, () => app.button("Compute features").click(), 560_000);
      });
      printBound(
        `features of ${extent.toLowerCase()}, memory footprint`,
        peak.footprint / 1e6,
        400,
        "MB",
        `, ${megabytes(peak.resident)} resident, ${((performance.now() - featuresStarted) / 1000).toFixed(1)} s; before anything was opened ${megabytes(idle.footprint)} and ${megabytes(idle.resident)}`,
      );
    }
  } finally {
    await browser?.close();
  }
}

/** The app in Debian's Chromium, production build, no GPU. There is no peer in a browser; the bounds are the product's own. */
export async function appBench(): Promise<void> {
  const served = await serveApp();
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  try {
    await firstPage(served.url);
    await panning(served.url);
    await largeFile(served.url, folder);
  } finally {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  }
}
