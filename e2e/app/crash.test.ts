import { expect, it, onTestFinished } from "vitest";
import { describeWithBrowser, serveApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { killAgainAndAgain } from "./killed-jobs.ts";

describeWithBrowser("a tab that is killed", () => {
  it("loses nothing, and its jobs go on: 8 kills in ingest, features and training", async () => {
    const app = await serveApp();
    onTestFinished(() => app.close());
    // `npm run soak -- crash` kills a hundred times.
    const counts = { demo: 2, dropped: 2, features: 2, training: 2 };
    const { kills, met } = await killAgainAndAgain(app.url, await temporaryFolder(), 20, counts);
    expect(kills).toBe(8);
    // The machine's mood decides how many come after the work: most must not.
    expect(met).toBeGreaterThan(4);
  });
});
