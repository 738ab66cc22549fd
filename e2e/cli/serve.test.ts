import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openFileSource } from "../../src/adapters/node/file-byte-source.ts";
import { openSegy, type SegyFile } from "../../src/pipeline/segy/contract.ts";
import { demoFiles, memoryPorts, trainDemo } from "../../src/pipeline/steps/demo-workspace.fixture.ts";
import { exportBundle } from "../../src/pipeline/steps/export-bundle.ts";
import { geophone, geophoneFailure, temporaryFolder } from "../support/cli.ts";
import { projectRoot } from "../support/data.ts";

const started = z.object({
  address: z.string(),
  modelVersion: z.string(),
  classes: z.array(z.string()),
  input: z.object({ samples: z.number() }),
  scores: z.object({ macroF1: z.number(), timeOnly: z.number(), majority: z.number() }),
});
const answers = z.object({
  predictions: z.array(
    z.object({ predicted_class_name: z.string(), probabilities: z.record(z.string(), z.number()) }),
  ),
  model_version: z.string(),
});
const written = z.object({ status: z.literal("done"), num_predictions: z.number() });
const failure = z.object({ error: z.object({ code: z.string() }) });

let bundle: Uint8Array;
let survey: Uint8Array;

beforeAll(async () => {
  const files = await demoFiles();
  const ports = await memoryPorts(files);
  await trainDemo(ports);
  bundle = (await exportBundle(ports, "1")).bytes;
  survey = (await demoFiles({ inlines: 20, crosslines: 40 })).get("demo.sgy")!;
}, 60_000);

interface Started extends z.infer<typeof started> {
  readonly child: ChildProcess;
  /** Exit code. */
  readonly ended: Promise<number | null>;
  /** Log lines so far. */
  readonly log: () => string;
}

async function serve(folder: string, ...options: string[]): Promise<Started> {
  const child = spawn(
    process.execPath,
    [
      path.join(projectRoot, "dist/node/geophone.js"),
      ...["serve", "--bundle", path.join(folder, "model.zip"), "--port", "0", "--scorers", "1", "--json"],
      ...options,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let [out, log] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const first = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => {
      reject(new Error(`geophone serve ended: ${log}`));
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.includes("\n")) resolve(out);
    });
  });
  return { ...started.parse(JSON.parse(first)), child, ended, log: () => log };
}

/** A folder with the bundle and the survey. */
async function house(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "model.zip"), bundle);
  await writeFile(path.join(folder, "survey.sgy"), survey);
  return folder;
}

async function openSurvey(folder: string): Promise<SegyFile> {
  const source = await openFileSource(path.join(folder, "survey.sgy"));
  onTestFinished(() => source.close());
  return openSegy(source);
}

const post = (url: string, body: BodyInit, headers: Record<string, string>): Promise<Response> =>
  fetch(url, { method: "POST", body, headers });
const json = { "content-type": "application/json" };
const binary = { "content-type": "application/octet-stream" };

describe("geophone serve", () => {
  it("answers as geophone predict does: JSON, float32, SEG-Y and file to file", async () => {
    const folder = await house();
    const file = path.join(folder, "survey.sgy");
    const out = path.join(folder, "predicted.csv");
    const model = path.join(folder, "model.zip");
    expect((await geophone(["predict", file, "--bundle", model, "--out", out])).exitCode).toBe(0);
    const csv = await readFile(out, "utf8");
    const { address, input, classes, scores, modelVersion, log } = await serve(folder, "--root", folder);
    expect(scores.macroF1).toBeGreaterThan(scores.majority);
    expect((await fetch(`${address}/ready`)).status).toBe(200);

    // A trace of every hundred, window by window, as the rows of the CSV have it.
    const segy = await openSurvey(folder);
    const [head, ...lines] = csv.trimEnd().split("\n");
    const columns = head!.split(",");
    const rows = lines.map((line) => {
      const fields = line.split(",");
      const field = (name: string): string => fields[columns.indexOf(name)]!;
      return {
        trace: Number(field("trace_index")),
        startMs: Number(field("start_ms")),
        className: field("class"),
        probabilities: classes.map((name) => Number(field(`p_${name}`))),
      };
    });
    const chosen = rows.filter((row) => row.trace % 100 === 7 && row.className !== "unscored");
    expect(chosen.length).toBeGreaterThan(40);
    const windows: number[][] = [];
    for (const { trace, startMs } of chosen) {
      const { data } = await segy.readSamples(trace, 1);
      const from = Math.round(((startMs - segy.layout.delayMs) * 1000) / segy.layout.intervalMicroseconds);
      windows.push([...data.subarray(from, from + input.samples)]);
    }
    // Few at once are scored by the server itself, all at once by its scorer.
    for (const count of [1, windows.length]) {
      const start = chosen.slice(0, count).map((row) => row.startMs);
      const body = JSON.stringify({ traces: windows.slice(0, count), metadata: { start_ms: start } });
      const said = answers.parse(await (await post(`${address}/predict`, body, json)).json());
      expect(said.model_version).toBe(modelVersion);
      expect(said.predictions.map((one) => one.predicted_class_name)).toEqual(
        chosen.slice(0, count).map((row) => row.className),
      );
      expect(
        said.predictions.map((one) => classes.map((name) => Math.fround(one.probabilities[name]!))),
      ).toEqual(chosen.slice(0, count).map((row) => row.probabilities.map(Math.fround)));
    }
    const { startMs, probabilities } = chosen[0]!;
    const floats = await post(`${address}/predict?start_ms=${startMs}`, Float32Array.from(windows[0]!), {
      ...binary,
      accept: "application/octet-stream",
    });
    expect([...new Float32Array(await floats.arrayBuffer())]).toEqual(probabilities.map(Math.fround));

    expect(await (await post(`${address}/predict/segy`, survey.slice(), binary)).text()).toBe(csv);
    const paths = { input_path: "survey.sgy", output_path: "batch.csv" };
    const done = await post(`${address}/batch_predict`, JSON.stringify(paths), json);
    expect(written.parse(await done.json()).num_predictions).toBe(
      rows.filter((row) => row.className !== "unscored").length,
    );
    expect(await readFile(path.join(folder, "batch.csv"), "utf8")).toBe(csv);
    expect(log()).not.toContain('"level":50');
  }, 30_000);

  it("answers what is under way when it is told to stop, then ends with 0", async () => {
    const folder = await house();
    const { address, child, ended, input } = await serve(folder);
    const trace = Array.from({ length: input.samples }, (_, i) => Math.sin(i / 5));
    const body = JSON.stringify({ traces: [trace], metadata: { start_ms: 0 } });
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    let said = "";
    socket.setEncoding("utf8").on("data", (text: string) => (said += text));
    await once(socket, "connect");
    // Half of a request is there when the signal comes; the rest follows it.
    socket.write(
      `POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    await wait(100);
    child.kill("SIGTERM");
    await expect
      .poll(
        () =>
          fetch(`${address}/live`).then(
            () => "answers",
            () => "refused",
          ),
        { timeout: 3000 },
      )
      .toBe("refused");
    socket.write(body.slice(20));
    await once(socket, "close");
    expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(said.toLowerCase()).toContain("connection: close");
    answers.parse(JSON.parse(said.slice(said.indexOf("\r\n\r\n") + 4)));
    expect(await ended).toBe(0);
  }, 20_000);

  it("takes a long batch for no slow client, and one that leaves for no fault of its own", async () => {
    const folder = await house();
    // Some 16,000 traces.
    const many = Array.from({ length: 20 }, () => survey.subarray(3600));
    await writeFile(path.join(folder, "many.sgy"), Buffer.concat([survey.subarray(0, 3600), ...many]));
    const limitMs = 150;
    const { address, log } = await serve(
      folder,
      "--root",
      folder,
      "--request-timeout-s",
      String(limitMs / 1000),
    );
    const began = performance.now();
    const paths = { input_path: "many.sgy", output_path: "many.csv" };
    const done = await post(`${address}/batch_predict`, JSON.stringify(paths), json);
    expect(written.parse(await done.json()).num_predictions).toBeGreaterThan(16_000);
    // Else this would show nothing.
    expect(performance.now() - began).toBeGreaterThan(2 * limitMs);

    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    socket.write(
      "POST /predict/segy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000\r\n\r\nSEG",
    );
    await wait(50);
    socket.destroy();
    await wait(300);
    expect((await fetch(`${address}/ready`)).status).toBe(200);
    expect(log()).not.toContain('"level":50');
  }, 20_000);

  it("lets one key ask 60,000 times in a minute, and whoever is on this machine without keys as often as he likes", async () => {
    const folder = await house();
    const file = path.join(folder, "keys.json");
    const made = await geophone(["serve-key", "team", "--key-file", file, "--json"]);
    const { key } = z.object({ key: z.string() }).parse(JSON.parse(made.stdout));
    // By the name that both families of addresses have.
    const [kept, open] = await Promise.all([
      serve(folder, "--key-file", file, "--host", "localhost"),
      serve(folder),
    ]);
    const ask = async (address: string): Promise<(string | null)[]> => {
      const { headers } = await fetch(`${address}/model_info`, {
        headers: { authorization: `Bearer ${key}` },
      });
      return ["ratelimit-limit", "ratelimit-remaining"].map((name) => headers.get(name));
    };
    expect(new URL(kept.address).hostname).toBe("127.0.0.1");
    expect(await ask(kept.address)).toEqual(["60000", "59999"]);
    expect(await ask(open.address)).toEqual([null, null]);
  }, 30_000);

  it("says what is wrong before it listens, and keeps its bundle when another is bad", async () => {
    const folder = await house();
    const { address, child, modelVersion, log } = await serve(folder);
    const { port } = new URL(address);
    const model = path.join(folder, "model.zip");
    expect(await geophoneFailure(["serve", "--bundle", model, "--port", port])).toMatchObject({
      exitCode: 2,
      code: "port-in-use",
    });
    expect(await geophoneFailure(["serve", "--bundle", model, "--host", "0.0.0.0"])).toMatchObject({
      exitCode: 2,
      code: "keys-needed",
      advice: expect.stringContaining("serve-key") as string,
    });
    const bad = path.join(folder, "bad.zip");
    await writeFile(bad, bundle.slice(0, -100));
    expect(await geophoneFailure(["serve", "--bundle", bad, "--port", "0"])).toMatchObject({ exitCode: 2 });

    await writeFile(model, bundle.slice(0, -100));
    child.kill("SIGHUP");
    await expect.poll(log, { timeout: 5000 }).toContain("bundle refused");
    const ready = await fetch(`${address}/ready`);
    expect(await ready.json()).toMatchObject({ status: "ready", model_version: modelVersion });
    const elsewhere = await fetch(`${address}/predict`);
    expect([elsewhere.status, failure.parse(await elsewhere.json()).error.code]).toEqual([
      405,
      "method-not-allowed",
    ]);
  }, 30_000);
});
