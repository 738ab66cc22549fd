import { spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { seededRandom } from "../../../numerics/random.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { float32Matrix, type Float32Matrix } from "../../../quantities/matrix.ts";
import type { ScoringPool, ScoringPoolEvent, ScoringPoolOptions } from "./contract.ts";
import { scoringHouse, type ProvenBundle, type ScoringHouse } from "./scoring-house.fixture.ts";
import { startScoringPool } from "./scoring-pool.ts";

let house: ScoringHouse;
let folder: string;
let one: ProvenBundle;
let other: ProvenBundle;

beforeAll(async () => {
  house = await scoringHouse();
  ({ folder, one, other } = house);
}, 60_000);
afterAll(() => house.remove());

interface Watched extends ScoringPool {
  readonly events: ScoringPoolEvent[];
  told(kind: ScoringPoolEvent["kind"]): number;
}

async function pool(options: Partial<ScoringPoolOptions> = {}): Promise<Watched> {
  const events: ScoringPoolEvent[] = [];
  const started = await startScoringPool({
    bundle: one.zip,
    program: house.program,
    processes: 2,
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => started.close({ drain: false }));
  return Object.assign(started, {
    events,
    told: (kind: ScoringPoolEvent["kind"]) => events.filter((event) => event.kind === kind).length,
  });
}

function windows(
  rows: number,
  seed = 1,
): { readonly samples: Float32Matrix; readonly startMs: Float64Array } {
  const random = seededRandom(seed);
  const { lengthSamples } = one.model.window;
  const data = Float32Array.from({ length: rows * lengthSamples }, () => 1000 * random.normal());
  // Every seventh cannot be scored.
  for (let row = 3; row < rows; row += 7) data[row * lengthSamples + 5] = NaN;
  return {
    samples: float32Matrix(rows, lengthSamples, data),
    startMs: Float64Array.from({ length: rows }, (_, row) => 4 * (row % 50)),
  };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const waitUntil = (what: () => boolean): Promise<void> =>
  vi.waitFor(
    () => {
      if (!what()) throw new Error("not yet");
    },
    { timeout: 30_000, interval: 10 },
  );

describe("a pool of scorers", { timeout: 60_000 }, () => {
  it("answers to the last bit as scoreWindows does, however a call is cut", async () => {
    const scorers = await pool({ processes: 3 });
    for (const rows of [0, 1, 2, 191, 20_000]) {
      const { samples, startMs } = windows(rows, rows);
      const answer = await scorers.score(samples, startMs);
      expect(answer).toEqual(scoreWindows(one.model, samples, startMs));
      expect(answer.rows).toBe(rows);
    }
    expect(new Set(scorers.events.map(({ kind }) => kind))).toEqual(
      new Set(["scorer-ready", "job-done", "model-replaced"]),
    );
    const scored = scorers.events.flatMap((event) => (event.kind === "job-done" ? [event.windows] : []));
    expect(scored.reduce((sum, own) => sum + own)).toBe(20_194);
    expect(scorers.state()).toMatchObject({
      processes: 3,
      alive: 3,
      busy: 0,
      waiting: 0,
      waitingBytes: 0,
      segy: 0,
    });
    const { samples } = windows(2);
    await expect(scorers.score(samples, new Float64Array(1))).rejects.toThrow(RangeError);
  });

  it("loses no call to killed, stopped or crashed scorers", async () => {
    const scorers = await pool({ jobLimitMs: 1500 });
    const { samples, startMs } = windows(3000);
    const expected = scoreWindows(one.model, samples, startMs);
    let going = true;
    let answered = 0;
    const client = async (): Promise<void> => {
      while (going) {
        expect(await scorers.score(samples, startMs)).toEqual(expected);
        answered++;
      }
    };
    const clients = Promise.all([client(), client(), client()]);
    for (const signal of ["SIGKILL", "SIGABRT", "SIGSTOP"] as const) {
      const before = scorers.told("scorer-lost");
      const [pid] = scorers.state().pids;
      process.kill(pid!, signal);
      await waitUntil(() => scorers.told("scorer-lost") > before && scorers.state().alive === 2);
      expect(isAlive(pid!)).toBe(false);
    }
    const then = answered;
    await waitUntil(() => answered > then + 3);
    going = false;
    await clients;
    const lost = scorers.events.flatMap((event) =>
      event.kind === "scorer-lost" ? [[event.why, event.signal]] : [],
    );
    expect(lost).toEqual([
      ["ended", "SIGKILL"],
      ["ended", "SIGABRT"],
      ["hung", "SIGKILL"],
    ]);
    expect(scorers.told("job-failed")).toBe(0);
  });

  it("finds out a scorer whose answers went wrong, and puts another in its place", async () => {
    // From when a file is there, the first number of each answer is another one on its way out.
    const damage = path.join(folder, "damage");
    const preload = path.join(folder, "damage.mjs");
    await writeFile(
      preload,
      `import { existsSync } from "node:fs";
       import { Socket } from "node:net";
       const { write } = Socket.prototype;
       let isAnswer = false;
       Socket.prototype.write = function (bytes, ...rest) {
         const isHead = !isAnswer;
         if (!isHead && existsSync(${JSON.stringify(damage)})) {
           bytes = Uint8Array.from(bytes);
           bytes[6] ^= 1;
         }
         isAnswer = isHead && bytes[0] === 6;
         return write.call(this, bytes, ...rest);
       };`,
    );
    const { command, args } = house.program;
    const scorers = await pool({ program: { command, args: ["--import", preload, ...args] } });
    const { samples, startMs } = windows(40);
    const right = scoreWindows(one.model, samples, startMs);
    scorers.proveAgain();
    expect(await scorers.score(samples, startMs)).toEqual(right);
    expect(scorers.told("scorer-lost")).toBe(0);

    await writeFile(damage, "");
    // Else this would show nothing.
    expect(await scorers.score(samples, startMs)).not.toEqual(right);
    scorers.proveAgain();
    await waitUntil(() => scorers.told("scorer-lost") === 2);
    await rm(damage);
    await waitUntil(() => scorers.state().alive === 2);
    const lost = scorers.events.flatMap((event) => (event.kind === "scorer-lost" ? [event.why] : []));
    expect(lost).toEqual(["not-reproduced", "not-reproduced"]);
    scorers.proveAgain();
    expect(await scorers.score(samples, startMs)).toEqual(right);
    expect(scorers.told("scorer-lost")).toBe(2);
  });

  it("loses no call to kills that come faster than its answers", async () => {
    const scorers = await pool();
    const calls = [1, 500, 3000].map((rows) => {
      const { samples, startMs } = windows(rows, rows);
      return scorers.score(samples, startMs).then((answer) => {
        expect(answer).toEqual(scoreWindows(one.model, samples, startMs));
      });
    });
    for (let kill = 0; kill < 12; kill++) {
      await waitUntil(() => scorers.state().alive > 0);
      const { pids } = scorers.state();
      process.kill(pids[kill % pids.length]!, "SIGKILL");
      const then = kill + 1;
      await waitUntil(() => scorers.told("scorer-lost") === then);
    }
    await Promise.all(calls);
    expect(scorers.told("job-retried")).toBeGreaterThan(0);
  });

  it("gives work up after three crashed scorers, and goes on", async () => {
    // Takes every model, and dies of any work.
    const program = path.join(folder, "mortal.mts");
    await writeFile(
      program,
      `import { Socket } from "node:net";
      import { encodeFrame, frameKinds, FrameReader } from ${JSON.stringify(path.resolve("src/adapters/node/scoring/frames.ts"))};
      const pipe = new Socket({ fd: 3 });
      const reader = new FrameReader(({ kind, job }) => {
        if (kind !== frameKinds.load) process.exit(9);
        pipe.write(Buffer.concat(encodeFrame(frameKinds.done, job, {})));
      });
      pipe.on("data", (bytes) => reader.push(bytes));`,
    );
    const scorers = await pool({
      processes: 1,
      program: { command: process.execPath, args: ["--import", "tsx", program] },
    });
    const { samples, startMs } = windows(1);
    for (let call = 1; call <= 2; call++) {
      await expect(scorers.score(samples, startMs)).rejects.toMatchObject({
        code: "scorer-lost",
        message: expect.stringContaining("code 9") as string,
      });
      expect(scorers.told("job-retried")).toBe(2 * call);
    }
    expect(scorers.told("job-failed")).toBe(2);
    await waitUntil(() => scorers.state().alive === 1);
  });

  it("refuses calls beyond its bounds at once, and takes them when there is room again", async () => {
    const scorers = await pool({ processes: 1, maxWaiting: 2 });
    const { samples, startMs } = windows(1);
    const [pid] = scorers.state().pids;
    process.kill(pid!, "SIGSTOP");
    const calls = [0, 1, 2].map(() => scorers.score(samples, startMs));
    await waitUntil(() => scorers.state().waiting === 2);
    await expect(scorers.score(samples, startMs)).rejects.toMatchObject({ code: "queue-full", kind: "job" });
    expect(scorers.told("refused")).toBe(1);
    process.kill(pid!, "SIGCONT");
    for (const answer of await Promise.all(calls)) expect(answer.rows).toBe(1);
    expect((await scorers.score(samples, startMs)).rows).toBe(1);

    const narrow = await pool({ processes: 1, maxWaitingBytes: 10_000 });
    const large = windows(200);
    const [other] = narrow.state().pids;
    process.kill(other!, "SIGSTOP");
    // One that is too large alone is taken all the same, and none after it.
    const held = [narrow.score(samples, startMs), narrow.score(large.samples, large.startMs)];
    await waitUntil(() => narrow.state().waiting === 1);
    await expect(narrow.score(samples, startMs)).rejects.toMatchObject({ code: "queue-full" });
    process.kill(other!, "SIGCONT");
    await Promise.all(held);
    expect(narrow.state()).toMatchObject({ waiting: 0, waitingBytes: 0 });
  });

  it("forgets calls that nobody waits for", async () => {
    const scorers = await pool({ processes: 1 });
    const { samples, startMs } = windows(1);
    const [pid] = scorers.state().pids;
    process.kill(pid!, "SIGSTOP");
    const stop = new AbortController();
    const calls = [
      scorers.score(samples, startMs, stop.signal),
      scorers.score(samples, startMs, stop.signal),
    ];
    await waitUntil(() => scorers.state().waiting === 1);
    stop.abort(new Error("left"));
    for (const call of calls) await expect(call).rejects.toThrow("left");
    expect(scorers.state()).toMatchObject({ waiting: 0, waitingBytes: 0 });
    await expect(scorers.score(samples, startMs, stop.signal)).rejects.toThrow("left");
    process.kill(pid!, "SIGCONT");
    expect((await scorers.score(samples, startMs)).data).toEqual(
      scoreWindows(one.model, samples, startMs).data,
    );
    expect(scorers.told("scorer-lost")).toBe(0);
  });

  it("changes its model between calls, and only for one that every scorer proves", async () => {
    const scorers = await pool();
    const { samples, startMs } = windows(400);
    const [before, after] = [one, other].map(({ model }) => scoreWindows(model, samples, startMs));
    expect(before!.data).not.toEqual(after!.data);
    const { sha256 } = scorers.model;

    const broken = other.zip.slice();
    broken[broken.length >> 1]! ^= 1;
    await expect(scorers.replaceModel(broken)).rejects.toMatchObject({ code: "bundle-damaged" });
    expect(scorers.model.sha256).toBe(sha256);
    expect(await scorers.score(samples, startMs)).toEqual(before);

    // A scorer that dies while it is to prove the new model is replaced by one that proves both.
    const calls = Array.from({ length: 6 }, () => scorers.score(samples, startMs));
    const replaced = scorers.replaceModel(other.zip);
    process.kill(scorers.state().pids[0]!, "SIGKILL");
    expect((await replaced).sha256).not.toBe(sha256);
    for (const answer of await Promise.all(calls)) expect(answer).toEqual(before);
    expect(await scorers.score(samples, startMs)).toEqual(after);
    process.kill(scorers.state().pids[1]!, "SIGKILL");
    for (let call = 0; call < 6; call++) expect(await scorers.score(samples, startMs)).toEqual(after);
    expect(scorers.model.bundle.model.featureColumns).toEqual(other.model.featureColumns);
  });

  it("answers what was begun before it closes, and takes no more", async () => {
    const scorers = await pool();
    const { pids } = scorers.state();
    const { samples, startMs } = windows(2000);
    const calls = Array.from({ length: 8 }, () => scorers.score(samples, startMs));
    const closed = scorers.close({ drain: true });
    await expect(scorers.score(samples, startMs)).rejects.toMatchObject({ code: "pool-closed" });
    for (const answer of await Promise.all(calls)) expect(answer.rows).toBe(2000);
    await closed;
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(scorers.told("scorer-lost")).toBe(0);

    const hasty = await pool();
    const call = hasty.score(samples, startMs).catch((error: unknown) => error);
    const held = hasty.state().pids;
    await hasty.close({ drain: false });
    expect(await call).toMatchObject({ code: "pool-closed" });
    expect(held.map(isAlive)).toEqual([false, false]);
  });

  it("does not start without scorers", async () => {
    for (const args of [
      ["-e", "process.exit(3)"],
      ["-e", "require('fs').writeSync(3, 'no frame at all')"],
    ])
      await expect(
        startScoringPool({ bundle: one.zip, program: { command: process.execPath, args }, processes: 2 }),
      ).rejects.toMatchObject({ code: "model-not-proved" });
    await expect(
      startScoringPool({ bundle: one.zip, program: { command: "/none", args: [] }, processes: 1 }),
    ).rejects.toMatchObject({ code: "model-not-proved" });
    await expect(
      startScoringPool({ bundle: new Uint8Array(9), program: house.program, processes: 1 }),
    ).rejects.toMatchObject({ code: "bundle-not-zip" });
  });

  it("leaves no scorer behind when its own process is killed", async () => {
    const bundle = path.join(folder, "model.zip");
    await writeFile(bundle, one.zip);
    const program = `
      import { readFileSync } from "node:fs";
      import { startScoringPool } from ${JSON.stringify(path.resolve("src/adapters/node/scoring/scoring-pool.ts"))};
      const pool = await startScoringPool({ bundle: readFileSync(${JSON.stringify(bundle)}), program: ${JSON.stringify(house.program)}, processes: 2 });
      const { lengthSamples } = pool.model.bundle.model.window;
      const windows = { rows: 50000, columns: lengthSamples, data: new Float32Array(50000 * lengthSamples) };
      void pool.score(windows, new Float64Array(50000));
      process.stdout.write(JSON.stringify(pool.state().pids));`;
    const file = path.join(folder, "parent.mts");
    await writeFile(file, program);
    const parent = spawn(process.execPath, ["--import", "tsx", file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pids = await new Promise<number[]>((resolve, reject) => {
      parent.stdout.once("data", (text: Buffer) => {
        resolve(JSON.parse(text.toString()) as number[]);
      });
      parent.once("exit", () => {
        reject(new Error("it ended before its scorers stood"));
      });
    });
    expect(pids.map(isAlive)).toEqual([true, true]);
    parent.kill("SIGKILL");
    await waitUntil(() => !pids.some(isAlive));
  });
});
