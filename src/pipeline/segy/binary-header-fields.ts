import { HeaderView } from "./byte-order.ts";
import { orderOfConstant, revisionOf } from "./binary-header.ts";
import type { BinaryHeaderValue, ByteOrder, HeaderFieldKind } from "./contract.ts";
import { bytesOf } from "./header-fields.ts";
import { sampleFormat } from "./sample-formats.ts";

type Codes = Readonly<Record<number, string>>;
interface BinaryField {
  readonly name: string;
  readonly byte: number;
  readonly kind: HeaderFieldKind;
  readonly about: string;
  readonly unit?: string;
  /** Words for a value, where the number is a code. */
  readonly means?: Codes | ((value: number) => string | undefined);
  /** The revision that brought the field; 0 where it is left out. */
  readonly since?: 1 | 2;
}

const tapers: Codes = { 1: "linear", 2: "cos²", 3: "other" };
const yesNo: Codes = { 1: "no", 2: "yes" };
const sortings: Codes = {
  [-1]: "other",
  0: "unknown",
  1: "as recorded",
  2: "CDP ensemble",
  3: "single fold, continuous profile",
  4: "horizontally stacked",
  5: "common source point",
  6: "common receiver point",
  7: "common offset point",
  8: "common mid-point",
  9: "common conversion point",
};

/** The binary header of revision 2.1, under the names that segyio made common where it has one. */
const fields: readonly BinaryField[] = [
  { name: "JobID", byte: 3201, kind: "int32", about: "Job identification number" },
  { name: "LineNumber", byte: 3205, kind: "int32", about: "Line number" },
  { name: "ReelNumber", byte: 3209, kind: "int32", about: "Reel number" },
  { name: "Traces", byte: 3213, kind: "int16", about: "Data traces in an ensemble" },
  { name: "AuxTraces", byte: 3215, kind: "int16", about: "Auxiliary traces in an ensemble" },
  { name: "Interval", byte: 3217, kind: "uint16", about: "Sample interval", unit: "µs" },
  {
    name: "IntervalOriginal",
    byte: 3219,
    kind: "uint16",
    about: "Sample interval of the recording",
    unit: "µs",
  },
  { name: "Samples", byte: 3221, kind: "uint16", about: "Samples in a trace" },
  { name: "SamplesOriginal", byte: 3223, kind: "uint16", about: "Samples in a trace of the recording" },
  {
    name: "Format",
    byte: 3225,
    kind: "int16",
    about: "Sample format",
    means: (value) => sampleFormat(value)?.name ?? "no format of the standard",
  },
  { name: "EnsembleFold", byte: 3227, kind: "int16", about: "Traces expected in an ensemble" },
  { name: "SortingCode", byte: 3229, kind: "int16", about: "How traces are sorted", means: sortings },
  { name: "VerticalSum", byte: 3231, kind: "int16", about: "Vertical sum: traces added to one" },
  {
    name: "SweepFrequencyStart",
    byte: 3233,
    kind: "int16",
    about: "Sweep frequency at its start",
    unit: "Hz",
  },
  { name: "SweepFrequencyEnd", byte: 3235, kind: "int16", about: "Sweep frequency at its end", unit: "Hz" },
  { name: "SweepLength", byte: 3237, kind: "int16", about: "Sweep length", unit: "ms" },
  {
    name: "Sweep",
    byte: 3239,
    kind: "int16",
    about: "Sweep type",
    means: { 1: "linear", 2: "parabolic", 3: "exponential", 4: "other" },
  },
  { name: "SweepChannel", byte: 3241, kind: "int16", about: "Trace number of the sweep channel" },
  { name: "SweepTaperStart", byte: 3243, kind: "int16", about: "Taper at the sweep's start", unit: "ms" },
  { name: "SweepTaperEnd", byte: 3245, kind: "int16", about: "Taper at the sweep's end", unit: "ms" },
  { name: "Taper", byte: 3247, kind: "int16", about: "Taper type", means: tapers },
  { name: "CorrelatedTraces", byte: 3249, kind: "int16", about: "Correlated traces", means: yesNo },
  {
    name: "BinaryGainRecovery",
    byte: 3251,
    kind: "int16",
    about: "Binary gain recovered",
    means: { 1: "yes", 2: "no" },
  },
  {
    name: "AmplitudeRecovery",
    byte: 3253,
    kind: "int16",
    about: "Amplitude recovery",
    means: { 1: "none", 2: "spherical divergence", 3: "AGC", 4: "other" },
  },
  {
    name: "MeasurementSystem",
    byte: 3255,
    kind: "int16",
    about: "Measurement system",
    means: { 0: "not said", 1: "metres", 2: "feet" },
  },
  {
    name: "ImpulseSignalPolarity",
    byte: 3257,
    kind: "int16",
    about: "Polarity: pressure up or upward motion is",
    means: { 1: "a negative number", 2: "a positive number" },
  },
  {
    name: "VibratoryPolarity",
    byte: 3259,
    kind: "int16",
    about: "Seismic signal lags the pilot by",
    means: {
      1: "337.5° to 22.5°",
      2: "22.5° to 67.5°",
      3: "67.5° to 112.5°",
      4: "112.5° to 157.5°",
      5: "157.5° to 202.5°",
      6: "202.5° to 247.5°",
      7: "247.5° to 292.5°",
      8: "292.5° to 337.5°",
    },
  },
  { name: "ExtTraces", byte: 3261, kind: "int32", about: "Data traces in an ensemble, extended", since: 2 },
  { name: "ExtAuxTraces", byte: 3265, kind: "int32", about: "Auxiliary traces, extended", since: 2 },
  { name: "ExtSamples", byte: 3269, kind: "uint32", about: "Samples in a trace, extended", since: 2 },
  {
    name: "ExtInterval",
    byte: 3273,
    kind: "float64",
    about: "Sample interval, extended",
    unit: "µs",
    since: 2,
  },
  {
    name: "ExtIntervalOriginal",
    byte: 3281,
    kind: "float64",
    about: "Sample interval of the recording, extended",
    unit: "µs",
    since: 2,
  },
  {
    name: "ExtSamplesOriginal",
    byte: 3289,
    kind: "uint32",
    about: "Samples in a trace of the recording, extended",
    since: 2,
  },
  { name: "ExtEnsembleFold", byte: 3293, kind: "int32", about: "Ensemble fold, extended", since: 2 },
  {
    name: "IntegerConstant",
    byte: 3297,
    kind: "uint32",
    about: "Byte order: 16909060 read in the file's own order",
    since: 2,
  },
  { name: "SEGYRevision", byte: 3501, kind: "uint8", about: "Revision, major" },
  { name: "SEGYRevisionMinor", byte: 3502, kind: "uint8", about: "Revision, minor" },
  {
    name: "TraceFlag",
    byte: 3503,
    kind: "int16",
    about: "Fixed trace length",
    means: { 0: "traces may differ in length", 1: "all traces are of one length" },
    since: 1,
  },
  {
    name: "ExtendedHeaders",
    byte: 3505,
    kind: "int16",
    about: "Extended textual headers",
    means: { [-1]: "as many as there are, up to ((SEG:EndText))" },
    since: 1,
  },
  {
    name: "AdditionalTraceHeaders",
    byte: 3507,
    kind: "uint16",
    about: "Further 240-byte blocks of a trace header at most",
    since: 2,
  },
  { name: "SurveyType", byte: 3509, kind: "uint16", about: "Survey type, bit by bit", since: 2 },
  {
    name: "TimeBasisCode",
    byte: 3511,
    kind: "int16",
    about: "Time basis",
    means: { 1: "local", 2: "GMT", 3: "other", 4: "UTC", 5: "GPS" },
    since: 2,
  },
  { name: "TracesInFile", byte: 3513, kind: "uint64", about: "Traces in the file", since: 2 },
  {
    name: "FirstTraceOffset",
    byte: 3521,
    kind: "uint64",
    about: "Byte at which the first trace begins",
    since: 2,
  },
  {
    name: "TrailerStanzas",
    byte: 3529,
    kind: "int32",
    about: "Data trailer stanzas of 3200 bytes",
    means: { [-1]: "as many as there are" },
    since: 2,
  },
];

/** What the file has in each field that its revision knows. @param head the first 3600 bytes of the file */
export function binaryHeaderValues(head: Uint8Array, order: ByteOrder): BinaryHeaderValue[] {
  const view = new HeaderView(head, order);
  const { revision } = revisionOf(head);
  // Files that say too little of their revision say it by the constant.
  const known = orderOfConstant(head) ? Math.max(revision, 2) : revision;
  return fields
    .filter(({ since = 0 }) => since <= known)
    .map(({ name, byte, kind, about, unit, means }) => {
      // Single bytes have no order, also where neighbours are exchanged.
      const value = kind === "uint8" ? head[byte - 1]! : view[kind](byte - 1);
      const words = typeof means === "function" ? means(value) : means?.[value];
      return {
        ...{ name, byte, bytes: bytesOf[kind], kind, about, value },
        ...(unit === undefined ? {} : { unit }),
        ...(words === undefined ? {} : { means: words }),
      };
    });
}
