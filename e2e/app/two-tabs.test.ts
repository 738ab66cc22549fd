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
import { GeophoneApp, writeInto } from "./geophone-app.ts";
import { storedThings } from "./stored-things.ts";

describeWithBrowser("two tabs at once", () => {
  let server: ServedApp;
  let browser: LaunchedBrowser;
  let firstTab: WatchedPage;
  let secondTab: WatchedPage;

  beforeAll(async () => {
    server = await serveApp();
    browser = await launchBrowser({ gpu: "none" });
    firstTab = await openApp(browser.context, server.url);
    await new GeophoneApp(firstTab.page).settled();
    secondTab = await openApp(browser.context, server.url);
    await new GeophoneApp(secondTab.page).settled();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it("one works, the other only looks, and takes over when the first is closed", async () => {
    const first = new GeophoneApp(firstTab.page);
    const second = new GeophoneApp(secondTab.page);
    const onlyLooks = (app: GeophoneApp) =>
      app.page.getByText("Another tab is at work here: this one only looks");
    await onlyLooks(second).waitFor();
    expect(await onlyLooks(first).count()).toBe(0);

    // Before there is anything: it cannot begin, and looks at files all the same.
    expect(await second.button("Open the demo survey").isDisabled()).toBe(true);
    const folder = await temporaryFolder();
    const letter = await writeInto(folder, "letter.sgy", "Dear reader. ".repeat(600));
    await second.drop([letter]);
    await second.page.getByRole("article", { name: "letter.sgy" }).getByText("plain text").waitFor();
    await second.button("Leave all out").click();

    // What the first makes is seen by the second, which nobody reloads.
    await second.page.evaluate(() => ((globalThis as { neverReloaded?: boolean }).neverReloaded = true));
    await first.openDemo();
    await second.page.getByLabel("Surveys", { exact: true }).getByRole("button", { name: "demo" }).waitFor();
    await first.computeFeatures({ lengthMs: 256, stepMs: 64, every: 4 });

    await second.go("Features");
    await second.page.getByText("take every", { exact: false }).first().waitFor();
    expect(await second.button("Compute features").isDisabled()).toBe(true);
    await second.go("Train");
    await expect.poll(() => second.button("Train").isDisabled()).toBe(true);
    await second.go("Storage");
    expect(await second.button("Save an archive").isDisabled()).toBe(true);
    expect(await second.button("Open an archive").isDisabled()).toBe(true);
    expect(await second.button("Delete everything").isDisabled()).toBe(true);
    // Looking is allowed: the check reads all and changes nothing.
    const before = await storedThings(first.page);
    expect((await second.checkEverything()).problems).toEqual([]);

    // A way in that no button closes: refused before anything is done, in words.
    await second.drop([await writeInto(folder, "some.zip", "not a zip")]);
    const note = second.page.locator("main").getByRole("alert");
    await note.waitFor();
    expect(await note.locator("code").textContent()).toBe("tab-read-only");
    expect(await note.textContent()).toMatch(/this one only looks.*Go on in the other tab, or close it/s);
    await second.button("Close this note").click();
    expect(await storedThings(first.page)).toEqual(before);

    // A job of the first that its closing breaks off is taken up by the second.
    await first.go("Features");
    await first.setWindows({ lengthMs: 256, stepMs: 12, every: 1 });
    await first.button("Compute features").click();
    await expect.poll(() => first.isBusy()).toBe(true);
    await firstTab.expectClean();
    await first.page.close();

    await onlyLooks(second).waitFor({ state: "detached" });
    await second.page.getByText("Resumed: Features").waitFor();
    await second.settled();
    await second.go("Train");
    await second.page.getByText("Parameters and classes").click();
    await second.page.getByLabel("trees a class").fill("5");
    expect(await second.train()).toBe(1);
    expect((await second.checkEverything()).problems).toEqual([]);
    expect(await second.page.evaluate(() => (globalThis as { neverReloaded?: boolean }).neverReloaded)).toBe(
      true,
    );
    await secondTab.expectClean();
  });
});
