import { getHeapStatistics } from "node:v8";
import { seededRandom, type Random } from "../../numerics/random.ts";
import { GeophoneError } from "../errors.ts";
import {
  describeGeometry,
  findLineCandidates,
  openSegy,
  SegyWriter,
  suspectLineBytes,
  type ByteSource,
  type SegyFile,
  type SegyReading,
} from "./contract.ts";
import { MemorySink } from "./memory-file.fixture.ts";
import { sampleFormats } from "./sample-formats.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** JavaScript's objects and the buffers beside them, garbage too. */
export function heldBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Counts what is read, and takes it as a fault of ours when more is asked for than there is. */
class CountingSource implements ByteSource {
  readBytes = 0;
  mostHeld = 0;
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
    const read = new Uint8Array(this.bytes.subarray(offset, offset + length));
    this.weigh();
    return read;
  }
  weigh(): void {
    this.mostHeld = Math.max(this.mostHeld, heldBytes());
  }
}

export interface ReadOutcome {
  /** Of the refusal, or of the warnings. */
  readonly codes: readonly string[];
  /** What kind of file it was taken for; empty where it was refused. */
  readonly facts: readonly string[];
  readonly isOpen: boolean;
  /** By opening the file and reading all of it. */
  readonly readBytes: number;
  /** The most that the process held meanwhile. */
  readonly mostHeld: number;
}

function must(isSo: boolean, what: () => string): void {
  if (!isSo) throw new RangeError(what());
}

/** The same numbers, bit for bit but for what kind of NaN. */
const areSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
};

/** @returns what `act` gives, or undefined where it refuses by a code */
async function orRefused<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof GeophoneError) return undefined;
    throw error;
  }
}

const several = (count: number): string => (count < 2 ? String(count) : "several");

function factsOf(segy: SegyFile): string[] {
  const { layout, lineBytes } = segy;
  return [
    `order ${layout.byteOrder}`,
    `format ${layout.format.code}`,
    `revision ${layout.revision}`,
    `text ${layout.text.encoding}`,
    `traces ${several(layout.traces)}`,
    ...(layout.container ? [layout.container] : []),
    ...(layout.traceHeaderBlocks ? [`blocks ${several(layout.traceHeaderBlocks - 1)}`] : []),
    ...(layout.text.lines.length > 40 ? ["extended texts"] : []),
    ...(lineBytes.inline === 189 ? [] : ["other line bytes"]),
    ...(layout.delayMs < 0 ? ["negative delay"] : []),
  ];
}

/** All that a page or a command reads of a file that it takes in. */
async function readWhole(segy: SegyFile, source: CountingSource) {
  const { traces, samplesPerTrace, bytesPerTrace, firstTraceByteOffset } = segy.layout;
  must(
    traces > 0 && samplesPerTrace > 0 && firstTraceByteOffset + traces * bytesPerTrace <= source.sizeBytes,
    () => `${traces} traces of ${bytesPerTrace} bytes do not lie in ${source.sizeBytes}`,
  );
  const samples = (await segy.readSamples(0, traces)).data;
  source.weigh();
  must(samples.length === traces * samplesPerTrace, () => "samples are missing");
  const columns = await segy.scanHeaders();
  const { geometry, warnings } = describeGeometry(columns, segy.lineBytes);
  source.weigh();
  for (const { min, max, count } of [geometry.inlines, geometry.crosslines])
    must(
      min <= max && count > 0 && count <= traces,
      () => `${count} numbers from ${min} to ${max} in ${traces} traces`,
    );
  must(geometry.missingBins >= 0 && geometry.duplicateBins >= 0, () => JSON.stringify(geometry));
  const candidates = await findLineCandidates(segy);
  source.weigh();
  for (const { inline, crossline, score, regularity, density, coordinateFit = 0 } of candidates) {
    for (const share of [score, regularity, density, coordinateFit])
      must(share >= 0 && share <= 1, () => `a candidate's share is ${share}`);
    for (const byte of [inline, crossline])
      must(byte >= 1 && byte <= traceHeaderBytes - 3, () => `line numbers at byte ${byte}`);
  }
  await segy.readHeaderFields(traces - 1);
  await segy.readTextBytes();
  source.weigh();
  return {
    samples,
    columns,
    codes: [...segy.warnings, ...warnings, ...suspectLineBytes(segy.lineBytes, candidates)].map(
      ({ code }) => code,
    ),
    facts: [...factsOf(segy), geometry.kind, `candidates ${several(candidates.length)}`],
  };
}

type Whole = Awaited<ReturnType<typeof readWhole>>;

/** A part of a file is that part of the whole; what it does not have is refused. */
async function readParts(segy: SegyFile, whole: Whole, random: Random): Promise<void> {
  const { traces, samplesPerTrace } = segy.layout;
  const headers = await segy.readHeaderBytes(0, traces);
  for (let part = 0; part < 2; part++) {
    const first = random.integer(traces);
    const end = first + random.integer(traces - first + 1);
    const { data } = await segy.readSamples(first, end - first);
    must(
      areSame(data, whole.samples.subarray(first * samplesPerTrace, end * samplesPerTrace)),
      () => `samples of traces ${first} to ${end}`,
    );
    const columns = await segy.readHeaders(first, end - first);
    for (const name of ["inline", "crossline", "cdpX", "cdpY"] as const)
      must(
        areSame(columns[name], whole.columns[name].subarray(first, end)),
        () => `${name} of traces ${first} to ${end}`,
      );
    must(
      areSame(
        await segy.readHeaderBytes(first, end - first),
        headers.subarray(first * traceHeaderBytes, end * traceHeaderBytes),
      ),
      () => `header bytes of traces ${first} to ${end}`,
    );
  }
  const beyond = await orRefused(() => segy.readSamples(traces, 1));
  must(beyond === undefined, () => `trace ${traces} of ${traces} was read`);
}

/** A file that is cut gives the traces that are whole, as the whole file has them, or is refused. */
async function salvage(segy: SegyFile, whole: Whole, bytes: Uint8Array, random: Random): Promise<void> {
  const { layout } = segy;
  const cut = bytes.subarray(0, bytes.length - 1 - random.integer(Math.min(bytes.length, 2000)));
  const rest = await orRefused(() => openSegy(new CountingSource(layout.file, cut)));
  if (!rest) return;
  const { traces, samplesPerTrace } = rest.layout;
  must(
    rest.layout.firstTraceByteOffset + traces * rest.layout.bytesPerTrace <= cut.length,
    () => `${traces} traces are read of a file that was cut at ${cut.length}`,
  );
  const { data } = await rest.readSamples(0, traces);
  // Where the length spoke for another make-up of the file, it is another file.
  const isSame = (["byteOrder", "format", "samplesPerTrace", "firstTraceByteOffset"] as const).every(
    (field) => layout[field] === rest.layout[field],
  );
  if (!isSame || rest.layout.bytesPerTrace !== layout.bytesPerTrace) return;
  must(traces <= layout.traces, () => `${traces} of ${layout.traces} traces after a cut`);
  must(areSame(data, whole.samples.subarray(0, traces * samplesPerTrace)), () => "samples after a cut");
}

/** What our own writer makes of a file is read again with the same numbers, in the file's own format. */
async function writeAndRead(segy: SegyFile, whole: Whole): Promise<void> {
  const { format, samplesPerTrace, intervalMicroseconds, delayMs, traces } = segy.layout;
  const sink = new MemorySink();
  const text = { bytes: await segy.readTextBytes() };
  const writer = new SegyWriter(sink, {
    format: format.code,
    samplesPerTrace,
    intervalMicroseconds,
    delayMs,
    text,
  });
  const isWritten = await orRefused(async () => {
    await writer.begin();
    await writer.appendTracesWithHeaders(await segy.readHeaderBytes(0, traces), {
      data: whole.samples,
      rows: traces,
      columns: samplesPerTrace,
    });
    return true;
  });
  if (!isWritten) return;
  const again = await openSegy(new CountingSource("again.sgy", sink.bytes()), {
    byteOrder: "big",
    formatCode: format.code,
    samplesPerTrace,
    intervalMicroseconds,
  });
  // Traces that read as text may be taken for texts, which is said.
  if (again.warnings.some(({ code }) => code === "extended-text-count-differs")) return;
  must(again.layout.traces === traces, () => `${traces} traces were written, ${again.layout.traces} read`);
  const { data } = await again.readSamples(0, traces);
  must(areSame(data, whole.samples), () => "samples that were written");
  must(areSame(await again.readTextBytes(), text.bytes), () => "texts that were written");
}

/** What a person may say of a file, wild or right, leads to a reading or a refusal; a reading says all of itself. */
async function sayOtherwise(name: string, bytes: Uint8Array, random: Random): Promise<void> {
  const maybe = <T>(value: () => T): T | undefined => (random.integer(3) === 0 ? value() : undefined);
  const said: SegyReading = {
    byteOrder: maybe(() => (["big", "little", "pairwise"] as const)[random.integer(3)]),
    formatCode: maybe(() => sampleFormats[random.integer(sampleFormats.length)]?.code),
    samplesPerTrace: maybe(() => [1, 6, 9, 20, 300, 65_535, 0, 1.5][random.integer(8)]),
    intervalMicroseconds: maybe(() => [1, 4000, 65_535, 0, -2][random.integer(5)]),
    delayMs: maybe(() => [0, -100, 32_767, 40_000][random.integer(4)]),
    lineBytes: maybe(() => ({ inline: 1 + random.integer(240), crossline: 1 + random.integer(237) })),
  };
  const segy = await orRefused(() => openSegy(new CountingSource(name, bytes), said));
  if (!segy) return;
  await readWhole(segy, new CountingSource(name, bytes));
  const again = await openSegy(new CountingSource(name, bytes), { reading: segy.reading });
  must(
    JSON.stringify([again.layout, again.lineBytes]) === JSON.stringify([segy.layout, segy.lineBytes]),
    () => `${JSON.stringify(segy.reading)} is not all that was said by ${JSON.stringify(said)}`,
  );
}

/** The same for the same bytes. */
function randomOf(bytes: Uint8Array): Random {
  let sum = bytes.length;
  for (let i = 0; i < bytes.length; i += 61) sum = (Math.imul(sum, 31) + bytes[i]!) | 0;
  return seededRandom(sum, "segy fuzz reading");
}

/**
 * Opens a file and reads everything of it; typed refusals are fine, all else is thrown on.
 * @param isDeep also reads it in parts, cut, written by us, and as a person might say
 */
export async function readAll(name: string, bytes: Uint8Array, isDeep = false): Promise<ReadOutcome> {
  const source = new CountingSource(name, bytes);
  source.weigh();
  let segy: SegyFile | undefined;
  let found: Pick<ReadOutcome, "codes" | "facts" | "readBytes">;
  try {
    segy = await openSegy(source);
    const whole = await readWhole(segy, source);
    found = { codes: whole.codes, facts: whole.facts, readBytes: source.readBytes };
    if (isDeep) {
      const random = randomOf(bytes);
      await readParts(segy, whole, random);
      await salvage(segy, whole, bytes, random);
      await writeAndRead(segy, whole);
    }
  } catch (error) {
    // Once a file has been opened there is nothing to refuse.
    if (segy || !(error instanceof GeophoneError)) throw error;
    found = { codes: [error.code], facts: [], readBytes: source.readBytes };
  }
  if (isDeep) await sayOtherwise(name, bytes, randomOf(bytes));
  source.weigh();
  return { ...found, isOpen: segy !== undefined, mostHeld: source.mostHeld };
}
