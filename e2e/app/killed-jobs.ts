import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { seededRandom } from "../../src/numerics/random.ts";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import { writeInto, type GeophoneApp } from "./geophone-app.ts";
import { MortalApp, type Death } from "./mortal-app.ts";
import { lostThings, storedThings } from "./stored-things.ts";

/** Every trace, a small step: 480,000 windows, so that there is something to be killed in. */
const windows = { lengthMs: 256, stepMs: 16, every: 1 };

export interface KillCounts {
  readonly demo: number;
  readonly dropped: number;
  readonly features: number;
  readonly training: number;
}

/** Survey files, unlike the one that the app makes. */
async function ownFiles(folder: string, number: number): Promise<string[]> {
  const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
  await writeDemoSurvey({ ...demoDefaults, seed: 99 }, sinks);
  const bytes = sinks.survey.bytes();
  return Promise.all(Array.from({ length: number }, (_, i) => writeInto(folder, `north-${i}.sgy`, bytes)));
}

async function startDemo(app: GeophoneApp): Promise<void> {
  await app.go("Survey");
  await app.button("Open the demo survey").click();
}

async function startTakingIn(app: GeophoneApp, file: string): Promise<void> {
  await app.drop([file]);
  const take = app.button(/^Take in/);
  await expect.poll(() => take.isEnabled(), { timeout: 20_000 }).toBe(true);
  await take.click();
}

async function startFeatures(app: GeophoneApp, lengthMs: number): Promise<void> {
  await app.go("Features");
  await app.setWindows({ ...windows, lengthMs });
  await app.button("Compute features").click();
}

async function startTraining(app: GeophoneApp, seed: number): Promise<void> {
  await app.go("Train");
  await app.page.getByLabel("seed", { exact: true }).fill(String(seed));
  await app.page.getByText("Parameters and classes").click();
  await app.page.getByLabel("trees a class").fill("15");
  await app.button("Train").click();
}

async function saveBundle(app: GeophoneApp, version: number, file: string): Promise<Buffer> {
  await app.go("Models");
  await app.version(version).click();
  await app.save(() => app.button(`Save the bundle of version ${version}`).click(), file);
  return readFile(file);
}

const namesOf = (things: ReadonlyMap<string, string>): string[] => [...things.keys()];

/** Undisturbed: how long each job takes here, and what it leaves. */
async function undisturbed(mortal: MortalApp, folder: string, file: string) {
  await mortal.open();
  const { app } = mortal;
  const timed = async (start: () => Promise<void>, ended: () => Promise<void>): Promise<number> => {
    const from = performance.now();
    await start();
    await ended();
    return performance.now() - from;
  };
  const settled = async (): Promise<void> => {
    await expect.poll(() => app.isBusy(), { timeout: 5_000 }).toBe(true);
    await app.settled();
  };
  const demo = await timed(() => startDemo(app), settled);
  const demoThings = await storedThings(app.page);
  const features = await timed(() => startFeatures(app, windows.lengthMs), settled);
  const training = await timed(() => startTraining(app, 1), settled);
  const bundle = await saveBundle(app, 1, path.join(folder, "undisturbed.zip"));
  const things = await storedThings(app.page);
  const dropped = await timed(
    () => startTakingIn(app, file),
    () => app.page.getByLabel("Chosen files").waitFor({ state: "detached" }),
  );
  await mortal.close();
  return { usual: { demo, features, training, dropped }, bundle, things, demoThings };
}

/**
 * Kills the app in the middle of its work, again and again, in one profile. After each kill: what had been stored is there to the byte,
 * "Check everything" finds nothing, and the job has gone on or says which file it needs. At the end the features and the model are
 * those of an undisturbed run.
 * @returns how many of the kills met a job at work
 */
export async function killAgainAndAgain(
  url: string,
  folder: string,
  seed: number,
  counts: KillCounts,
): Promise<{ readonly kills: number; readonly met: number }> {
  const files = await ownFiles(folder, Math.max(1, counts.dropped));
  const reference = new MortalApp(url, path.join(folder, "undisturbed"));
  const { usual, bundle, things, demoThings } = await undisturbed(reference, folder, files[0]!);
  const mortal = new MortalApp(url, path.join(folder, "killed"));
  const random = seededRandom(seed, "kills");
  let kills = 0;
  let met = 0;

  /** Lets a job begin, kills it at a random moment, opens the app again and looks whether anything was lost. */
  const killDuring = async (job: keyof KillCounts, start: () => Promise<void>): Promise<void> => {
    const before = await storedThings(mortal.app.page);
    // Of the time that the job took at first: what is warm is quicker, and a kill should meet it at work.
    const share = 0.03 + 0.6 * random.next();
    const death: Death = random.next() < 0.6 ? "tab" : "browser";
    const from = performance.now();
    await start();
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, share * usual[job] - (performance.now() - from))),
    );
    if (await mortal.app.isBusy()) met++;
    await mortal.kill(death);
    kills++;
    await mortal.open();
    await mortal.app.settled();
    const what = `${death} killed at ${share.toFixed(2)} of ${job}, seed ${seed}, kill ${kills}`;
    expect(lostThings(before, await storedThings(mortal.app.page)), what).toEqual([]);
    const { checked, problems } = await mortal.app.checkEverything();
    expect(problems, what).toEqual([]);
    expect(checked, what).toBeGreaterThanOrEqual(before.size > 1 ? 1 : 0);
  };

  await mortal.open();
  for (let i = 0; i < counts.demo; i++) {
    await killDuring("demo", () => startDemo(mortal.app));
    // Nothing of the person's is needed, so it has gone on by itself.
    expect(namesOf(await storedThings(mortal.app.page))).toEqual(namesOf(demoThings));
    if (i < counts.demo - 1) await mortal.app.deleteEverything();
  }
  for (let i = 0; i < counts.features; i++) {
    const lengthMs = windows.lengthMs + 4 * (counts.features - 1 - i);
    await killDuring("features", () => startFeatures(mortal.app, lengthMs));
    expect(await mortal.app.page.locator(".job[data-state=interrupted]").count()).toBe(0);
  }
  for (let i = 0; i < counts.training; i++) {
    await killDuring("training", () => startTraining(mortal.app, counts.training - i));
    await mortal.app.go("Models");
    await mortal.app.version(i + 1).waitFor();
    expect(await mortal.app.version(i + 2).count()).toBe(0);
  }
  const last = await saveBundle(mortal.app, counts.training, path.join(folder, "killed.zip"));
  expect(last.equals(bundle), "the model is that of an undisturbed run").toBe(true);
  // Tables are named by what they are made from: the same names with the same bytes.
  const mine = await storedThings(mortal.app.page);
  const tables = [...things].filter(([name]) => /^(bronze|silver|labels)\//.test(name));
  expect(tables.length).toBeGreaterThan(3);
  expect(lostThings(new Map(tables), mine)).toEqual([]);

  for (const file of files.slice(0, counts.dropped)) {
    const name = path.basename(file, ".sgy");
    await killDuring("dropped", () => startTakingIn(mortal.app, file));
    const note = mortal.app.page.locator(".job[data-state=interrupted]");
    if ((await note.count()) > 0) {
      // A browser forgets a person's files with the page: the note names the one to choose again.
      expect(await note.textContent()).toContain(
        `${name}.sgy is not open in this tab. Drop it on this window`,
      );
      await mortal.app.drop([file]);
      await note.waitFor({ state: "detached" });
      await mortal.app.settled();
      await mortal.app.button("Leave all out").click();
    }
    await mortal.app.go("Survey");
    await mortal.app.page.getByLabel("Surveys", { exact: true }).getByRole("button", { name }).waitFor();
    const { problems } = await mortal.app.checkEverything();
    expect(problems).toEqual([]);
  }
  await mortal.close();
  return { kills, met };
}
