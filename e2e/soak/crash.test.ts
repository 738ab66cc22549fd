import { randomInt } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import { describeWithBrowser, serveApp } from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import { killAgainAndAgain } from "../app/killed-jobs.ts";

/** Of twenty kills each. */
const rounds = Number(process.env["GEOPHONE_KILL_ROUNDS"] ?? 5);

describeWithBrowser("a tab that is killed, at length", () => {
  it(`loses nothing in ${20 * rounds} kills`, async () => {
    const app = await serveApp();
    onTestFinished(() => app.close());
    const first = Number(process.env["GEOPHONE_SEED"] ?? randomInt(1_000_000));
    let met = 0;
    for (let round = 0; round < rounds; round++) {
      const seed = first + round;
      console.log(`round ${round + 1} of ${rounds}: seed ${seed} (GEOPHONE_SEED=${first} repeats this run)`);
      const counts = { demo: 3, dropped: 4, features: 7, training: 6 };
      const done = await killAgainAndAgain(app.url, await temporaryFolder(), seed, counts);
      expect(done.kills).toBe(20);
      met += done.met;
    }
    console.log(`${met} of ${20 * rounds} kills met a job at work`);
    expect(met).toBeGreaterThan(10 * rounds);
  });
});
