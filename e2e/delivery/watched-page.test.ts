import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  serveApp,
  type BrowserOptions,
  type LaunchedBrowser,
} from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";

const html = `<!doctype html><html><head><link rel="icon" href="data:," /><title>A page</title></head>
<body>A page<script type="module" src="/assets/page.js"></script></body></html>`;

const calm = `document.body.dataset.ready = "yes";`;

/** Everything that a test must not overlook, in a page and in a worker from its first line on. */
const unruly = `
const policy = trustedTypes.createPolicy("app", { createScriptURL: (url) => url });
new Worker(policy.createScriptURL("/assets/worker.js"), { type: "module" });
try { eval("1"); } catch {}
fetch("https://example.com/").catch(() => undefined);
fetch("/assets/missing.js").catch(() => undefined);
new Image().src = "http://example.org/picture.png";
console.warn("a warning");
setTimeout(() => { throw new Error("from the page"); }, 1);
setTimeout(() => { document.body.dataset.ready = "yes"; }, 500);
`;
const worker = `
try { eval("'first line'"); } catch {}
console.error("the worker complains");
setTimeout(() => { throw new Error("from the worker"); }, 1);
`;

async function site(script: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, "assets"));
  await writeFile(path.join(folder, "index.html"), html);
  await writeFile(path.join(folder, "assets/page.js"), script);
  await writeFile(path.join(folder, "assets/worker.js"), worker);
  return folder;
}

describeWithBrowser("a watched page", () => {
  let browser: LaunchedBrowser;
  beforeAll(async () => {
    browser = await launchBrowser({ gpu: "none" });
  });
  afterAll(() => browser.close());

  it("is clean where nothing is wrong, and cross-origin isolated", async () => {
    const app = await serveApp({ folder: await site(calm) });
    const watched = await openApp(browser.context, `${app.url}/any/page`);
    await watched.page.waitForSelector("[data-ready]");
    expect(await watched.page.evaluate(() => crossOriginIsolated)).toBe(true);
    await watched.expectClean({ warnings: true });
    await app.close();
    await watched.page.reload().catch(() => undefined);
    await expect(watched.expectClean()).rejects.toThrow("what the browser found wrong");
    expect(watched.findings().join("\n")).toContain("ERR_CONNECTION_REFUSED");
  });

  it("tells of each thing that is wrong", async () => {
    const app = await serveApp({ folder: await site(unruly) });
    const watched = await openApp(browser.context, app.url);
    await watched.page.waitForSelector("[data-ready]");
    await expect(watched.expectClean()).rejects.toThrow("what the browser found wrong");
    const all = watched.findings().join("\n");
    for (const part of [
      "Policy violation: connect-src https://example.com/",
      "page.js:4 eval",
      "worker.js:2 eval|'first line'",
      "answer 404",
      "request to another origin: http://example.org/picture.png",
      "uncaught: Error: from the page",
      "uncaught: Error: from the worker",
      "the worker complains",
    ])
      expect(all).toContain(part);
    expect(all).not.toContain("a warning");
    await expect(watched.expectClean({ expected: [/./], warnings: true })).resolves.toBeUndefined();
    await app.close();
  });
});

describeWithBrowser("a browser for tests", () => {
  const kinds: readonly [BrowserOptions["gpu"], boolean][] = [
    ["software", true],
    ["none", false],
  ];
  it.each(kinds)("with GPU %s: WebGPU and WebGL there: %s", async (gpu, there) => {
    const app = await serveApp({ folder: await site(calm) });
    const browser = await launchBrowser({ gpu });
    const { page } = await openApp(browser.context, app.url);
    const found = await page.evaluate(`(async () => ({
      webgpu: ((await navigator.gpu?.requestAdapter()) ?? null) !== null,
      webgl: document.createElement("canvas").getContext("webgl2") !== null,
    }))()`);
    expect(found).toEqual({ webgpu: there, webgl: there });
    await browser.close();
    await app.close();
  });
});
