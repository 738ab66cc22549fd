import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { readFile } from "node:fs/promises";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { projectRoot } from "../support/data.ts";
import { inFolder } from "./command-line.ts";
import { GeophoneApp } from "./geophone-app.ts";

const ready = z.object({ address: z.string(), modelVersion: z.string() });

/** `geophone serve` as a person starts it; resolves when it says that it is ready. */
async function startScoring(
  bundle: string,
  port = 0,
): Promise<z.infer<typeof ready> & { stop(): Promise<void> }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      path.join(projectRoot, "dist/node/geophone.js"),
      ...["serve", "--bundle", bundle, "--port", String(port), "--scorers", "1", "--log", "error", "--json"],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise<void>((resolve) =>
    child.once("exit", () => {
      resolve();
    }),
  );
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  onTestFinished(stop);
  const told = await new Promise<unknown>((resolve, reject) => {
    let text = "";
    child.once("exit", () => {
      reject(new Error(`geophone serve ended: ${text}`));
    });
    child.stdout!.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      try {
        resolve(JSON.parse(text));
      } catch {
        // Not all of it is there yet.
      }
    });
  });
  return { ...ready.parse(told), stop };
}

const answerSchema = z.object({
  predictions: z.array(z.object({ probabilities: z.record(z.string(), z.number()) })),
  model_version: z.string(),
});

describeWithBrowser("the Serve page", () => {
  it("scores a trace here and through geophone serve, with equal answers", async () => {
    const at = inFolder(await temporaryFolder());
    let served = await serveApp();
    onTestFinished(() => served.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const app = new GeophoneApp(page);
    await app.openDemo();
    await app.computeFeatures({ lengthMs: 256, stepMs: 64, every: 2 });
    await app.go("Train");
    await app.train();
    await app.go("Models");
    await app.save(() => app.button("Save the bundle of version 1").click(), at("bundle.zip"));

    // Without a server: local answers, and how to get one.
    await app.go("Serve");
    await page.getByText("None is configured.").waitFor();
    const answers = page.getByLabel("What it says", { exact: true });
    const panel = page.getByLabel("Scoring server", { exact: true });
    await answers.getByText("15 windows").waitFor();
    expect(await answers.getByText("through the server").count()).toBe(0);
    // Keys: the next trace; the window below.
    const place = page.getByText(/^Inline \d+ · crossline/);
    const before = await place.textContent();
    await page.keyboard.press(".");
    await expect.poll(() => place.textContent()).not.toBe(before);
    await page.getByRole("slider", { name: "Window" }).press("Home");
    await page.getByRole("slider", { name: "Window" }).press("ArrowDown");
    await answers.getByText("Window 2 of 15").waitFor();
    await watched.expectClean();

    // With one, at the same address of the app.
    const scoring = await startScoring(at("bundle.zip"));
    const { port } = served;
    await served.close();
    served = await serveApp({ port, api: scoring.address });
    await page.reload();
    await app.settled();
    await panel.getByText("ready", { exact: true }).waitFor();
    const agreement = answers.locator("[data-agreement=same]");
    await agreement
      .getByText("Same class in all 15 windows · largest difference of probabilities 0")
      .waitFor();
    expect(await answers.getByText("another bundle").count()).toBe(0);
    await panel.getByText(scoring.modelVersion).waitFor();
    await expect.poll(() => panel.getByText("Predictions so far").count()).toBe(1);

    // The very request, from elsewhere.
    await app.save(() => app.button("Save the request").click(), at("request.json"));
    const answer = await fetch(`${served.url}/api/predict`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: await readFile(at("request.json")),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    const { predictions, model_version } = answerSchema.parse(await answer.json());
    expect(predictions).toHaveLength(15);
    expect(model_version).toBe(scoring.modelVersion);
    await page.getByRole("slider", { name: "Window" }).press("Home");
    const shown = answers.locator("table.probabilities tbody tr").first().locator(".value");
    expect(await shown.allTextContents()).toEqual(
      Array<string>(2).fill(Object.values(predictions[0]!.probabilities)[0]!.toFixed(4)),
    );
    await watched.expectClean();

    // Another model here: said, and shown for what it is.
    await app.go("Train");
    await page.getByLabel("seed").fill("7");
    await app.train();
    await app.go("Serve");
    await answers.getByText("The server has another bundle").waitFor();

    // Gone, and the page says so.
    await scoring.stop();
    await app.button("Look again").click();
    await panel.getByText("The scoring server is not ready: no scoring server answered").waitFor();
    await watched.expectClean({ expected: [/502|Bad Gateway/] });
  });
});
