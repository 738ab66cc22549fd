import { afterAll, beforeAll, expect, it } from "vitest";
import { createServer, type ViteDevServer } from "vite";
import { describeWithBrowser, launchBrowser, openApp, type LaunchedBrowser } from "../support/app.ts";
import { projectRoot } from "../support/data.ts";

describeWithBrowser("the development server", () => {
  let server: ViteDevServer;
  let browser: LaunchedBrowser;
  let url: string;
  beforeAll(async () => {
    server = await createServer({ root: projectRoot, logLevel: "error", server: { port: 0 } });
    await server.listen();
    url = server.resolvedUrls?.local[0] ?? "";
    browser = await launchBrowser({ gpu: "none" });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it("shows the app under the strict policy, isolated, with nothing to complain about", async () => {
    const answer = await fetch(url);
    expect(answer.headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
    // Packages are prepared at the first look, after which Vite reloads the page by itself: a second look is what counts.
    const first = await openApp(browser.context, url);
    await first.page.waitForSelector("#app > *");
    await first.page.waitForLoadState("networkidle");
    await first.page.close();

    const watched = await openApp(browser.context, url);
    const { page, requests } = watched;
    await page.waitForSelector("#app > *");
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(requests.some((address) => address.includes("/@vite/client"))).toBe(true);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
    await watched.expectClean();
  });
});
