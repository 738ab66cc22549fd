import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Download, Locator, Page } from "playwright-core";

export type PageName =
  | "Survey"
  | "Headers"
  | "Storage"
  | "Section"
  | "Map"
  | "Labels"
  | "Features"
  | "Train"
  | "Judge"
  | "Models"
  | "Serve"
  | "Report";

const longJob = 120_000;

/** Waits until something is so; usable in tests and outside of them. @throws Error when it is not so in time */
async function until(what: string, isSo: () => Promise<boolean>, timeout = longJob): Promise<void> {
  const end = performance.now() + timeout;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not in time (${timeout} ms): ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Runs in the page: the words that a job has ended with, by the jobs' own mark. Looking for words all over a page of plots, many
 * times a second, took a share of a core, and the page's memory grew by what the search left behind.
 */
function endedJob({
  source,
  flags,
  unlike,
}: {
  readonly source: string;
  readonly flags: string;
  readonly unlike?: string;
}): { readonly job: string; readonly text: string } | undefined {
  const words = new RegExp(source, flags);
  for (const one of document.querySelectorAll<HTMLElement>("[data-job]")) {
    const { job } = one.dataset;
    const text = one.textContent;
    if (job !== undefined && job !== unlike && words.test(text)) return { job, text };
  }
  return undefined;
}

/** The app as a person uses it: pages, buttons, drops. */
export class GeophoneApp {
  constructor(readonly page: Page) {}

  async go(name: PageName): Promise<void> {
    await this.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The button of a version in the list of the Models page: its history has one of the same name. */
  version(number: number): Locator {
    return this.page
      .getByRole("region", { name: "Registered and imported" })
      .getByRole("button", { name: `version ${number}`, exact: true });
  }

  /** Files from the person's disk onto the window, as the system hands them over. */
  async drop(files: readonly string[]): Promise<void> {
    // Before the app is there, a browser opens what is dropped.
    await this.page.getByRole("navigation", { name: "Pages" }).waitFor();
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: files.map((file) => path.resolve(file)), dragOperationsMask: 1 };
    const send = async (type: "dragEnter" | "dragOver" | "drop"): Promise<void> => {
      await session.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
    };
    await send("dragEnter");
    await send("dragOver");
    // A hand lets go after the window has said that it takes files; before that, a browser drops them nowhere. The next move
    // enters the veil that came under the pointer, and the drop follows at once.
    await this.page.locator(".drop-veil").waitFor();
    await send("dragOver");
    await send("drop");
    await session.detach();
  }

  /** Drops files, waits until all are understood, and takes them in. */
  async takeIn(files: readonly string[]): Promise<void> {
    await this.drop(files);
    const take = this.button(/^Take in/);
    await until("the files are understood", () => take.isEnabled({ timeout: longJob }));
    await take.click();
    await this.page.getByLabel("Chosen files").waitFor({ state: "detached", timeout: longJob });
  }

  async openDemo(): Promise<void> {
    await this.button("Open the demo survey").click();
    await this.page.waitForURL(/\/section(\?|$)/, { timeout: longJob });
  }

  async setNumber(label: string, value: number): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press("Enter");
  }

  async computeFeatures(options: { lengthMs: number; stepMs: number; every: number }): Promise<void> {
    await this.go("Features");
    await this.setWindows(options);
    await this.doneAfter(/^Done: /, () => this.button("Compute features").click());
  }

  async setWindows({
    lengthMs,
    stepMs,
    every,
  }: {
    lengthMs: number;
    stepMs: number;
    every: number;
  }): Promise<void> {
    const windows = this.page.getByLabel("Windows", { exact: true });
    await windows.getByLabel(/^length/).fill(String(lengthMs));
    await windows.getByLabel(/^every/).fill(String(stepMs));
    await windows.getByLabel(/^take every/).fill(String(every));
  }

  async chooseLines(roles: Readonly<Record<string, "train" | "test" | "leave out">>): Promise<void> {
    for (const [line, role] of Object.entries(roles))
      await this.page.getByRole("radio", { name: `${line}: ${role}` }).check();
  }

  /** Trains what is chosen; the number of the new version. */
  async train(): Promise<number> {
    const words = await this.doneAfter(/^Registered as version/, () => this.button("Train").click());
    return Number(/version (\d+)/.exec(words)![1]);
  }

  /** The words of the job that an act starts, once it has ended well; an earlier job's words do not count. */
  async doneAfter(words: RegExp, act: () => Promise<void>, timeout = longJob): Promise<string> {
    const { source, flags } = words;
    const before = await this.page.evaluate(endedJob, { source, flags });
    await act();
    const found = await this.page.waitForFunction(
      endedJob,
      { source, flags, unlike: before?.job },
      { polling: 100, timeout },
    );
    return (await found.jsonValue())!.text;
  }

  /** Clicks what makes a file and keeps it. */
  async save(click: () => Promise<void>, file: string): Promise<void> {
    const waiting = this.page.waitForEvent("download", { timeout: longJob });
    await click();
    const download: Download = await waiting;
    await download.saveAs(file);
  }

  /** Fetches all that the app can ever need, and waits until it is there. */
  async makeReady(): Promise<void> {
    await this.go("Storage");
    await until("the app is stored", () => this.button("Make ready for the field").isEnabled());
    await this.button("Make ready for the field").click();
    await this.page.getByText("Cut the network and go on").waitFor({ timeout: longJob });
  }

  async deleteEverything(): Promise<void> {
    await this.go("Storage");
    await this.button("Delete everything").click();
    await this.button(/^Yes, delete/).click();
    await until("everything is deleted", () => this.button("Delete everything").isDisabled());
  }

  /** Whether a job runs or waits. */
  async isBusy(): Promise<boolean> {
    return (
      (await this.page.locator(".status-bar .job[data-state=running], .job[data-state=queued]").count()) > 0
    );
  }

  /** Waits until the workspace is open and no job runs. */
  async settled(): Promise<void> {
    await this.page.locator(".status-bar[aria-busy=false]").waitFor({ timeout: longJob });
    await until("no job runs", async () => !(await this.isBusy()));
  }

  /** What Storage's "Check everything" finds: how many things it looked at, and what is wrong with them. */
  async checkEverything(): Promise<{ readonly checked: number; readonly problems: readonly string[] }> {
    await this.go("Storage");
    const panel = this.page.getByLabel("Is it whole?", { exact: true });
    const answer = panel.locator("[data-job]");
    const jobOf = async (): Promise<string | null> =>
      (await answer.count()) > 0 ? answer.getAttribute("data-job") : null;
    const before = await jobOf();
    await this.button("Check everything").click();
    await until("everything is checked", async () => ![null, before].includes(await jobOf()));
    const words = (await answer.textContent()) ?? "";
    const whole = /^Whole: (\d+)/.exec(words.replaceAll("\u2009", ""));
    return whole
      ? { checked: Number(whole[1]), problems: [] }
      : { checked: 0, problems: await panel.getByRole("listitem").allTextContents() };
  }
}

/** A file with some content in a folder, for bad input. */
export async function writeInto(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}
