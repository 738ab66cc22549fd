import type { CDPSession, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  serveApp,
  type LaunchedBrowser,
  type ServedApp,
  type WatchedPage,
} from "../support/app.ts";
import { temporaryFolder } from "../support/cli.ts";
import path from "node:path";
import { GeophoneApp } from "./geophone-app.ts";
import { lostThings, storedThings } from "./stored-things.ts";

describeWithBrowser("a browser that has no room left", () => {
  let server: ServedApp;
  let browser: LaunchedBrowser;
  let watched: WatchedPage;
  let app: GeophoneApp;
  let session: CDPSession;

  beforeAll(async () => {
    server = await serveApp();
    browser = await launchBrowser({ gpu: "none" });
    watched = await openApp(browser.context, server.url);
    app = new GeophoneApp(watched.page);
    session = await browser.context.newCDPSession(watched.page);
    await app.settled();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** `room` in bytes beyond what is used now; undefined: as much as there is. */
  async function allow(room?: number): Promise<void> {
    const { usage } = await session.send("Storage.getUsageAndQuota", { origin: server.url });
    await session.send("Storage.overrideQuotaForOrigin", {
      origin: server.url,
      ...(room === undefined ? {} : { quotaSize: Math.floor(usage) + room }),
    });
  }

  /** With so much room and no more: the act fails with `storage-full` and advice, and what was there is there. */
  async function expectFull(room: number, act: () => Promise<void>, place: () => Locator): Promise<void> {
    const before = await storedThings(app.page);
    // What failed before is put away first, so that the note is of this act.
    const dismiss = app.page.getByRole("button", { name: "Dismiss" });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
    await place().getByRole("alert").waitFor({ state: "detached" });
    await allow(room);
    await act();
    const note = place().getByRole("alert").filter({ hasText: "storage-full" });
    await note.waitFor({ timeout: 60_000 });
    expect(await note.textContent()).toMatch(/no room left to store .*Free some space/s);
    await app.settled();
    // What was finished of the new work may stay; nothing of the old is gone.
    expect(lostThings(before, await storedThings(app.page))).toEqual([]);
    expect((await app.checkEverything()).problems).toEqual([]);
    await allow();
  }
  const main = (): Locator => app.page.locator("main");

  it("fails in words while it takes in, computes, trains and saves; once there is room the same works", async () => {
    for (const room of [0, 300_000, 9_500_000]) {
      await expectFull(
        room,
        async () => {
          await app.go("Survey");
          await app.button("Open the demo survey").click();
        },
        main,
      );
      await app.go("Survey");
    }
    await app.openDemo();

    for (const room of [0, 400_000]) {
      await app.go("Features");
      await app.setWindows({ lengthMs: 256, stepMs: 16, every: 1 });
      await expectFull(room, () => app.button("Compute features").click(), main);
    }
    await app.computeFeatures({ lengthMs: 256, stepMs: 32, every: 2 });

    const setTrees = async (): Promise<void> => {
      await app.go("Train");
      if (!(await app.page.getByLabel("trees a class").isVisible()))
        await app.page.getByText("Parameters and classes").click();
      await app.page.getByLabel("trees a class").fill("5");
    };
    for (const room of [0, 20_000]) {
      await setTrees();
      await expectFull(room, () => app.button("Train").click(), main);
    }
    await setTrees();
    expect(await app.train()).toBe(1);

    const file = path.join(await temporaryFolder(), "archive.zip");
    await app.go("Storage");
    const save = (): Promise<void> => app.button("Save an archive").click();
    for (const room of [0, 100_000]) await expectFull(room, save, () => app.page.getByLabel("Take it along"));
    await app.go("Storage");
    await app.save(save, file);
    expect((await app.checkEverything()).problems).toEqual([]);
    await watched.expectClean();
  });
});
