import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { demoFiles, memoryPorts, trainDemo } from "../../src/pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../../src/pipeline/steps/export-bundle.ts";
import { builtApp } from "../../tools/serve-app.ts";
import { launchBrowser, openApp, serveApp } from "../support/app.ts";
import { describeWithNginx, startNginx } from "../support/nginx.ts";
import { startScoringServer, type ScoringServer } from "../support/serve.ts";

const policyOf = async (url: string): Promise<string> =>
  (await fetch(url)).headers.get("content-security-policy") ?? "";

describeWithNginx("the page that tries a scoring server out", () => {
  let folder: string;
  let server: ScoringServer;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "geophone-docs-"));
    const ports = await memoryPorts(await demoFiles());
    await trainDemo(ports);
    const bundle = path.join(folder, "model.zip");
    await writeFile(bundle, (await exportBundle(ports, "1")).bytes);
    server = await startScoringServer({ bundle, args: ["--scorers", "1"] });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("shows every route and gets an answer, behind nginx", async () => {
    const nginx = await startNginx(builtApp, [server.port, server.port]);
    onTestFinished(() => nginx.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, `${nginx.url}/api/docs/`);
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
    await expectOwnPolicy(nginx.url);
  });

  it("has the same policy by npm start", async () => {
    const app = await serveApp({ api: server.url });
    onTestFinished(() => app.close());
    await expectOwnPolicy(app.url);
  });

  /** The page has the policy that the server gives it, and nothing else of the origin does: not the app, nor an answer. */
  async function expectOwnPolicy(origin: string): Promise<void> {
    const own = await policyOf(`${server.url}/docs/`);
    expect(own).toContain("script-src 'self'");
    expect(await policyOf(`${origin}/api/docs/`)).toBe(own);
    const app = await policyOf(origin);
    expect(app).toContain("require-trusted-types-for 'script'");
    for (const other of ["/api/health", "/api/docs-not", "/docs/"])
      expect(await policyOf(origin + other), other).toBe(app);
  }
});
