import { HeaderView, swapPairs, turnWords } from "./byte-order.ts";
import type { ByteOrder, HeaderFieldKind } from "./contract.ts";

/** Where a field of the 240-byte trace header is: one-based byte and size, under the names that segyio made common. */
type FieldPlace = readonly [byte: number, bytes: 2 | 4];

/** Revision 1, all fields. */
const traceHeaderFields = {
  TRACE_SEQUENCE_LINE: [1, 4],
  TRACE_SEQUENCE_FILE: [5, 4],
  FieldRecord: [9, 4],
  TraceNumber: [13, 4],
  EnergySourcePoint: [17, 4],
  CDP: [21, 4],
  CDP_TRACE: [25, 4],
  TraceIdentificationCode: [29, 2],
  NSummedTraces: [31, 2],
  NStackedTraces: [33, 2],
  DataUse: [35, 2],
  offset: [37, 4],
  ReceiverGroupElevation: [41, 4],
  SourceSurfaceElevation: [45, 4],
  SourceDepth: [49, 4],
  ReceiverDatumElevation: [53, 4],
  SourceDatumElevation: [57, 4],
  SourceWaterDepth: [61, 4],
  GroupWaterDepth: [65, 4],
  ElevationScalar: [69, 2],
  SourceGroupScalar: [71, 2],
  SourceX: [73, 4],
  SourceY: [77, 4],
  GroupX: [81, 4],
  GroupY: [85, 4],
  CoordinateUnits: [89, 2],
  WeatheringVelocity: [91, 2],
  SubWeatheringVelocity: [93, 2],
  SourceUpholeTime: [95, 2],
  GroupUpholeTime: [97, 2],
  SourceStaticCorrection: [99, 2],
  GroupStaticCorrection: [101, 2],
  TotalStaticApplied: [103, 2],
  LagTimeA: [105, 2],
  LagTimeB: [107, 2],
  DelayRecordingTime: [109, 2],
  MuteTimeStart: [111, 2],
  MuteTimeEND: [113, 2],
  TRACE_SAMPLE_COUNT: [115, 2],
  TRACE_SAMPLE_INTERVAL: [117, 2],
  GainType: [119, 2],
  InstrumentGainConstant: [121, 2],
  InstrumentInitialGain: [123, 2],
  Correlated: [125, 2],
  SweepFrequencyStart: [127, 2],
  SweepFrequencyEnd: [129, 2],
  SweepLength: [131, 2],
  SweepType: [133, 2],
  SweepTraceTaperLengthStart: [135, 2],
  SweepTraceTaperLengthEnd: [137, 2],
  TaperType: [139, 2],
  AliasFilterFrequency: [141, 2],
  AliasFilterSlope: [143, 2],
  NotchFilterFrequency: [145, 2],
  NotchFilterSlope: [147, 2],
  LowCutFrequency: [149, 2],
  HighCutFrequency: [151, 2],
  LowCutSlope: [153, 2],
  HighCutSlope: [155, 2],
  YearDataRecorded: [157, 2],
  DayOfYear: [159, 2],
  HourOfDay: [161, 2],
  MinuteOfHour: [163, 2],
  SecondOfMinute: [165, 2],
  TimeBaseCode: [167, 2],
  TraceWeightingFactor: [169, 2],
  GeophoneGroupNumberRoll1: [171, 2],
  GeophoneGroupNumberFirstTraceOrigField: [173, 2],
  GeophoneGroupNumberLastTraceOrigField: [175, 2],
  GapSize: [177, 2],
  OverTravel: [179, 2],
  CDP_X: [181, 4],
  CDP_Y: [185, 4],
  INLINE_3D: [189, 4],
  CROSSLINE_3D: [193, 4],
  ShotPoint: [197, 4],
  ShotPointScalar: [201, 2],
  TraceValueMeasurementUnit: [203, 2],
  TransductionConstantMantissa: [205, 4],
  TransductionConstantPower: [209, 2],
  TransductionUnit: [211, 2],
  TraceIdentifier: [213, 2],
  ScalarTraceHeader: [215, 2],
  SourceType: [217, 2],
  SourceEnergyDirectionMantissa: [219, 4],
  SourceEnergyDirectionExponent: [223, 2],
  SourceMeasurementMantissa: [225, 4],
  SourceMeasurementExponent: [229, 2],
  SourceMeasurementUnit: [231, 2],
  UnassignedInt1: [233, 4],
  UnassignedInt2: [237, 4],
} as const satisfies Record<string, FieldPlace>;

export const traceHeaderBytes = 240;

/** Trace header extension 1 of revision 2: zero-based offset within its block, and how it is stored. */
const extension1Fields = {
  EXT1_TRACE_SEQUENCE_LINE: [0, "uint64"],
  EXT1_TRACE_SEQUENCE_FILE: [8, "uint64"],
  EXT1_FieldRecord: [16, "uint64"],
  EXT1_CDP: [24, "uint64"],
  EXT1_ReceiverGroupElevation: [32, "float64"],
  EXT1_ReceiverDepth: [40, "float64"],
  EXT1_SourceSurfaceElevation: [48, "float64"],
  EXT1_SourceDepth: [56, "float64"],
  EXT1_ReceiverDatumElevation: [64, "float64"],
  EXT1_SourceDatumElevation: [72, "float64"],
  EXT1_SourceWaterDepth: [80, "float64"],
  EXT1_GroupWaterDepth: [88, "float64"],
  EXT1_SourceX: [96, "float64"],
  EXT1_SourceY: [104, "float64"],
  EXT1_GroupX: [112, "float64"],
  EXT1_GroupY: [120, "float64"],
  EXT1_offset: [128, "float64"],
  EXT1_TRACE_SAMPLE_COUNT: [136, "uint32"],
  EXT1_Nanoseconds: [140, "int32"],
  EXT1_TRACE_SAMPLE_INTERVAL: [144, "float64"],
  EXT1_CableNumber: [152, "int32"],
  EXT1_LastTraceFlag: [158, "uint16"],
  EXT1_CDP_X: [160, "float64"],
  EXT1_CDP_Y: [168, "float64"],
} as const satisfies Record<string, readonly [number, keyof HeaderView & `${string}${16 | 32 | 64}`]>;

/** Zero-based offsets within the block of extension 1 that the reading itself needs. */
export const inExtension1 = { samples: 136, interval: 144, cdpX: 160, cdpY: 168 } as const;

const nameAt = 232;
/** "SEG00001" in ASCII and EBCDIC, and both with neighbouring bytes exchanged. */
const namesOfExtension1 = [
  Uint8Array.of(0x53, 0x45, 0x47, 0x30, 0x30, 0x30, 0x30, 0x31),
  Uint8Array.of(0xe2, 0xc5, 0xc7, 0xf0, 0xf0, 0xf0, 0xf0, 0xf1),
].flatMap((name) => [name, swapPairs(name)]);

const isExtension1 = (header: Uint8Array, block: number): boolean =>
  namesOfExtension1.some((name) => name.every((byte, i) => header[block + nameAt + i] === byte));

export type TraceHeaderName = keyof typeof traceHeaderFields | keyof typeof extension1Fields;

/** Offset of the block of extension 1 within a trace header of several blocks, by its name; undefined where none has it. */
export function placeOfExtension1(header: Uint8Array): number | undefined {
  for (let block = traceHeaderBytes; block + traceHeaderBytes <= header.length; block += traceHeaderBytes)
    if (isExtension1(header, block)) return block;
  return undefined;
}

/** Fields that count and so are never negative. */
const unsignedFields: ReadonlySet<string> = new Set(["TRACE_SAMPLE_COUNT"]);

const kindOf = (name: string, size: 2 | 4): "int16" | "uint16" | "int32" =>
  size === 4 ? "int32" : unsignedFields.has(name) ? "uint16" : "int16";

/** All fields with where they are and how they are stored: revision 1, then those of extension 1 (bytes from 241 on). */
export const traceHeaderPlaces: readonly {
  readonly name: TraceHeaderName;
  readonly byte: number;
  readonly kind: HeaderFieldKind;
}[] = [
  ...Object.entries(traceHeaderFields).map(([name, [byte, size]]) => ({
    name: name as TraceHeaderName,
    byte,
    kind: kindOf(name, size),
  })),
  ...Object.entries(extension1Fields).map(([name, [at, kind]]) => ({
    name: name as TraceHeaderName,
    byte: traceHeaderBytes + 1 + at,
    kind,
  })),
];

/** All fields of one trace header, raw: scalars are not applied. */
export function readTraceHeader(header: Uint8Array, order: ByteOrder): Record<string, number> {
  const view = new HeaderView(header, order);
  const fields: Record<string, number> = {};
  for (const [name, [byte, size]] of Object.entries(traceHeaderFields))
    fields[name] = view[kindOf(name, size)](byte - 1);
  const extension = placeOfExtension1(header);
  if (extension !== undefined)
    for (const [name, [at, kind]] of Object.entries(extension1Fields))
      fields[name] = view[kind](extension + at);
  return fields;
}

/**
 * The first 240 bytes of a trace header with every field turned to big-endian, as it can be written to another file.
 * @param words zero-based offsets of 4-byte numbers that are not where the standard has a field
 */
export function toBigEndian(header: Uint8Array, order: ByteOrder, words: readonly number[]): Uint8Array {
  if (order === "big") return header;
  if (order === "pairwise") return swapPairs(header);
  const turned = new Uint8Array(header);
  const turn = (at: number, size: number): void => {
    for (let i = 0; i < size; i++) turned[at + i] = header[at + size - 1 - i]!;
  };
  // Revision 2 has a name at the end of a header, "SEG00000": a text has no byte order.
  const isName = ["53", "e2"].includes(header[nameAt]!.toString(16)) && header[nameAt] !== header[nameAt + 1];
  for (const [byte, size] of Object.values(traceHeaderFields))
    if (!(isName && byte > nameAt)) turn(byte - 1, size);
  for (const at of words) turn(at, 4);
  return turned;
}

/** Sizes of the fields of extension 1, in their order. */
const extension1Sizes: readonly (readonly [from: number, end: number, bytes: number])[] = [
  [0, 136, 8],
  [136, 144, 4],
  [144, 152, 8],
  [152, 156, 4],
  [156, 160, 2],
  [160, 176, 8],
];

/** Whether a trace header holds a block, blank ones apart, whose fields only its maker knows. */
export function hasPrivateBlock(header: Uint8Array): boolean {
  for (let block = traceHeaderBytes; block < header.length; block += traceHeaderBytes)
    if (
      !isExtension1(header, block) &&
      header.subarray(block, block + traceHeaderBytes).some((byte) => byte !== 0)
    )
      return true;
  return false;
}

/**
 * A trace header with all its blocks, turned from big-endian to an order or from it; a private block stays as it is.
 * @param words as for `toBigEndian`
 */
export function turnTraceHeader(
  header: Uint8Array,
  order: ByteOrder,
  words: readonly number[],
): Uint8Array<ArrayBuffer> {
  const turned = new Uint8Array(header);
  if (order === "big") return turned;
  turned.set(toBigEndian(header.subarray(0, traceHeaderBytes), order, words));
  for (let block = traceHeaderBytes; block < header.length; block += traceHeaderBytes) {
    if (order === "pairwise") turned.set(swapPairs(header.subarray(block, block + traceHeaderBytes)), block);
    else if (isExtension1(header, block))
      for (const [from, end, size] of extension1Sizes)
        turnWords(turned, block + from, (end - from) / size, size, order);
  }
  return turned;
}

/** Names of all fields, in the order of their bytes. */
export const traceHeaderFieldNames: readonly string[] = Object.keys(traceHeaderFields);
