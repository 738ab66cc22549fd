import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { projectRoot } from "../e2e/support/data.ts";
import { openFileSource } from "../src/adapters/node/file-byte-source.ts";
import { openSegy, type SegyFile } from "../src/pipeline/segy/contract.ts";
import { scanSurvey } from "../src/pipeline/steps/scan-survey.ts";
import { median, print, printLeast } from "./bounds.ts";

const run = promisify(execFile);

/** segyio's own way to all samples, timed without starting Python; the sum shows that both read the same. */
const peer = `import sys, time, json, segyio
with segyio.open(sys.argv[1], ignore_geometry=True) as f:
    t = time.perf_counter(); x = f.trace.raw[:]; t = time.perf_counter() - t
print(json.dumps({"seconds": t, "sum": float(x[::997].astype("f8").sum()), "traces": x.shape[0]}))`;
const peerSchema = z.object({ seconds: z.number(), sum: z.number(), traces: z.number() });

async function segyio(file: string): Promise<z.infer<typeof peerSchema>> {
  const python = path.join(projectRoot, ".venv-light/bin/python");
  return peerSchema.parse(JSON.parse((await run(python, ["-c", peer, file])).stdout));
}

async function withSegy<T>(file: string, work: (segy: SegyFile) => Promise<T>): Promise<T> {
  const source = await openFileSource(file);
  try {
    return await work(await openSegy(source));
  } finally {
    await source.close();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** All samples into one new array, as segyio gives them. */
async function wholeArray(file: string): Promise<{ seconds: number; sum: number }> {
  return withSegy(file, async (segy) => {
    let sum = 0;
    const { traces, samplesPerTrace } = segy.layout;
    let samples = new Float32Array(0);
    const took = await seconds(async () => {
      samples = (await segy.readSamples(0, traces)).data as Float32Array<ArrayBuffer>;
    });
    for (let trace = 0; trace < traces; trace += 997)
      for (let i = 0; i < samplesPerTrace; i++) sum += samples[trace * samplesPerTrace + i]!;
    return { seconds: took, sum };
  });
}

/** All samples block by block, as quality and features read them: memory holds a few blocks. */
const blockByBlock = (file: string): Promise<number> =>
  withSegy(file, (segy) =>
    seconds(async () => {
      await segy.readThrough({ onBlock: () => undefined });
    }),
  );

/** The file's bytes and nothing else, in pieces of the same size: what no reader can beat. */
const plainRead = (file: string): Promise<number> =>
  seconds(async () => {
    const source = await openFileSource(file);
    for (let at = 0; at < source.sizeBytes; at += 8 << 20)
      await source.read(at, Math.min(8 << 20, source.sizeBytes - at));
    await source.close();
  });

async function nodesHash(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(file, { highWaterMark: 8 << 20 })) hash.update(bytes as Buffer);
  return hash.digest("hex");
}

/** Decoding of a whole survey beside segyio's `trace.raw[:]`, in turn. @param least ratio that is asked of block by block */
export async function besideSegyio(file: string, name: string, rounds: number, least: number): Promise<void> {
  const [peers, whole, blocks, plain]: [number[], number[], number[], number[]] = [[], [], [], []];
  // Once without the watch: pages into memory, code into the compiler.
  await blockByBlock(file);
  for (let round = 0; round < rounds; round++) {
    const theirs = await segyio(file);
    const ours = await wholeArray(file);
    if (Math.abs(ours.sum - theirs.sum) > 1e-9 * Math.abs(theirs.sum))
      throw new Error(`${name}: segyio's samples add up to ${theirs.sum}, ours to ${ours.sum}`);
    peers.push(theirs.seconds);
    whole.push(ours.seconds);
    blocks.push(await blockByBlock(file));
    plain.push(await plainRead(file));
  }
  const all = [peers, whole, blocks, plain].map(median);
  const [their, own, block, bare] = [all[0]!, all[1]!, all[2]!, all[3]!];
  const ratios = peers.map((value, round) => value / blocks[round]!);
  printLeast(
    `${name}, block by block, times as fast as segyio`,
    median(ratios),
    least,
    `, ${ratios.map((ratio) => ratio.toFixed(2)).join(" ")}`,
  );
  print(
    `     segyio ${their.toFixed(2)} s, ours block by block ${block.toFixed(2)} s, into one array ${own.toFixed(2)} s (${(their / own).toFixed(2)} ×), plain read ${bare.toFixed(2)} s`,
  );
}

/** What taking in costs: hash, headers and quality in one pass, beside a plain read. */
export async function onePass(file: string): Promise<void> {
  const expected = await nodesHash(file);
  const ratios: number[] = [];
  let took = 0;
  for (let round = 0; round < 3; round++) {
    const plain = await plainRead(file);
    took = await withSegy(file, (segy) =>
      seconds(async () => {
        const { sha256 } = await scanSurvey(segy, { hash: true });
        if (sha256 !== expected) throw new Error(`the hash is ${sha256}, by Node's crypto ${expected}`);
      }),
    );
    ratios.push(took / plain);
  }
  print(
    `     hash, headers and quality in one pass: ${took.toFixed(1)} s, ${median(ratios).toFixed(1)} times a plain read`,
  );
}
