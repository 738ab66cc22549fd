import { afterAll, beforeAll, expect, it } from "vitest";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  type BrowserOptions,
  type WatchedPage,
} from "../support/app.ts";
import { serveEnginePage, type ServedPage } from "./engine-page.ts";
import type {} from "./pages/backends/main.ts";

describeWithBrowser("the compute ladder in a worker under the app's policy", () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await serveEnginePage("backends");
  });
  afterAll(() => served.close());

  async function withPage(
    gpu: BrowserOptions["gpu"],
    work: (watched: WatchedPage) => Promise<void>,
  ): Promise<void> {
    const browser = await launchBrowser({ gpu });
    try {
      await work(await openApp(browser.context, served.url));
    } finally {
      await browser.close();
    }
  }

  it("puts correct backends first and imitated GPUs last, and trains the same on each", async () => {
    await withPage("software", async (watched) => {
      const { page } = watched;
      const probes = await page.evaluate(() => window.backends.probe());
      const known = Object.fromEntries(probes.map((probe) => [probe.name, probe]));
      for (const name of ["wasm", "cpu"])
        expect(known[name]).toMatchObject({ available: true, correct: true, software: false });
      for (const name of ["webgpu", "webgl"])
        expect(known[name]).toMatchObject({ available: true, correct: true, software: true });
      expect(known["webgl"]!.adapter).toMatch(/swiftshader/i);
      expect(probes.every(({ stepsPerSecond }) => stepsPerSecond > 0)).toBe(true);
      expect(probes[0]!.name).toBe("wasm");
      expect(new Set(probes.slice(2).map(({ name }) => name))).toEqual(new Set(["webgpu", "webgl"]));

      const auto = await page.evaluate(async () => window.backends.train("auto", 1));
      expect(auto).toMatchObject({ backend: "wasm" });
      const byGpu = await page.evaluate(async () => window.backends.train("webgpu", 1));
      expect(byGpu).toMatchObject({ backend: "webgpu" });
      if (auto.kind === "failed" || byGpu.kind === "failed") throw new Error("not trained");
      const own = auto.weights;
      byGpu.weights.forEach((weight, i) => {
        expect(weight).toBeCloseTo(own[i]!, 4);
      });
      await watched.expectClean({ warnings: true });
    });
  });

  it("does without any GPU, and refuses one that is chosen all the same", async () => {
    await withPage("none", async (watched) => {
      const probes = await watched.page.evaluate(() => window.backends.probe());
      expect(probes.map(({ name }) => name).slice(0, 2)).toEqual(["wasm", "cpu"]);
      for (const probe of probes.slice(2)) expect(probe).toMatchObject({ available: false, correct: false });
      const refused = await watched.page.evaluate(async () => window.backends.train("webgpu", 1));
      expect(refused).toMatchObject({ code: "backend-unusable" });
      await watched.expectClean({ warnings: true });
    });
  });

  it.each(["webgpu", "webgl"] as const)(
    "tells a GPU lost while %s trains, and trains again after it",
    async (name) => {
      await withPage("software", async ({ page }) => {
        const training = page.evaluate(async (backend) => window.backends.train(backend, 500), name);
        await page.evaluate(() => window.backends.trainingBegins());
        await page.waitForTimeout(500);
        const devTools = await page.context().browser()!.newBrowserCDPSession();
        await devTools.send("Browser.crashGpuProcess");
        expect(await training).toMatchObject({
          code: "gpu-lost",
          advice: expect.stringContaining("again") as string,
        });
        expect(await page.evaluate(async (backend) => window.backends.train(backend, 1), name)).toMatchObject(
          {
            backend: name,
          },
        );
      });
    },
  );
});
