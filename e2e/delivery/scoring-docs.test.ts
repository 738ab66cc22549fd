import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { demoFiles, memoryPorts, trainDemo } from "../../src/pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../../src/pipeline/steps/export-bundle.ts";
import { builtApp } from "../../tools/serve-app.ts";
import { launchBrowser, openApp, serveApp } from "../support/app.ts";
import type { LaunchedBrowser } from "../support/browser.ts";
import { describeWithNginx, startNginx } from "../support/nginx.ts";
import { startScoringServer, type ScoringServer } from "../support/serve.ts";

const policyOf = async (url: string): Promise<string> =>
  (await fetch(url)).headers.get("content-security-policy") ?? "";

describeWithNginx("the page that tries a scoring server out", () => {
  let folder: string;
  let server: ScoringServer;
  let browser: LaunchedBrowser;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "geophone-docs-"));
    const ports = await memoryPorts(await demoFiles());
    await trainDemo(ports);
    const bundle = path.join(folder, "model.zip");
    await writeFile(bundle, (await exportBundle(ports, "1")).bytes);
    server = await startScoringServer({ bundle, args: ["--scorers", "1"] });
    browser = await launchBrowser({ gpu: "none" });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Address of the page, and what ends its house. */
  const houses: Readonly<Record<string, () => Promise<{ readonly docs: string; close(): Promise<void> }>>> = {
    "the server itself": async () => ({ docs: `${server.url}/docs/`, close: async () => undefined }),
    nginx: async () => {
      const nginx = await startNginx(builtApp, [server.port, server.port]);
      return { docs: `${nginx.url}/api/docs/`, close: () => nginx.close() };
    },
    "npm start": async () => {
      const app = await serveApp({ api: server.url });
      return { docs: `${app.url}/api/docs/`, close: () => app.close() };
    },
  };

  it.each(Object.keys(houses))("shows every route and gets an answer, served by %s", async (name) => {
    const house = await houses[name]!();
    onTestFinished(() => house.close());
    const { docs } = house;
    const watched = await openApp(browser.context, docs);
    const { page } = watched;
    await page.getByText("Score a SEG-Y file that lies on the server").waitFor();
    expect(await page.locator(".opblock").count()).toBe(10);
    const route = page.locator("#operations-default-predict");
    await route.locator(".opblock-summary-control").click();
    // The example is one that the model answers.
    await route.getByRole("button", { name: "Execute" }).click();
    await route.locator(".live-responses-table .response-col_status").getByText("200").waitFor();
    const answer = route.locator(".live-responses-table .highlight-code").first();
    expect(await answer.textContent()).toContain("predicted_class_name");
    await watched.expectClean();
    await page.close();

    expect(await policyOf(docs)).toBe(await policyOf(`${server.url}/docs/`));
    if (name === "the server itself") return;
    // Nothing else of this origin has its policy: not the app, not an answer, not a page that is none.
    const app = await policyOf(docs.replace("api/docs/", ""));
    expect(app).toContain("require-trusted-types-for 'script'");
    for (const other of ["api/health", "api/docs-not", "docs/"])
      expect(await policyOf(docs.replace("api/docs/", other)), other).toBe(app);
  });
});
