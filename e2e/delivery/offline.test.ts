import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build } from "vite";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { serviceWorker } from "../../tools/service-worker-plugin.ts";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import type { LaunchedBrowser, ServedApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { projectRoot } from "../support/data.ts";

const heavyBytes = 3_000_000;

/** A small app with the real service worker, a heavy file, and its version in its script. */
async function buildVersion(version: string, heavyFill = 1): Promise<string> {
  const folder = await temporaryFolder();
  const publicDir = await temporaryFolder();
  await mkdir(path.join(publicDir, "assets"));
  await writeFile(path.join(publicDir, "assets/heavy.bin"), Buffer.alloc(heavyBytes, heavyFill));
  // Vite takes a build under NODE_ENV=test for development, where no service worker is registered.
  vi.stubEnv("NODE_ENV", "production");
  await build({
    configFile: false,
    root: fileURLToPath(new URL("pages/offline", import.meta.url)),
    publicDir,
    logLevel: "error",
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [serviceWorker(path.join(projectRoot, "workers/service-worker.ts"))],
    build: { outDir: folder, emptyOutDir: true, target: "es2023" },
  });
  vi.unstubAllEnvs();
  return folder;
}

async function shows(page: Page, id: string, text: string | RegExp): Promise<void> {
  await expect.poll(() => page.textContent(`#${id}`), { timeout: 20_000, message: id }).toMatch(text);
}

describeWithBrowser("offline", () => {
  let browser: LaunchedBrowser;
  let app: ServedApp | undefined;
  beforeEach(async () => {
    browser = await launchBrowser({ gpu: "none" });
  });
  afterEach(async () => {
    await browser.close();
    await app?.close();
    app = undefined;
  });

  it("works without its server from the first reload on, heavy parts included once made ready", async () => {
    app = await serveApp({ folder: await buildVersion("one") });
    const watched = await openApp(browser.context, app.url);
    const { page, requests } = watched;
    await shows(page, "state", /^shell /);
    await shows(page, "worker", "worker isolated");
    await shows(
      page,
      "foreign",
      /^TypeError: Scripts come from http.* alone, not from https:\/\/example\.com/,
    );
    expect(requests.some((address) => address.endsWith("heavy.bin"))).toBe(false);
    const [, done, total] = /(\d+) of (\d+)/.exec((await page.textContent("#state")) ?? "") ?? [];
    expect(Number(total) - Number(done)).toBe(heavyBytes);

    await page.evaluate(() => {
      const seen: number[] = [];
      const element = document.getElementById("state");
      new MutationObserver(() => {
        const [, bytes] = /^preparing (\d+)/.exec(element?.textContent ?? "") ?? [];
        if (bytes !== undefined) seen.push(Number(bytes));
        document.body.dataset["seen"] = seen.join();
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.click("#make-ready");
    await shows(page, "state", new RegExp(`^ready ${total ?? ""} of ${total ?? ""}$`));
    const seen = ((await page.evaluate(() => document.body.dataset["seen"])) ?? "").split(",").map(Number);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await watched.expectClean();

    await app.close();
    await page.goto(`${app.url}/section?line=310`);
    await shows(page, "version", /^one$/);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await shows(page, "worker", "worker isolated");
    // Later, because what a test evaluates itself may do everything.
    const attempt = `new Promise((resolve) => setTimeout(() => {
      try { resolve(eval("'ran'")); } catch { resolve("blocked"); }
    }))`;
    expect(await page.evaluate(attempt)).toBe("blocked");
    await shows(page, "state", /^ready /);
    await page.click("#use-heavy");
    await shows(page, "heavy", String(heavyBytes));
    const headers = await page.evaluate(async () => {
      const { headers } = await fetch("/assets/heavy.bin");
      return [headers.get("cross-origin-embedder-policy"), headers.get("content-security-policy")];
    });
    expect(headers[0]).toBe("require-corp");
    expect(headers[1]).toContain("default-src 'none'");
  });

  it("keeps a heavy part from its first use on", async () => {
    app = await serveApp({ folder: await buildVersion("one") });
    const { page } = await openApp(browser.context, app.url);
    await shows(page, "state", /^shell /);
    await page.click("#use-heavy");
    await shows(page, "heavy", String(heavyBytes));
    await page.reload();
    await shows(page, "state", /^ready /);
    await app.close();
    await page.reload();
    await page.click("#use-heavy");
    await shows(page, "heavy", String(heavyBytes));
  });

  it("lets a new version wait until it is wanted, ready again if the old one was", async () => {
    app = await serveApp({ folder: await buildVersion("one") });
    const watched = await openApp(browser.context, app.url);
    const { page } = watched;
    await shows(page, "state", /^shell /);
    await page.click("#make-ready");
    await shows(page, "state", /^ready /);
    await watched.expectClean();

    const { port } = app;
    await app.close();
    app = await serveApp({ folder: await buildVersion("two", 2), port });
    await page.reload();
    await shows(page, "version", /^one$/);
    await shows(page, "update-ready", "true");
    await page.reload();
    await shows(page, "version", /^one$/);
    await shows(page, "update-ready", "true");

    await app.close();
    await page.click("#update");
    await shows(page, "version", /^two$/);
    await shows(page, "state", /^ready /);
    await shows(page, "update-ready", "false");
    await page.click("#use-heavy");
    await shows(page, "heavy", String(heavyBytes));
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  });

  it("leaves another window its version until that is closed", async () => {
    app = await serveApp({ folder: await buildVersion("one") });
    const { page } = await openApp(browser.context, app.url);
    await shows(page, "state", /^shell /);
    const { page: other } = await openApp(browser.context, app.url);
    await shows(other, "version", /^one$/);

    const { port } = app;
    await app.close();
    app = await serveApp({ folder: await buildVersion("two"), port });
    await page.reload();
    await shows(page, "update-ready", "true");
    await shows(other, "update-ready", "true");
    await page.click("#update");
    await shows(page, "version", /^two$/);
    await shows(page, "state", /^shell /);

    await shows(other, "version", /^one$/);
    const oldScript = await other.evaluate(() => document.querySelector("script")?.src ?? "");
    expect(await page.evaluate(() => document.querySelector("script")?.src)).not.toBe(oldScript);
    expect(await other.evaluate(async (script) => (await fetch(script)).status, oldScript)).toBe(200);
    expect(await other.evaluate(async () => (await caches.keys()).length)).toBe(2);

    await other.close();
    await page.reload();
    await shows(page, "state", /^shell /);
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  });

  it("stores nothing of a server that is between two versions", async () => {
    const folder = await buildVersion("one");
    await writeFile(path.join(folder, "index.html"), "<!doctype html><title>another version</title>");
    app = await serveApp({ folder });
    const { page } = await openApp(browser.context, app.url);
    const installed = await page.evaluate(`(async () => {
      const policy = trustedTypes.createPolicy("app", { createScriptURL: (url) => url });
      const registration = await navigator.serviceWorker.register(policy.createScriptURL("/service-worker.js"));
      const worker = registration.installing;
      await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
      return worker.state;
    })()`);
    expect(installed).toBe("redundant");
  });

  it("says why when making ready fails, and goes on from there", async () => {
    app = await serveApp({ folder: await buildVersion("one") });
    const { page } = await openApp(browser.context, app.url);
    await shows(page, "state", /^shell /);
    const { port } = app;
    await app.close();
    await page.click("#make-ready");
    await shows(page, "state", /^shell .*Failed to fetch/);
    app = await serveApp({ folder: await buildVersion("one"), port });
    await page.click("#make-ready");
    await shows(page, "state", /^ready \d+ of \d+$/);
  });
});
