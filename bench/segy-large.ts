import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { GeophoneApp } from "../e2e/app/geophone-app.ts";
import { launchBrowser } from "../e2e/support/browser.ts";
import { projectRoot, yardstick } from "../e2e/support/data.ts";
import { serveApp } from "../e2e/support/served-app.ts";
import { print, printBound } from "./bounds.ts";
import { hasPicture } from "./has-picture.ts";
import { peakDuring, rendererMemory } from "./renderer-memory.ts";
import { sparseSurvey, writeSparseSurvey } from "./sparse-survey.ts";

const run = promisify(execFile);

/** JS heap and WebAssembly may take 300 MB; of an empty page's footprint, which is mostly Chromium's own, 50 are allowed for. */
const mostMegabytes = 250;

interface LineToLookAt {
  readonly axis: "Inline" | "Crossline";
  readonly number: number;
}

/** One file in a fresh browser: first section, memory until all trace headers are read, and lines looked at afterwards. */
async function look(url: string, file: string, lines: readonly LineToLookAt[]): Promise<void> {
  const name = path.basename(file);
  const { size } = await stat(file);
  const what = `${(size / 1e9).toFixed(size < 1e10 ? 2 : 0)} GB`;
  const profile = path.join(path.dirname(file), `profile of ${name}`);
  const browser = await launchBrowser({ gpu: "none", userDataDir: profile });
  try {
    const page = await browser.context.newPage();
    await page.goto(url);
    const app = new GeophoneApp(page);
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    await page.waitForTimeout(4000);
    const idle = await rendererMemory(profile);
    const peak = await peakDuring(profile, async () => {
      const started = performance.now();
      await app.drop([file]);
      await page.waitForFunction(hasPicture, undefined, { polling: 20 });
      printBound(`first section of ${what} after it is chosen`, performance.now() - started, 1000, "ms");
      await page.getByText(/^All .* trace headers are read/).waitFor({ timeout: 1_800_000 });
      print(`     all its trace headers: ${((performance.now() - started) / 1000).toFixed(1)} s`);
      for (const { axis, number } of lines) {
        const asked = performance.now();
        await page
          .getByRole("group", { name: "Along" })
          .getByRole("button", { name: axis, exact: true })
          .click();
        const field = page.getByLabel(`${axis} to look at`);
        await field.fill(String(number));
        await field.press("Enter");
        await page.getByRole("heading", { name: `${axis} ${number}` }).waitFor({ timeout: 60_000 });
        print(`     ${axis.toLowerCase()} ${number}: ${((performance.now() - asked) / 1000).toFixed(1)} s`);
      }
    });
    printBound(
      `${what}, memory footprint of the page with its workers beyond the empty page's`,
      (peak.footprint - idle.footprint) / 1e6,
      mostMegabytes,
      "MB",
      `; the empty page has ${(idle.footprint / 1e6).toFixed(0)} MB, together ${(peak.footprint / 1e6).toFixed(0)}`,
    );
  } finally {
    await browser.close();
  }
}

/** Files too large for memory in Chromium: the survey of 1.25 GB, and one of 21 GB with ten million traces. */
export async function segyLargeBench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  const served = await serveApp();
  try {
    const survey = path.join(folder, "large.sgy");
    await run(path.join(projectRoot, ".venv-light/bin/python"), [yardstick, "make-survey", survey, "600515"]);
    await look(served.url, survey, [
      { axis: "Inline", number: 500 },
      { axis: "Crossline", number: 700 },
    ]);
    await rm(survey);
    const sparse = path.join(folder, "sparse.sgy");
    await writeSparseSurvey(sparse);
    const { firstInline, firstCrossline, every } = sparseSurvey;
    await look(served.url, sparse, [
      { axis: "Inline", number: firstInline + 150 * every },
      { axis: "Crossline", number: firstCrossline + 1234 },
    ]);
  } finally {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  }
}
