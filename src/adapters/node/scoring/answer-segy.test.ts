import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { describeWithPython, runPythonSource } from "../../../../e2e/support/peers.ts";
import { readBundle } from "../../../pipeline/bundle/contract.ts";
import { MemorySink } from "../../../pipeline/segy/memory-file.fixture.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { memoryPorts } from "../../../pipeline/steps/demo-workspace.fixture.ts";
import { predictFiles } from "../../../pipeline/steps/predict-files.ts";
import type { PredictionFormat } from "../../../pipeline/steps/write-predictions.ts";
import type { ScoringPool, ScoringPoolOptions, SegyAnswer } from "./contract.ts";
import { scoringHouse, severalBlocks, type ScoringHouse } from "./scoring-house.fixture.ts";
import { startScoringPool } from "./scoring-pool.ts";

const traces = 3600;
let house: ScoringHouse;
let survey: string;
let bytes: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  house = await scoringHouse();
  survey = path.join(house.folder, "upload-0123");
  bytes = await severalBlocks(survey);
}, 60_000);
afterAll(() => house.remove());

async function pool(options: Partial<ScoringPoolOptions> = {}): Promise<ScoringPool> {
  const started = await startScoringPool({
    bundle: house.one.zip,
    program: house.program,
    processes: 2,
    ...options,
  });
  onTestFinished(() => started.close({ drain: false }));
  return started;
}

/** As one process writes them. */
async function written(format: PredictionFormat): Promise<Uint8Array> {
  const ports = await memoryPorts(new Map([["upload-0123", bytes]]));
  const sink = new MemorySink();
  const bundle = await readBundle(house.one.zip, scoreWindows);
  await predictFiles(ports, bundle, { locations: ["upload-0123"] }, format, sink);
  return sink.bytes();
}

async function collect(answer: SegyAnswer): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("a SEG-Y file answered by a pool", { timeout: 60_000 }, () => {
  it.each(["csv", "segy"] as const)("as %s has the bytes that one process writes", async (format) => {
    const scorers = await pool();
    const answer = await scorers.scoreSegy(survey, { format });
    expect(answer).toMatchObject({ traces, examples: traces * 6, sha256: scorers.model.sha256 });
    const got = await collect(answer);
    expect(got.equals(await written(format))).toBe(true);
    expect(scorers.state().segy).toBe(0);
  });

  it("is scored while it is taken: what nobody takes is not scored", async () => {
    let scored = 0;
    const scorers = await pool({
      processes: 1,
      onEvent: (event) => (scored += event.kind === "job-done" ? event.windows : 0),
    });
    const { bytes: pieces, examples } = await scorers.scoreSegy(survey, { format: "csv" });
    const iterator = pieces[Symbol.asyncIterator]();
    await iterator.next(); // the header line
    expect(scored).toBe(0);
    await iterator.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The first block, and one ahead of it.
    expect(scored).toBeLessThan(examples);
    expect(scorers.state().segy).toBe(1);
    await iterator.return?.();
    expect(scorers.state().segy).toBe(0);
  });

  it("lets go of the file when it is left, begun or not", async () => {
    const scorers = await pool({ maxSegy: 1 });
    const leave: ((answer: SegyAnswer, stop: AbortController) => unknown)[] = [
      (_, stop) => {
        stop.abort(new Error("left"));
      },
      (answer) => answer.bytes[Symbol.asyncIterator]().return?.(),
      (answer) => new Promise((resolve) => Readable.from(answer.bytes).on("close", resolve).destroy()),
      (answer) =>
        new Promise((resolve) => {
          const readable = Readable.from(answer.bytes).on("close", resolve);
          readable.once("data", () => readable.destroy());
        }),
    ];
    for (const how of leave) {
      const stop = new AbortController();
      const answer = await scorers.scoreSegy(survey, { format: "csv", signal: stop.signal });
      await expect(scorers.scoreSegy(survey, { format: "csv" })).rejects.toMatchObject({
        code: "queue-full",
      });
      await how(answer, stop);
      expect(scorers.state().segy).toBe(0);
    }
    expect((await collect(await scorers.scoreSegy(survey, { format: "csv" }))).length).toBeGreaterThan(1000);
  });

  it("loses nothing to a killed scorer, and keeps its model when that is replaced", async () => {
    const scorers = await pool();
    const answer = await scorers.scoreSegy(survey, { format: "csv" });
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.bytes) {
      if (pieces.length === 1) {
        process.kill(scorers.state().pids[0]!, "SIGKILL");
        await scorers.replaceModel(house.other.zip);
      }
      pieces.push(piece);
    }
    expect(Buffer.concat(pieces).equals(await written("csv"))).toBe(true);
    const then = await collect(await scorers.scoreSegy(survey, { format: "csv" }));
    expect(then.equals(await written("csv"))).toBe(false);
  });

  it("is refused before its first byte, by the name that it was given", async () => {
    const scorers = await pool();
    const faults: [(bytes: Uint8Array) => void, string][] = [
      [(file) => (file[3216] = 0x1f), "input-mismatch"],
      [(file) => file.fill(0xff, 3200, 3600), "segy-"],
    ];
    for (const [damage, code] of faults) {
      const broken = bytes.slice();
      damage(broken);
      const file = path.join(house.folder, "upload-4567");
      await writeFile(file, broken);
      const failure = await scorers
        .scoreSegy(file, { format: "csv", name: "line.sgy" })
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: "input", code: expect.stringContaining(code) as string });
      expect(failure).toMatchObject({ place: { file: "line.sgy" } });
    }
    await expect(scorers.scoreSegy(`${survey}-none`, { format: "csv" })).rejects.toMatchObject({
      code: "file-missing",
    });
    expect(scorers.state().segy).toBe(0);
  });
});

describeWithPython("a SEG-Y file answered as an Arrow stream, read by pyarrow", () => {
  it("is the table that Parquet holds, in several batches", async () => {
    const scorers = await pool();
    const [stream, parquet] = ["stream.arrow", "whole.parquet"].map((name) => path.join(house.folder, name));
    await writeFile(stream!, await collect(await scorers.scoreSegy(survey, { format: "arrow" })));
    await writeFile(parquet!, await written("parquet"));
    const told: unknown = JSON.parse(
      await runPythonSource(
        `import sys, json, numpy as np, pyarrow as pa, pyarrow.parquet as pq
with pa.OSFile(sys.argv[1]) as f:
    batches = list(pa.ipc.open_stream(f))
a = pa.Table.from_batches(batches); b = pq.read_table(sys.argv[2])
a.validate(full=True)
def same(x, y):
    x, y = x.to_numpy(), y.to_numpy()
    return bool(x.dtype == y.dtype and (np.array_equal(x, y, equal_nan=True) if x.dtype.kind == "f" else (x == y).all()))
print(json.dumps({"batches": len(batches) > 2, "rows": a.num_rows, "names": a.column_names == b.column_names,
  "types": [str(t) for t in a.schema.types] == [str(t) for t in b.schema.types],
  "same": all(same(a[c], b[c]) for c in a.column_names),
  "unscored": [c.as_py() for c in a["class"]].count("unscored"),
  "classes": a.schema.metadata == b.schema.metadata and b"classes" in a.schema.metadata}))`,
        [stream!, parquet!],
      ),
    );
    expect(told).toEqual({
      batches: true,
      rows: traces * 6,
      names: true,
      types: true,
      same: true,
      unscored: 2,
      classes: true,
    });
  });
});
