import { expect, it, onTestFinished } from "vitest";
import { describeWithBrowser, serveApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { killAgainAndAgain } from "./killed-jobs.ts";

describeWithBrowser("a tab that is killed", () => {
  it("loses nothing, and its jobs go on: 20 kills in ingest, features and training", async () => {
    const app = await serveApp();
    onTestFinished(() => app.close());
    const counts = { demo: 3, dropped: 4, features: 7, training: 6 };
    const { kills, met } = await killAgainAndAgain(app.url, await temporaryFolder(), 20, counts);
    expect(kills).toBe(20);
    // The machine's mood decides how many come after the work: most must not.
    expect(met).toBeGreaterThan(10);
  }, 420_000);
});
