import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { seededRandom, type Random } from "../../numerics/random.ts";
import { GeophoneError } from "../errors.ts";
import { byteOrders } from "./byte-order.ts";
import { describeGeometry, findLineCandidates, openSegy, type ByteSource } from "./contract.ts";
import { extension1, generatedSegy, type Generated } from "./generated-segy.fixture.ts";
import { sampleFormats } from "./sample-formats.ts";

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Larger ones of the awkward files would take most of the time, and hold no header that smaller ones lack. */
const largestSeed = 30_000;

/** Small files of every kind that is read, made by code. */
export async function generatedSeeds(): Promise<Seed[]> {
  const kinds: Generated[] = [];
  for (const order of byteOrders)
    for (const { code: format } of sampleFormats) {
      kinds.push({ order, format, samples: 9 });
      kinds.push({
        order,
        format,
        samples: 6,
        extendedTexts: 1,
        furtherBlocks: [extension1(() => undefined)],
      });
    }
  for (const { code: format } of sampleFormats) kinds.push({ format, samples: 30, traces: 1 });
  const seeds = await Promise.all(
    kinds.map(async (kind, i) => ({ name: `generated-${i}.sgy`, bytes: await generatedSegy(kind) })),
  );
  for (const order of ["big", "little"] as const)
    for (const name of [`${order}.su`, `${order}-su.sgy`])
      seeds.push({ name, bytes: (await generatedSegy({ order, traces: 24 })).slice(3600) });
  const announced: readonly ((view: DataView) => void)[] = [
    (view) => {
      view.setInt16(3504, -1);
    },
    (view) => {
      view.setUint16(3500, 0x0201);
      view.setUint32(3268, 20);
      view.setBigUint64(3512, 6n);
      view.setBigUint64(3520, 3600n + 6400n);
      view.setInt32(3528, 1);
      view.setUint32(3296, 0x01020304);
    },
    (view) => {
      const xml = `((SEG:Layout))<segy-layout><entry name="iline" byte="5" type="int4"/><entry name="xline" byte="21" type="int4"/></segy-layout>`;
      Array.from(xml.padEnd(3200)).forEach((character, i) => {
        view.setUint8(3600 + i, character.charCodeAt(0));
      });
    },
  ];
  for (const change of announced)
    seeds.push({ name: "announced.sgy", bytes: await generatedSegy({ extendedTexts: 2, change }) });
  return seeds;
}

/** The smaller of the awkward files, where they are. */
export function zooSeeds(folder: string): Seed[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.(sgy|su)$/.test(name) && statSync(path.join(folder, name)).size <= largestSeed)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }));
}

/** Numbers that readers stumble over, as 16-, 32- and 64-bit words. */
const awkward = [
  0, 1, 2, 3, 7, 16, 127, 128, 255, 256, 32767, 32768, 65534, 65535, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** Where mutations mostly go: the fields of the binary header that a file's make-up hangs on, and trace headers. */
function place(bytes: Uint8Array, random: Random): number {
  const within = (from: number, length: number): number =>
    Math.min(bytes.length - 1, from + random.integer(length));
  switch (random.integer(6)) {
    case 0:
      return within(3212, 18);
    case 1:
      return within(3260, 40);
    case 2:
      return within(3500, 32);
    case 3:
      return within(3600, 480);
    case 4:
      return within(3600, 7000);
    default:
      return random.integer(bytes.length);
  }
}

function mutateOnce(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  if (bytes.length === 0) return bytes;
  const at = place(bytes, random);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (random.integer(9)) {
    case 0:
      bytes[at] = bytes[at]! ^ (1 << random.integer(8));
      return bytes;
    case 1:
      bytes[at] = random.integer(256);
      return bytes;
    case 2:
    case 3: {
      const even = at & ~1;
      if (even + 2 <= bytes.length)
        view.setUint16(even, awkward[random.integer(awkward.length)]!, random.integer(2) === 0);
      return bytes;
    }
    case 4: {
      const even = at & ~3;
      if (even + 4 <= bytes.length)
        view.setUint32(even, awkward[random.integer(awkward.length)]!, random.integer(2) === 0);
      return bytes;
    }
    case 5:
      return bytes.slice(0, random.integer(bytes.length + 1));
    case 6: {
      const longer = new Uint8Array(bytes.length + 1 + random.integer(700));
      longer.fill(random.integer(256));
      longer.set(bytes);
      return longer;
    }
    case 7:
      bytes.fill(random.integer(4) === 0 ? 0x20 : random.integer(256), at, at + random.integer(3300));
      return bytes;
    default:
      bytes.copyWithin(at, random.integer(bytes.length), Math.min(bytes.length, at + random.integer(500)));
      return bytes;
  }
}

const suspiciousMs = 200;

export interface FuzzReport {
  readonly runs: number;
  readonly opened: number;
  /** How often each code was met, errors and warnings. */
  readonly codes: ReadonlyMap<string, number>;
  readonly slowestMs: number;
  /** Bytes read for each byte of a file, at most. */
  readonly mostRead: number;
}

/** Counts what is read, and takes it as a fault of ours when more is asked for than there is. */
class CountingSource implements ByteSource {
  readBytes = 0;
  readonly sizeBytes: number;
  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array,
  ) {
    this.sizeBytes = bytes.length;
  }
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!(Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length >= 0))
      throw new RangeError(`${length} bytes from ${offset} are no range`);
    if (offset + length > this.sizeBytes)
      throw new RangeError(`${length} bytes from ${offset} of ${this.sizeBytes} were asked for`);
    this.readBytes += length;
    return new Uint8Array(this.bytes.subarray(offset, offset + length));
  }
}

/** Opens a file and reads everything of it; typed refusals are fine, all else is thrown on. */
export async function readAll(
  name: string,
  bytes: Uint8Array,
): Promise<{ readonly codes: readonly string[]; readonly isOpen: boolean; readonly readBytes: number }> {
  const source = new CountingSource(name, bytes);
  try {
    const segy = await openSegy(source);
    const { traces, samplesPerTrace, bytesPerTrace, firstTraceByteOffset } = segy.layout;
    if (!(traces > 0 && samplesPerTrace > 0 && firstTraceByteOffset + traces * bytesPerTrace <= bytes.length))
      throw new RangeError(`${traces} traces of ${bytesPerTrace} bytes do not lie in ${bytes.length}`);
    const { data } = await segy.readSamples(0, traces);
    if (data.length !== traces * samplesPerTrace) throw new RangeError("samples are missing");
    const { warnings } = describeGeometry(await segy.scanHeaders(), segy.lineBytes);
    await findLineCandidates(segy);
    await segy.readHeaderFields(traces - 1);
    await segy.readHeaderBytes(0, Math.min(traces, 3));
    await segy.readTextBytes();
    const codes = [...segy.warnings, ...warnings].map(({ code }) => code);
    return { codes, isOpen: true, readBytes: source.readBytes };
  } catch (error) {
    if (!(error instanceof GeophoneError)) throw error;
    return { codes: [error.code], isOpen: false, readBytes: source.readBytes };
  }
}

/**
 * Reads `runs` mutations of the seeds, one to four mutations each; run i is the same whatever was run before it.
 * @throws Error naming the run, so that it can be made again alone
 */
export async function fuzz(seeds: readonly Seed[], runs: number, first = 0): Promise<FuzzReport> {
  const codes = new Map<string, number>();
  let [opened, slowestMs, mostRead] = [0, 0, 0];
  for (let run = first; run < first + runs; run++) {
    const seed = seeds[run % seeds.length]!;
    const bytes = mutated(seed, run);
    const read = () =>
      readAll(seed.name, bytes).catch((error: unknown) => {
        throw new Error(`run ${run} of ${seed.name}: ${String(error)}`, { cause: error });
      });
    const from = performance.now();
    const outcome = await read();
    let ms = performance.now() - from;
    if (ms > suspiciousMs) {
      // The machine may have had other things to do: what is slow by itself is so again.
      const again = performance.now();
      await read();
      ms = Math.min(ms, performance.now() - again);
    }
    slowestMs = Math.max(slowestMs, ms);
    mostRead = Math.max(mostRead, outcome.readBytes / Math.max(4096, bytes.length));
    if (outcome.isOpen) opened++;
    for (const code of outcome.codes) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return { runs, opened, codes, slowestMs, mostRead };
}

export function mutated(seed: Seed, run: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(run, "segy fuzz");
  let bytes = new Uint8Array(seed.bytes);
  for (let left = 1 + random.integer(4); left > 0; left--) bytes = mutateOnce(bytes, random);
  return bytes;
}
