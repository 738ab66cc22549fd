import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openFileSource } from "../../src/adapters/node/file-byte-source.ts";
import { seededRandom } from "../../src/numerics/random.ts";
import { readBundle } from "../../src/pipeline/bundle/contract.ts";
import { openSegy } from "../../src/pipeline/segy/contract.ts";
import { scoreWindows } from "../../src/pipeline/serving/contract.ts";
import { demoFiles, memoryPorts, trainDemo } from "../../src/pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../../src/pipeline/steps/export-bundle.ts";
import { columnOf, decodeParquet } from "../../src/pipeline/workspace/contract.ts";
import { float32Matrix } from "../../src/quantities/matrix.ts";
import { geophone, geophoneFailure, geophoneJson, temporaryFolder } from "../support/cli.ts";
import { projectRoot } from "../support/data.ts";

const batchSchema = z.object({
  scored: z.array(z.object({ output: z.string(), examples: z.number(), why: z.string() })),
  kept: z.array(z.object({ output: z.string() })),
  failed: z.array(z.object({ file: z.string(), code: z.string() })),
});
const traceBytes = 240 + 4 * 120;

let bundle: Uint8Array;
let survey: Uint8Array;
/** 800 traces. */
let larger: Uint8Array;

beforeAll(async () => {
  const files = await demoFiles();
  const ports = await memoryPorts(files);
  await trainDemo(ports);
  bundle = (await exportBundle(ports, "1")).bytes;
  survey = files.get("demo.sgy")!;
  larger = (await demoFiles({ inlines: 20, crosslines: 40 })).get("demo.sgy")!;
}, 60_000);

/** A folder with the bundle and as many lines as asked for, each with its traces in another order. */
async function lines(
  count: number,
): Promise<{ readonly folder: string; readonly model: string; readonly files: string[] }> {
  const folder = await temporaryFolder();
  const model = path.join(folder, "model.zip");
  await writeFile(model, bundle);
  await mkdir(path.join(folder, "in"));
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const cut = 3600 + 50 * i * traceBytes;
    files.push(path.join(folder, "in", `line-${i}.sgy`));
    await writeFile(
      files[i]!,
      Buffer.concat([larger.subarray(0, 3600), larger.subarray(cut), larger.subarray(3600, cut)]),
    );
  }
  return { folder, model, files };
}

/** Contents by name, temporary files too. */
async function contents(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  const all = new Map<string, string>();
  for (const name of names) all.set(name, (await readFile(path.join(folder, name))).toString("base64"));
  return all;
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [path.join(projectRoot, "dist/node/geophone.js"), ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
  return { child, ended };
}

/** Until so many files are told to be done in a folder; or the command has ended. */
async function doneFiles(folder: string, count: number, ended: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  void ended.then(() => {
    over.abort();
  });
  const manifest = z.object({ files: z.array(z.unknown()) });
  while (!over.signal.aborted) {
    const text = await readFile(path.join(folder, "predictions.json"), "utf8").catch(() => '{"files":[]}');
    if (manifest.parse(JSON.parse(text)).files.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("predict --out-dir", { timeout: 120_000 }, () => {
  it("gives every trace its own prediction, however the traces of a file are shuffled", async () => {
    const folder = await temporaryFolder();
    const model = path.join(folder, "model.zip");
    await writeFile(model, bundle);
    const traces = (survey.length - 3600) / traceBytes;
    const order = Array.from({ length: traces }, (_, trace) => trace);
    const random = seededRandom(8, "shuffle");
    for (let i = traces - 1; i > 0; i--) {
      const j = Math.floor(random.next() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const shuffled = survey.slice();
    order.forEach((from, to) => {
      const start = 3600 + from * traceBytes;
      shuffled.set(survey.subarray(start, start + traceBytes), 3600 + to * traceBytes);
    });
    const [inOrder, mixed] = ["in-order.sgy", "mixed.sgy"].map((name) => path.join(folder, name));
    await writeFile(inOrder!, survey);
    await writeFile(mixed!, shuffled);
    const out = path.join(folder, "out");
    for (const format of ["csv", "parquet", "segy"])
      await geophoneJson(batchSchema, [
        "predict",
        inOrder!,
        mixed!,
        "--bundle",
        model,
        "--out-dir",
        out,
        "--format",
        format,
      ]);

    // CSV: all but the trace's place, by inline, crossline and time.
    const byPlace = async (name: string): Promise<Map<string, string>> => {
      const text = await readFile(path.join(out, name), "utf8");
      const rows = text.trimEnd().split("\n").slice(1);
      return new Map(
        rows.map((row) => {
          const [inline, crossline, , startMs, ...rest] = row.split(",");
          return [`${inline!}/${crossline!}/${startMs!}`, rest.join(",")];
        }),
      );
    };
    const expected = await byPlace("in-order.csv");
    expect(expected.size).toBe(traces * 6);
    expect(new Set(expected.values()).size).toBeGreaterThan(traces);
    expect(await byPlace("mixed.csv")).toEqual(expected);

    // Parquet: beside the bundle's own answer to the samples of each trace.
    const { model: scorer } = await readBundle(bundle, scoreWindows);
    const table = await decodeParquet(new Uint8Array(await readFile(path.join(out, "mixed.parquet"))));
    const [inline, crossline] = ["inline", "crossline"].map((name) => columnOf(table, name, "int32"));
    const startMs = columnOf(table, "start_ms", "double");
    const probability = columnOf(table, `p_${scorer.classes[0]!}`, "float");
    const source = await openFileSource(inOrder!);
    const segy = await openSegy(source);
    const headers = await segy.scanHeaders();
    const samples = await segy.readSamples(0, traces);
    const traceAt = new Map(
      order.map((trace) => [`${headers.inline[trace]!}/${headers.crossline[trace]!}`, trace]),
    );
    expect(traceAt.size).toBe(traces);
    const { lengthSamples } = scorer.window;
    for (let row = 0; row < table.rows; row++) {
      const trace = traceAt.get(`${inline![row]!}/${crossline![row]!}`)!;
      const from = trace * samples.columns + (startMs[row]! - segy.layout.delayMs) / 4;
      const window = float32Matrix(1, lengthSamples, samples.data.slice(from, from + lengthSamples));
      const [own] = scoreWindows(scorer, window, Float64Array.of(startMs[row]!)).data;
      expect(probability[row]).toBe(Math.fround(own!));
    }

    // SEG-Y: the same traces of classes under the same headers.
    const [classes, mixedClasses] = await Promise.all(
      ["in-order", "mixed"].map((name) => readFile(path.join(out, `${name}.classes.sgy`))),
    );
    const classBytes = 240 + 120;
    const traceOf = (file: Buffer, trace: number): Buffer =>
      file.subarray(3600 + trace * classBytes, 3600 + (trace + 1) * classBytes);
    expect(
      new Set(order.map((trace) => traceOf(classes!, trace).subarray(240).toString("hex"))).size,
    ).toBeGreaterThan(50);
    order.forEach((from, to) => {
      expect(traceOf(mixedClasses!, to).equals(traceOf(classes!, from))).toBe(true);
    });
    await source.close();
  });

  it("goes on after a kill, and ends with the bytes of an unbroken run", async () => {
    const { folder, model, files } = await lines(6);
    const [whole, broken] = ["whole", "broken"].map((name) => path.join(folder, name));
    const args = (out: string): string[] => [
      "predict",
      ...files,
      "--bundle",
      model,
      "--out-dir",
      out,
      "--processes",
      "2",
    ];
    expect((await geophone(args(whole!))).exitCode).toBe(0);
    for (const done of [1, 3]) {
      const { child, ended } = start(args(broken!));
      await doneFiles(broken!, done, ended);
      child.kill("SIGKILL");
      expect((await ended).signal).toBe("SIGKILL");
    }
    const { scored, kept } = await geophoneJson(batchSchema, args(broken!));
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(scored.length).toBeGreaterThan(0);
    expect(scored.length + kept.length).toBe(6);
    const found = await contents(broken!);
    for (const name of found.keys()) if (name.startsWith(".tmp-")) found.delete(name);
    expect(found).toEqual(await contents(whole!));
  });

  it("leaves whole outputs alone behind at Ctrl-C, and says how to go on", async () => {
    const { folder, model, files } = await lines(4);
    const out = path.join(folder, "out");
    const { child, ended } = start([
      "predict",
      ...files,
      "--bundle",
      model,
      "--out-dir",
      out,
      "--json",
      "--processes",
      "1",
    ]);
    await doneFiles(out, 1, ended);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "cancelled" } });
    const left = [...(await contents(out)).keys()];
    expect(left.filter((name) => name.startsWith("."))).toEqual([]);
    expect(left.length).toBeLessThan(5);
    const { kept } = await geophoneJson(batchSchema, [
      "predict",
      ...files,
      "--bundle",
      model,
      "--out-dir",
      out,
    ]);
    expect(kept.map(({ output }) => output)).toEqual(left.filter((name) => name !== "predictions.json"));
  });

  it("does again what is damaged, gone, changed or of another bundle, and keeps the rest", async () => {
    const { folder, model, files } = await lines(5);
    const out = path.join(folder, "out");
    const job = ["predict", path.join(folder, "in"), "--bundle", model, "--out-dir", out];
    const why = async (args: readonly string[] = job): Promise<(string | undefined)[]> => {
      const { scored, kept } = await geophoneJson(batchSchema, args);
      expect(scored.length + kept.length).toBe(5);
      return [0, 1, 2, 3, 4].map((line) => scored.find(({ output }) => output === `line-${line}.csv`)?.why);
    };
    expect(await why()).toEqual(["new", "new", "new", "new", "new"]);
    const before = await contents(out);

    await truncate(path.join(out, "line-0.csv"), 100);
    const flipped = await readFile(path.join(out, "line-1.csv"));
    flipped[2000]! ^= 1;
    await writeFile(path.join(out, "line-1.csv"), flipped);
    await rm(path.join(out, "line-2.csv"));
    const other = await readFile(files[3]!);
    await writeFile(files[3]!, other); // the same bytes at another time
    other[3600 + 240 + 100]! ^= 1;
    await writeFile(files[4]!, other);
    expect(await why()).toEqual([
      "output damaged",
      "output damaged",
      "output missing",
      undefined,
      "file changed",
    ]);
    const after = await contents(out);
    for (const name of ["line-0.csv", "line-1.csv", "line-2.csv", "line-3.csv"])
      expect(after.get(name)).toBe(before.get(name));
    expect(after.get("line-4.csv")).not.toBe(before.get("line-4.csv"));

    await utimes(files[0]!, 1, 1);
    expect(await why()).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(await why([...job, "--reverse"])).toEqual(Array(5).fill("read otherwise"));
    await writeFile(path.join(out, "predictions.json"), "{");
    expect(await why()).toEqual(["new", "new", "new", "new", "new"]);
    const anew = ["predict", files[0]!, "--bundle", model, "--out-dir", out, "--no-resume"];
    expect((await geophoneJson(batchSchema, anew)).scored).toMatchObject([
      { output: "line-0.csv", why: "new" },
    ]);
  });

  it("does the others where some fail, and tells which and why", async () => {
    const { folder, model, files } = await lines(2);
    const out = path.join(folder, "out");
    const wrong = path.join(folder, "in", "wrong-interval.sgy");
    const changed = await readFile(files[0]!);
    changed.writeUInt16BE(2000, 3216);
    await writeFile(wrong, changed);
    await writeFile(path.join(folder, "in", "no-segy.sgy"), "nothing of the kind");
    const args = [
      "predict",
      path.join(folder, "in"),
      path.join(folder, "gone.sgy"),
      "--bundle",
      model,
      "--out-dir",
      out,
    ];
    const { exitCode, stdout, stderr } = await geophone([...args, "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "files-failed" } });
    const { scored, failed } = batchSchema.parse(JSON.parse(stdout));
    expect(scored.map(({ output }) => output)).toEqual(["line-0.csv", "line-1.csv"]);
    expect(failed.map(({ file, code }) => [path.basename(file), code])).toEqual([
      ["no-segy.sgy", expect.stringMatching(/^segy-/)],
      ["wrong-interval.sgy", "input-mismatch"],
      ["gone.sgy", "file-missing"],
    ]);
    expect((await readdir(out)).sort()).toEqual(["line-0.csv", "line-1.csv", "predictions.json"]);
    const forPeople = await geophone(args);
    expect(forPeople.stdout).toContain("line-0.csv  whole already");
    expect(forPeople.stdout).toContain("gone.sgy  FAILED: there is no file");
  });

  it("says what does not go together", async () => {
    const { folder, model, files } = await lines(1);
    const base = ["predict", files[0]!, "--bundle", model];
    const out = ["--out-dir", path.join(folder, "out")];
    const codes: [string[], string][] = [
      [base, "output-expected"],
      [[...base, ...out, "--out", "x.csv"], "output-expected"],
      [[...base, "--out", path.join(folder, "x.csv"), "--format", "csv"], "option-needs-out-dir"],
      [[...base, ...out, "--join", "all"], "option-needs-out"],
      [[...base, ...out, "--format", "word"], "usage"],
      [[...base, path.join(folder, "LINE-0.sgy"), ...out], "outputs-clash"],
    ];
    for (const [args, code] of codes)
      expect(await geophoneFailure(args)).toMatchObject({ exitCode: 2, code });
  });
});
