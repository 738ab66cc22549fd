import type { Page } from "playwright-core";
import { launchBrowser } from "../e2e/support/browser.ts";
import { serveEnginePage } from "../e2e/engines/engine-page.ts";
import type { ReadingPage } from "../e2e/engines/pages/reading/main.ts";
import { median, printBound } from "./bounds.ts";

const ask = (page: Page, what: keyof ReadingPage): Promise<number> =>
  page.evaluate((name) => (globalThis as unknown as { reading: ReadingPage }).reading[name](), what);

/** Headers and samples of a whole file with two workers, beside a plain read of it in the same tab, in turn. */
export async function besidePlainRead(file: string): Promise<void> {
  const served = await serveEnginePage("reading");
  const browser = await launchBrowser({ gpu: "none" });
  try {
    const page = await browser.context.newPage();
    await page.goto(served.url);
    await page.getByLabel("File").setInputFiles(file);
    // Once without the watch, for both.
    await ask(page, "plainRead");
    await ask(page, "headersAndSamples");
    const rounds: { plain: number; ours: number }[] = [];
    for (let round = 0; round < 3; round++)
      rounds.push({ plain: await ask(page, "plainRead"), ours: await ask(page, "headersAndSamples") });
    printBound(
      "Chromium, headers and samples with 2 workers",
      median(rounds.map(({ plain, ours }) => ours / plain)),
      1.5,
      "times a plain read",
      `, ${rounds.map(({ plain, ours }) => `${ours.toFixed(2)} s to ${plain.toFixed(2)} s`).join(", ")}`,
    );
  } finally {
    await browser.close();
    await served.close();
  }
}
