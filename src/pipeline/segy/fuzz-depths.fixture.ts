import { seededRandom, type Random } from "../../numerics/random.ts";
import {
  endsOf,
  joinSegyFiles,
  openSegy,
  orderParts,
  SegyWriter,
  summariseFields,
  writeHeaderTable,
  type SegyFile,
  type SegyReading,
} from "./contract.ts";
import { areSame, CountingSource, must, orRefused } from "./fuzz-source.fixture.ts";
import { readWhole, type Whole } from "./fuzz-whole.fixture.ts";
import { MemorySink } from "./memory-file.fixture.ts";
import { sampleFormats } from "./sample-formats.ts";
import { traceHeaderBytes } from "./trace-header.ts";

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
    for (const name of ["inline", "crossline", "cdpX", "cdpY", "cdp", "offset"] as const)
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

/** One pass over a file gives its bytes in order, each once, and what is read by parts. */
async function readThrough(segy: SegyFile, whole: Whole, bytes: Uint8Array): Promise<void> {
  const { traces, samplesPerTrace } = segy.layout;
  let passed = 0;
  let next = 0;
  await segy.readThrough({
    onBytes: (block) => {
      must(areSame(block, bytes.subarray(passed, passed + block.length)), () => `bytes from ${passed}`);
      passed += block.length;
    },
    onBlock: ({ first, headers, samples }) => {
      const end = first + headers.count;
      must(first === next, () => `trace ${first} after ${next - 1}`);
      must(
        areSame(samples.data, whole.samples.subarray(first * samplesPerTrace, end * samplesPerTrace)),
        () => `samples of traces ${first} to ${end} in one pass`,
      );
      must(areSame(headers.cdpX, whole.columns.cdpX.subarray(first, end)), () => "positions in one pass");
      next = end;
    },
  });
  must(passed === bytes.length && next === traces, () => `${passed} bytes and ${next} traces in one pass`);
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
  // What lay behind the traces that the headers count could be a data trailer while it was whole; now it is traces, with a warning.
  const isDoubted = rest.warnings.some(({ code }) => code === "trace-count-differs");
  if (isDoubted && traces > layout.traces) return;
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
export async function sayOtherwise(name: string, bytes: Uint8Array): Promise<void> {
  const random = randomOf(bytes);
  const maybe = <T>(value: () => T): T | undefined => (random.integer(3) === 0 ? value() : undefined);
  const someByte = (): number => random.integer(242);
  const said: SegyReading = {
    byteOrder: maybe(() => (["big", "little", "pairwise"] as const)[random.integer(3)]),
    formatCode: maybe(() => sampleFormats[random.integer(sampleFormats.length)]?.code),
    samplesPerTrace: maybe(() => [1, 6, 9, 20, 300, 65_535, 0, 1.5][random.integer(8)]),
    intervalMicroseconds: maybe(() => [1, 4000, 65_535, 0, -2][random.integer(5)]),
    delayMs: maybe(() => [0, -100, 32_767, 40_000][random.integer(4)]),
    lineBytes: maybe(() => ({ inline: someByte(), crossline: someByte() })),
    coordinateBytes: maybe(() => ({ x: someByte(), y: someByte() })),
    cdpByte: maybe(someByte),
    offsetByte: maybe(someByte),
    coordinateScalar: maybe(() => [1, 10, -100, 0, 32_767, -32_768, 0.5][random.integer(7)]),
    verticalUnit: maybe(() => (["ms", "m", "ft"] as const)[random.integer(3)]),
    horizontalUnit: maybe(() => (["m", "ft"] as const)[random.integer(2)]),
    coordinateSystem: maybe(() => ["", "ED50 / UTM zone 31N", "x".repeat(500)][random.integer(3)]),
    polarity: maybe(() => (["seg-normal", "seg-reverse"] as const)[random.integer(2)]),
    reversed: maybe(() => random.integer(2) === 0),
    textEncoding: maybe(() => (["ascii", "ebcdic"] as const)[random.integer(2)]),
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

/** NaN is NaN, and a zero has no sign: in a run of zeros nobody tells which of them had one. */
const isSame = (one: number, other: number | undefined): boolean =>
  one === other || (Number.isNaN(one) && Number.isNaN(other));

/** Summaries and tables of all header fields hold what the columns hold. */
async function readTables(segy: SegyFile): Promise<void> {
  const { traces } = segy.layout;
  await segy.readBinaryHeader();
  const fields = await segy.headerFields();
  const columns = await segy.readFieldColumns(0, traces, fields);
  const summaries = await summariseFields(segy);
  for (const [i, { field, min, max, distinct, zeros, nonFinite, first, last }] of summaries.entries()) {
    const values = columns[i] ?? [];
    const finite = Array.from(values).filter(Number.isFinite);
    must(
      values.length === traces &&
        isSame(first, values[0]) &&
        isSame(last, values[traces - 1]) &&
        zeros === finite.filter((value) => value === 0).length &&
        nonFinite === traces - finite.length &&
        (finite.length === 0
          ? Number.isNaN(min)
          : min === Math.min(...finite) && max === Math.max(...finite)),
      () => `the summary of ${field.name}`,
    );
    must(!distinct.isExact || distinct.count <= traces, () => `${distinct.count} values of ${field.name}`);
  }
  const sink = new MemorySink();
  await writeHeaderTable(segy, fields, "csv", sink);
  const rows = sink.bytes().filter((byte) => byte === 0x0a).length - 1;
  must(rows === traces, () => `${rows} rows for ${traces} traces in the table of headers`);
}

/** A file behind itself is both, one after the other. */
async function joinWithItself(segy: SegyFile, whole: Whole): Promise<void> {
  const { traces, samplesPerTrace } = segy.layout;
  const ends = await endsOf(segy);
  must(orderParts([ends, ends]).length === 2, () => "the order of two parts");
  const joined = joinSegyFiles("both", [segy, segy]);
  must(joined.layout.traces === 2 * traces, () => `${joined.layout.traces} traces of two times ${traces}`);
  const { data } = await joined.readSamples(traces - 1, 2);
  must(
    areSame(data.subarray(0, samplesPerTrace), whole.samples.subarray((traces - 1) * samplesPerTrace)) &&
      areSame(data.subarray(samplesPerTrace), whole.samples.subarray(0, samplesPerTrace)),
    () => "samples where two files meet",
  );
  const { inline, count } = await joined.scanHeaders();
  must(
    count === 2 * traces && areSame(inline.subarray(traces), whole.columns.inline),
    () => "joined headers",
  );
}

/** The same for the same bytes. */
function randomOf(bytes: Uint8Array): Random {
  let sum = bytes.length;
  for (let i = 0; i < bytes.length; i += 61) sum = (Math.imul(sum, 31) + bytes[i]!) | 0;
  return seededRandom(sum, "segy fuzz reading");
}

/** Reads an opened file in parts, cut, written by us, as tables, and behind itself; all that must hold. */
export async function readDeeply(segy: SegyFile, whole: Whole, bytes: Uint8Array): Promise<void> {
  const random = randomOf(bytes);
  await readParts(segy, whole, random);
  await readThrough(segy, whole, bytes);
  await salvage(segy, whole, bytes, random);
  await writeAndRead(segy, whole);
  // A hundred fields take their time.
  if (random.integer(8) === 0 && segy.layout.traces <= 200) await readTables(segy);
  await joinWithItself(segy, whole);
}
