import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { zipSync } from "fflate";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoDefaults, writeDemoSurvey } from "../../src/pipeline/demo/contract.ts";
import { memorySink } from "../../src/services/memory-house.fixture.ts";
import {
  describeWithBrowser,
  launchBrowser,
  openApp,
  serveApp,
  type LaunchedBrowser,
  type ServedApp,
  type WatchedPage,
} from "../support/app.ts";
import { GeophoneApp, writeInto } from "./geophone-app.ts";
import { storedThings } from "./stored-things.ts";

const samples = 200;
const traceBytes = 240 + 4 * samples;
const traces = 20 * 48;

async function smallSurvey(seed: number): Promise<Buffer> {
  const sinks = { survey: memorySink(), labels: memorySink(), labelTable: memorySink() };
  await writeDemoSurvey({ ...demoDefaults, seed, inlines: 20, crosslines: 48, samples }, sinks);
  return Buffer.from(sinks.survey.bytes());
}

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

// The eight bytes that every PNG starts with, a header chunk's beginning, and filling.
const picture = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]),
  Buffer.alloc(9000, 0x5a),
]);

describeWithBrowser("bad input in the app", () => {
  let server: ServedApp;
  let browser: LaunchedBrowser;
  let watched: WatchedPage;
  let app: GeophoneApp;
  let folder: string;
  let survey: Buffer;

  beforeAll(async () => {
    server = await serveApp();
    browser = await launchBrowser({ gpu: "none" });
    watched = await openApp(browser.context, server.url);
    app = new GeophoneApp(watched.page);
    folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
    survey = await smallSurvey(3);
    await app.openDemo();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The note that tells a failure: its code, its words, its advice. */
  async function expectTold(within: Locator, code: string, words: RegExp): Promise<void> {
    const note = within.getByRole("alert").filter({ hasText: code });
    await note.waitFor({ timeout: 60_000 });
    expect(await note.locator("code").textContent()).toBe(code);
    expect(await note.locator("b").textContent()).toMatch(words);
    // What to do, in a sentence of its own.
    expect((await note.locator("p").nth(1).textContent()) ?? "").toMatch(/^[A-Z].{10,}\.$/);
  }

  /** Does what goes wrong; nothing that was stored before is touched, and the person can go on. */
  async function harmless(act: () => Promise<void>): Promise<void> {
    const before = await storedThings(app.page);
    await act();
    await app.settled();
    expect(await storedThings(app.page)).toEqual(before);
    const { problems } = await app.checkEverything();
    expect(problems).toEqual([]);
    await watched.expectClean();
  }

  async function leaveAllOut(): Promise<void> {
    await app.go("Survey");
    await app.button("Leave all out").click();
    await app.page.getByLabel("Chosen files").waitFor({ state: "detached" });
  }

  const article = (name: string): Locator => app.page.getByRole("article", { name });
  const page = (): Locator => app.page.locator("main");

  const refused: readonly [name: string, make: () => string | Buffer, code: string, words: RegExp][] = [
    ["empty.sgy", () => "", "segy-empty", /empty\.sgy is empty/],
    ["letter.sgy", () => "Dear reader, this is a plain text. ".repeat(200), "segy-not-segy", /plain text/],
    ["picture.sgy", () => picture, "segy-not-segy", /picture\.sgy/],
    [
      "format.sgy",
      () => changed(survey, (copy) => copy.writeInt16BE(99, 3224)),
      "segy-not-segy",
      /format code .* is 99/,
    ],
    [
      "broken.csv",
      () => "inline,crossline,start_ms,end_ms,class\n100,300,0,200,normal\n100,301,0,soon,normal\n",
      "label-row-invalid",
      /soon/,
    ],
  ];

  it("files that are held over the window are said yes to on every move, and let go of when they leave", async () => {
    const veil = app.page.locator(".drop-veil");
    /** Whether the app takes what is held over a place: a browser hands over nothing that it did not say yes to. */
    const takes = (where: string, type: string, kind: "file" | "text"): Promise<boolean> =>
      app.page.locator(where).evaluate(
        (element, [type, kind]) => {
          const dataTransfer = new DataTransfer();
          if (kind === "file") dataTransfer.items.add(new File(["C 1"], "line.sgy"));
          else dataTransfer.setData("text/plain", "C 1");
          const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
          element.dispatchEvent(event);
          return event.defaultPrevented;
        },
        [type, kind] as const,
      );
    expect(await takes("main", "dragenter", "text")).toBe(false);
    expect(await takes("main", "dragover", "text")).toBe(false);
    expect(await veil.count()).toBe(0);
    expect(await takes("main", "dragenter", "file")).toBe(true);
    await veil.waitFor();
    // The veil comes under the pointer, and the drop may follow before another move.
    expect(await takes(".drop-veil", "dragenter", "file")).toBe(true);
    expect(await takes(".drop-veil", "dragover", "file")).toBe(true);
    // Two enters and one leave, but out of the window: the event has no related target.
    await takes(".drop-veil", "dragleave", "file");
    await veil.waitFor({ state: "detached" });
  });

  it("files that cannot be used are refused where they were dropped, each with its reason", async () => {
    await harmless(async () => {
      const files: string[] = [];
      for (const [name, make] of refused) files.push(await writeInto(folder, name, make()));
      await app.drop(files);
      for (const [name, , code, words] of refused) await expectTold(article(name), code, words);
      expect(await article("broken.csv").getByRole("alert").textContent()).toContain("line 3");
      expect(await app.button("Nothing to take in").isDisabled()).toBe(true);
    });
    await leaveAllOut();
  });

  it("what is whole of a damaged file is read, and what is odd of it is said", async () => {
    const cut = survey.subarray(0, 3600 + 50 * traceBytes + 77);
    const miscounted = changed(survey, (copy) => copy.writeUInt16BE(177, 3220));
    await app.drop([
      await writeInto(folder, "cut.sgy", cut),
      await writeInto(folder, "samples.sgy", miscounted),
    ]);
    await article("cut.sgy").getByText("50 whole traces are read").waitFor();
    await article("cut.sgy")
      .getByText(`byte ${(3600 + 50 * traceBytes).toLocaleString("en").replaceAll(",", "\u2009")}`)
      .waitFor();
    await article("samples.sgy").getByText("the binary header says 177 samples a trace").waitFor();
    expect(await article("samples.sgy").getByLabel("Samples a trace").inputValue()).toBe(String(samples));
    await leaveAllOut();
  });

  it("a wrong format code can be put right", async () => {
    await app.drop([path.join(folder, "format.sgy")]);
    await article("format.sgy").getByLabel("sample format").selectOption("5");
    await article("format.sgy").getByText("inline 100 – 119 · crossline 300 – 347").waitFor();
    await leaveAllOut();
  });

  it("labels that match no trace", async () => {
    await harmless(async () => {
      const rows = "inline,crossline,start_ms,end_ms,class\n9001,300,0,200,normal\n";
      await app.drop([await writeInto(folder, "elsewhere.csv", rows)]);
      await app.button("Take in 1 label file").click();
      await expectTold(
        app.page.getByLabel("Chosen files"),
        "labels-match-nothing",
        /^elsewhere\.csv labels inline 9001.* demo \(inlines 100/,
      );
    });
    await leaveAllOut();
    // What failed for another file is no news for the next one.
    await app.drop([path.join(folder, "broken.csv")]);
    await article("broken.csv").getByRole("alert").waitFor();
    expect(await app.page.getByText("labels-match-nothing").count()).toBe(0);
    await leaveAllOut();
  });

  it("a file of another content under a name that is taken", async () => {
    await harmless(async () => {
      await app.drop([await writeInto(folder, "demo.sgy", survey)]);
      await expectTold(article("demo.sgy"), "survey-name-taken", /demo\.sgy/);
    });
    await leaveAllOut();
  });

  it("windows that are longer than the traces", async () => {
    await harmless(async () => {
      await app.go("Features");
      await app.setWindows({ lengthMs: 5000, stepMs: 64, every: 8 });
      await app.button("Compute features").click();
      await expectTold(page(), "window-too-long", /300/);
    });
    await app.computeFeatures({ lengthMs: 256, stepMs: 64, every: 8 });
  });

  it("one line to train and to test on cannot be chosen; nothing to train on is told", async () => {
    await app.go("Train");
    const train = app.page.getByRole("radio", { name: /: train$/ });
    await train.first().waitFor();
    const chosen: string[] = [];
    for (const radio of await train.all())
      if (await radio.isChecked())
        chosen.push(((await radio.getAttribute("aria-label")) ?? "").replace(/: train$/, ""));
    expect(chosen.length).toBeGreaterThan(1);
    for (const line of chosen) {
      await app.chooseLines({ [line]: "test" });
      expect(await app.page.getByRole("radio", { name: `${line}: train` }).isChecked()).toBe(false);
    }
    await expectTold(page(), "lines-missing", /train on/);
    expect(await app.button("Train").isDisabled()).toBe(true);
    await app.page.reload();
    await app.settled();
  });

  it("bundles and archives that cannot be trusted", async () => {
    await app.go("Train");
    await app.page.getByText("Parameters and classes").click();
    await app.page.getByLabel("trees a class").fill("5");
    await app.train();
    await app.go("Models");
    const bundle = path.join(folder, "bundle.zip");
    await app.save(() => app.button("Save the bundle of version 1").click(), bundle);
    await app.go("Storage");
    const archive = path.join(folder, "archive.zip");
    await app.save(() => app.button("Save an archive").click(), archive);
    const [bundleBytes, archiveBytes] = await Promise.all([readFile(bundle), readFile(archive)]);
    await app.deleteEverything();
    await app.takeIn([await writeInto(folder, "mine.sgy", survey)]);

    const middle = Math.floor(bundleBytes.length / 2);
    const cases: readonly [name: string, bytes: Uint8Array, code: RegExp][] = [
      ["changed.zip", changed(bundleBytes, (copy) => (copy[middle]! ^= 0x40)), /^(bundle|golden)-/],
      ["notes.zip", Buffer.from("not a zip"), /^bundle-not-zip$/],
      ["holiday.zip", zipSync({ "beach.txt": new TextEncoder().encode("sand") }), /^bundle-/],
      ["cut-archive.zip", archiveBytes.subarray(0, archiveBytes.length - 1000), /^archive-/],
      [
        "hostile.zip",
        zipSync(
          {
            "geophone-archive.json": new TextEncoder().encode(
              JSON.stringify({
                format: "geophone-archive",
                version: 1,
                codeVersion: "1",
                files: [{ path: "../../evil", bytes: 1, sha256: "0".repeat(64) }],
              }),
            ),
            "../../evil": new Uint8Array([1]),
          },
          { level: 0 },
        ),
        /^archive-/,
      ],
      ["whole-archive.zip", archiveBytes, /^workspace-not-empty$/],
    ];
    for (const [name, bytes, code] of cases)
      await harmless(async () => {
        await app.go("Models");
        await app.drop([await writeInto(folder, name, bytes)]);
        const note = page().getByRole("alert");
        await note.waitFor({ timeout: 60_000 });
        expect(await note.count(), name).toBe(1);
        expect(await note.locator("code").textContent(), name).toMatch(code);
        expect((await note.locator("p").nth(1).textContent()) ?? "", name).toMatch(/^[A-Z].{10,}\.$/);
        await app.button("Close this note").click();
        await note.waitFor({ state: "detached" });
      });
    // The same archive, whole, into a workspace of nothing.
    await app.deleteEverything();
    await app.drop([archive]);
    await app.go("Models");
    await app.version(1).waitFor({ timeout: 60_000 });
    const { problems } = await app.checkEverything();
    expect(problems).toEqual([]);
  });

  it("a file that changes or goes away after it was chosen", async () => {
    await app.deleteEverything();
    const own = await writeInto(folder, "own.sgy", survey);
    await app.takeIn([own]);
    for (const harm of [
      () =>
        writeFile(
          own,
          changed(survey, (copy) => (copy[9000]! ^= 1)),
        ),
      () => rm(own),
    ]) {
      await harm();
      if (harm.toString().includes("writeFile")) await utimes(own, new Date(), new Date(Date.now() + 5000));
      await harmless(async () => {
        await app.go("Features");
        await app.setWindows({ lengthMs: 128, stepMs: 32, every: 1 });
        await app.button("Compute features").click();
        const note = page().getByRole("alert");
        await note.waitFor();
        expect(await note.locator("code").textContent()).toMatch(
          /^(file-unreadable|survey-file-changed|file-missing)$/,
        );
        expect(await note.textContent()).toMatch(/own\.sgy/);
        expect((await note.locator("p").nth(1).textContent()) ?? "").toMatch(/^[A-Z].{10,}\.$/);
      });
    }
    await app.go("Survey");
    await app.page.getByText("1 file is not open in this tab").waitFor();
    // The same file again, from wherever it is now: nothing has to be taken in anew.
    await app.drop([await writeInto(folder, "own.sgy", survey)]);
    await app.page.getByText("1 file is not open in this tab").waitFor({ state: "detached" });
    await app.computeFeatures({ lengthMs: 128, stepMs: 32, every: 1 });
    await watched.expectClean();
  });

  it("samples that are no numbers, and labels of one class only", async () => {
    await app.deleteEverything();
    const odd = changed(survey, (copy) => copy.writeFloatBE(NaN, 3600 + 7 * traceBytes + 240 + 4 * 100));
    const rows = ["inline,crossline,start_ms,end_ms,class"];
    for (let trace = 0; trace < traces; trace++)
      rows.push(`${100 + Math.floor(trace / 48)},${300 + (trace % 48)},0,800,normal`);
    await app.takeIn([
      await writeInto(folder, "odd.sgy", odd),
      await writeInto(folder, "same.csv", rows.join("\n")),
    ]);
    await app.go("Survey");
    await app.page.getByText("1 trace with NaN or infinity").waitFor();
    await app.computeFeatures({ lengthMs: 128, stepMs: 64, every: 1 });
    await harmless(async () => {
      await app.go("Train");
      await app.button("Train").click();
      await expectTold(page(), "single-class", /training examples are of class/);
    });
    await watched.expectClean();
  });
});
