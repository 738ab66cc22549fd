import { readFile } from "node:fs/promises";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { describeWithBrowser, launchBrowser, openApp, serveApp } from "../support/app.ts";
import { geophoneJson, temporaryFolder } from "../support/cli.ts";
import { inFolder, must } from "./command-line.ts";
import { GeophoneApp } from "./geophone-app.ts";

const historySchema = z.object({
  events: z.array(
    z.object({
      who: z.string(),
      action: z.string(),
      version: z.number(),
      to: z.string().optional(),
      replaced: z.number().optional(),
      reason: z.string(),
      overridden: z.boolean(),
      overrideReason: z.string().optional(),
      gates: z.array(z.object({ gate: z.string(), passed: z.boolean() })),
    }),
  ),
});

describeWithBrowser("a model's way to Production in the app", () => {
  it("is refused, reasoned, promoted, displaced and rolled back; the history is whole after a reload and in the archive", async () => {
    const at = inFolder(await temporaryFolder());
    const served = await serveApp();
    onTestFinished(() => served.close());
    const browser = await launchBrowser({ gpu: "none" });
    onTestFinished(() => browser.close());
    const watched = await openApp(browser.context, served.url);
    const { page } = watched;
    const app = new GeophoneApp(page);
    await app.openDemo();
    await app.computeFeatures({ lengthMs: 256, stepMs: 64, every: 8 });
    await app.go("Train");
    await page.getByLabel(/^let it see the window's time/).check();
    // The old way: neighbours of what is tested are trained on.
    await app.button("Random windows").click();
    expect(await app.train()).toBe(1);
    await app.button("Whole lines").click();
    expect(await app.train()).toBe(2);

    await app.go("Models");
    await page.getByLabel("Acting as").fill("Ada");
    const stages = page.getByRole("group", { name: "Stage to move to" });
    const gates = page.getByRole("list", { name: "Gates" });
    const history = page.getByRole("list", { name: "History, newest first" });
    const stageOf = (version: number): Promise<string | null> =>
      page
        .getByRole("row", { name: `version ${version}` })
        .first()
        .locator(".chip.stage")
        .textContent();
    const toProduction = async (version: number, note: string): Promise<void> => {
      await app.button(`version ${version}`).first().click();
      await stages.getByRole("button", { name: "Production" }).click();
      await page.getByLabel("Owner's note: why this one, for what").fill(note);
      // Judged anew once there is a note.
      await gates.getByText("The owner's note is there").waitFor();
    };

    // The gate refuses, with the numbers; a person gives a reason, and it stays.
    await toProduction(1, "to have something");
    expect(await gates.locator(".failed").allTextContents()).toEqual([
      expect.stringMatching(/^Spatial score.*\(random split\).*inflated/),
    ]);
    const override = app.button("Override and move to Production");
    expect(await override.isDisabled()).toBe(true);
    await page.getByLabel("Reason to override the gates").fill("there is no other yet");
    await override.click();
    await history.getByText("version 1 None → Production").waitFor();
    await history.getByText("Overridden spatial score: there is no other yet").waitFor();
    expect(await stageOf(1)).toBe("Production");

    // Another one passes every gate, and displaces it.
    await toProduction(2, "looked at on both test lines");
    expect(await gates.first().locator(".passed").count()).toBe(5);
    await app.button("Move to Production").click();
    await history.getByText("version 2 None → Production, in place of version 1").waitFor();
    expect([await stageOf(1), await stageOf(2)]).toEqual(["Archived", "Production"]);

    await page.getByLabel("New alias").fill("champion");
    await app.button("Set").click();
    await history.getByText("champion is version 2").waitFor();
    await app.button("Edit").click();
    await page.getByLabel("Limits that the records cannot know").fill("Not for gas-bearing lines.");
    await app.button("Save the words").click();
    await page.locator(".card").getByText("Not for gas-bearing lines.").waitFor();
    await app.save(() => app.button("Markdown").click(), at("card.md"));
    expect(await readFile(at("card.md"), "utf8")).toContain("Not for gas-bearing lines.");

    // Beside the other: not the same tested windows, so no difference is said.
    await page.getByLabel("Version to compare with").selectOption("1");
    await page.getByText("The two were not tested on the same windows").waitFor();
    await page.getByText("The scores of version 1 are inflated").waitFor();
    expect(await page.locator(".comparison .number.good, .comparison .number.bad").count()).toBe(0);

    // One step goes back.
    await page.getByLabel("Reason to roll back").fill("too slow on site");
    await app.button("Roll back to version 1").click();
    await history.getByText("rolled back to version 1, in place of version 2").waitFor();
    expect([await stageOf(1), await stageOf(2)]).toEqual(["Production", "Archived"]);
    const told = await history.getByRole("listitem").allTextContents();
    await page.reload();
    await app.settled();
    await expect.poll(() => history.getByRole("listitem").allTextContents()).toEqual(told);
    await app.save(() => app.button("SVG").click(), at("lineage.svg"));
    expect(await readFile(at("lineage.svg"), "utf8")).toContain("demo.sgy");

    await app.go("Storage");
    await app.save(() => app.button("Save an archive").click(), at("app.geophone.zip"));
    await watched.expectClean();
    await must(["workspace", "import", at("app.geophone.zip"), "--workspace", at("from-app")]);
    const { events } = await geophoneJson(historySchema, [
      "models",
      "history",
      "--workspace",
      at("from-app"),
    ]);
    expect(
      events.map(
        ({ who, action, version, to, replaced, reason, overridden, overrideReason, gates: judged }) => ({
          who,
          action,
          version,
          to,
          replaced,
          reason,
          refused: judged.filter(({ passed }) => !passed).map(({ gate }) => gate),
          overridden,
          overrideReason,
        }),
      ),
    ).toMatchObject([
      { who: "the app", action: "registered", version: 1 },
      { who: "the app", action: "registered", version: 2 },
      {
        who: "Ada",
        action: "moved",
        version: 1,
        to: "Production",
        reason: "to have something",
        refused: ["spatial-score"],
        overridden: true,
        overrideReason: "there is no other yet",
      },
      {
        who: "Ada",
        action: "moved",
        version: 2,
        to: "Production",
        replaced: 1,
        reason: "looked at on both test lines",
        refused: [],
        overridden: false,
      },
      { who: "Ada", action: "alias-set", version: 2 },
      { who: "Ada", action: "described", version: 2 },
      {
        who: "Ada",
        action: "rolled-back",
        version: 1,
        replaced: 2,
        reason: "too slow on site",
        refused: [],
        overridden: false,
      },
    ]);
  });
});
