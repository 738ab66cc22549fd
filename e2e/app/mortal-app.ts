import { readdir, readFile } from "node:fs/promises";
import { launchBrowser, openApp, type LaunchedBrowser, type WatchedPage } from "../support/app.ts";
import { GeophoneApp } from "./geophone-app.ts";

/** The process that was started with this profile: the browser itself, not one of its helpers. */
async function browserProcess(profile: string): Promise<number> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    const words = command.split("\0");
    if (words.includes(`--user-data-dir=${profile}`) && !words.some((word) => word.startsWith("--type=")))
      return Number(name);
  }
  throw new Error(`no browser runs with the profile ${profile}`);
}

export type Death = "tab" | "browser";

/** The app in one profile, to be killed and opened again. */
export class MortalApp {
  #browser: LaunchedBrowser | undefined;
  #watched: WatchedPage | undefined;

  constructor(
    readonly url: string,
    readonly profile: string,
  ) {}

  get app(): GeophoneApp {
    if (!this.#watched) throw new Error("the app is not open");
    return new GeophoneApp(this.#watched.page);
  }

  get watched(): WatchedPage {
    if (!this.#watched) throw new Error("the app is not open");
    return this.#watched;
  }

  /** Opens the app and waits until it may write: a killed tab's lock is let go of a moment later. */
  async open(): Promise<void> {
    this.#browser ??= await launchBrowser({ gpu: "none", userDataDir: this.profile });
    this.#watched = await openApp(this.#browser.context, this.url);
    const { page } = this.#watched;
    await page.locator(".status-bar[aria-busy=false]").waitFor();
    await page.getByText("this one only looks").waitFor({ state: "detached" });
  }

  /** The renderer with its workers, or the whole browser, dies at once: nothing is closed, nothing is flushed. */
  async kill(death: Death): Promise<void> {
    const { page } = this.watched;
    if (death === "tab") {
      const crashed = page.waitForEvent("crash");
      const session = await page.context().newCDPSession(page);
      session.send("Page.crash").catch(() => undefined);
      await crashed;
      await page.close();
    } else {
      const gone = new Promise((resolve) => page.context().once("close", resolve));
      process.kill(await browserProcess(this.profile), "SIGKILL");
      await gone;
      this.#browser = undefined;
    }
    this.#watched = undefined;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#browser = undefined;
    this.#watched = undefined;
  }
}
