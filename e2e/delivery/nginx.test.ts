import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { builtApp } from "../../tools/serve-app.ts";
import { launchBrowser, openApp } from "../support/app.ts";
import { projectRoot } from "../support/data.ts";
import { describeWithNginx, startNginx } from "../support/nginx.ts";

const securityHeaders = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(path.join(projectRoot, "tools/security-headers.json"), "utf8")));

/** A built script that is worth compressing. */
function someScript(): string {
  const assets = path.join(builtApp, "assets");
  const name = readdirSync(assets).find(
    (file) => file.endsWith(".js") && statSync(path.join(assets, file)).size > 2000,
  );
  if (name === undefined) throw new Error("the built app has no script");
  return `/assets/${name}`;
}

function expectSecurityHeaders(answer: Response): void {
  for (const [name, value] of Object.entries(securityHeaders))
    expect(answer.headers.get(name), name).toBe(value);
}

describeWithNginx("the app behind nginx", () => {
  let nginx: Awaited<ReturnType<typeof startNginx>>;
  beforeAll(async () => {
    nginx = await startNginx(builtApp);
  });
  afterAll(() => nginx.close());
  const get = (where: string, init: RequestInit = {}): Promise<Response> => fetch(nginx.url + where, init);

  const pages: readonly [string, string][] = [
    ["/", "text/html; charset=utf-8"],
    ["/section", "text/html; charset=utf-8"],
    ["/judge/run/7", "text/html; charset=utf-8"],
    ["/service-worker.js", "text/javascript; charset=utf-8"],
    ["/icon.svg", "image/svg+xml"],
    ["/manifest.webmanifest", "application/manifest+json"],
  ];
  it.each(pages)("%s: every header, and asked for again each time", async (where, type) => {
    const answer = await get(where);
    expect(answer.status).toBe(200);
    expectSecurityHeaders(answer);
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(answer.headers.get("content-type")).toBe(type);
  });

  it("sends a script compressed and for good", async () => {
    const answer = await get(someScript());
    expect(answer.status).toBe(200);
    expectSecurityHeaders(answer);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
    expect(await answer.text()).toBe(readFileSync(path.join(builtApp, someScript()), "utf8"));
  });

  it.each(["page", "script"])(
    "answers 304 for a %s that the browser has, with every header",
    async (kind) => {
      const where = kind === "page" ? "/" : someScript();
      const etag = (await get(where)).headers.get("etag");
      expect(etag).not.toBeNull();
      const answer = await get(where, { headers: { "If-None-Match": etag ?? "" } });
      expect(answer.status).toBe(304);
      expectSecurityHeaders(answer);
    },
  );

  it.each(["/assets/missing-1234.js", "/missing.png", "/.git/config.txt"])(
    "answers 404 for the missing file %s, with every header, to be forgotten",
    async (where) => {
      const answer = await get(where);
      expect(answer.status).toBe(404);
      expectSecurityHeaders(answer);
      expect(answer.headers.get("cache-control")).toBe("no-cache");
    },
  );

  it("refuses what is no reading, with every header", async () => {
    const answer = await get("/", { method: "POST", body: "x" });
    expect(answer.status).toBe(405);
    expectSecurityHeaders(answer);
  });
});

describeWithNginx("offline", () => {
  it("opens without nginx once it has been opened with it", async () => {
    const nginx = await startNginx(builtApp);
    const browser = await launchBrowser({ gpu: "none" });
    const watched = await openApp(browser.context, nginx.url);
    const { page } = watched;
    await page.waitForSelector("#app > *");
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await watched.expectClean();

    await nginx.close();
    for (const where of ["/", "/section"]) {
      await page.goto(nginx.url + where);
      await page.waitForSelector("#app > *");
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    }
    await page.reload();
    await page.waitForSelector("#app > *");
    await expect.poll(() => page.title()).toBe("Section · Geophone");
    // What may be asked for without the server is whether there is a new version.
    await watched.expectClean({ expected: [/service-worker\.js/] });
    await browser.close();
  });
});
