import { byteOrders } from "./byte-order.ts";
import type { ByteOrder, CoordinateBytes, SegyReading, SegyWarning, TextHeader } from "./contract.ts";
import { formatsInWords, sampleFormat } from "./sample-formats.ts";
import { segyFault, type SegyWarningCode } from "./segy-faults.ts";
import { textEncodings } from "./text-encoding.ts";
import { traceHeaderBytes } from "./trace-header.ts";

type GivenField = "formatCode" | "samplesPerTrace" | "intervalMicroseconds" | "delayMs" | "coordinateScalar";
type GivenByte = "cdpByte" | "offsetByte";

/** The last byte at which a 4-byte word of a trace header can begin. */
const lastWord = traceHeaderBytes - 3;

/** The whole numbers that a header's field can hold, since what we write must hold them too. */
const ranges: Readonly<
  Record<Exclude<GivenField, "formatCode">, readonly [least: number, most: number, what: string]>
> = {
  samplesPerTrace: [1, 65_535, "samples a trace"],
  intervalMicroseconds: [1, 65_535, "µs a sample"],
  delayMs: [-32_768, 32_767, "ms to the first sample"],
  coordinateScalar: [-32_768, 32_767, "as coordinate scalar"],
};

/** @throws InputError `segy-reading-invalid` */
export function checkReading(reading: SegyReading, file: string): void {
  const invalid = (message: string, advice: string): Error =>
    segyFault("segy-reading-invalid", message, advice, { file });
  if (reading.formatCode !== undefined && !sampleFormat(reading.formatCode))
    throw invalid(
      `${file} cannot be read with sample format ${reading.formatCode as number}`,
      `Choose one of ${formatsInWords}.`,
    );
  if (reading.byteOrder !== undefined && !byteOrders.includes(reading.byteOrder))
    throw invalid(
      `${file} cannot be read in byte order ${reading.byteOrder as string}`,
      `Choose ${byteOrders.join(", ")}.`,
    );
  const { x, y } = reading.coordinateBytes ?? {};
  const bytes = { "CDP X": x, "CDP Y": y, CDP: reading.cdpByte, offset: reading.offsetByte };
  for (const [name, byte] of Object.entries(bytes))
    if (byte !== undefined && !(Number.isInteger(byte) && byte >= 1 && byte <= lastWord))
      throw invalid(
        `${file} cannot be read with ${name} at byte ${byte}: that is outside the trace header`,
        `Choose a byte from 1 to ${lastWord}.`,
      );
  if (reading.coordinateScalar === 0)
    throw invalid(`${file} cannot be read with a coordinate scalar of 0`, "Say 1 where nothing is scaled.");
  if (reading.textEncoding !== undefined && !textEncodings.includes(reading.textEncoding))
    throw invalid(
      `${file} cannot be read with its text as ${reading.textEncoding as string}`,
      `Choose ${textEncodings.join(" or ")}.`,
    );
  for (const field of ["samplesPerTrace", "intervalMicroseconds", "delayMs", "coordinateScalar"] as const) {
    const value = reading[field];
    const [least, most, what] = ranges[field];
    if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most))
      throw invalid(
        `${file} cannot be read with ${value} ${what}`,
        `Give a whole number from ${least} to ${most}.`,
      );
  }
}

const codes = {
  formatCode: "format-given",
  samplesPerTrace: "samples-given",
  intervalMicroseconds: "interval-given",
  delayMs: "delay-given",
  coordinateScalar: "coordinate-scalar-given",
} as const satisfies Record<GivenField, SegyWarningCode>;

/** Collects what a person said against a file's headers, and a warning for each. */
export class GivenValues {
  readonly warnings: SegyWarning[] = [];
  /** What differs from the headers, and nothing else. */
  readonly differing: {
    -readonly [Field in Exclude<keyof SegyReading, "lineBytes">]?: SegyReading[Field];
  } = {};

  constructor(private readonly reading: SegyReading) {}

  /**
   * The person's value where there is one, else the header's. @param said by the header; 0 or undefined: nothing useful
   * @param inWords of a value
   */
  choose<Field extends GivenField>(
    field: Field,
    said: NonNullable<SegyReading[Field]>,
    inWords: (value: number) => string,
    byteOffset: number,
  ): NonNullable<SegyReading[Field]> {
    const given = this.reading[field];
    if (given === undefined || given === said) return said;
    this.differing[field] = given;
    this.warnings.push({
      code: codes[field],
      message: `${inWords(given)} as a person says; the file says ${inWords(said)}`,
      byteOffset,
    });
    return given;
  }

  /** The person's byte position, or the file's own: no warning, since no header says where its numbers are. */
  chooseByte(field: GivenByte, own: number): number {
    const given = this.reading[field];
    if (given === undefined || given === own) return own;
    this.differing[field] = given;
    return given;
  }

  chooseCoordinateBytes(own: CoordinateBytes | undefined): CoordinateBytes | undefined {
    const given = this.reading.coordinateBytes;
    if (!given || (given.x === own?.x && given.y === own.y)) return own;
    this.differing.coordinateBytes = given;
    return given;
  }

  /** The person's scalar for all traces, kept also where the first trace says the same: others may say something else. */
  chooseScalar(said: number, byteOffset: number): number {
    const chosen = this.choose("coordinateScalar", said, (value) => `coordinate scalar ${value}`, byteOffset);
    this.keep("coordinateScalar");
    return chosen;
  }

  /** Holds on to the person's number also where the header has the same: by itself it would be read as something else. */
  keep(field: GivenField): void {
    const given = this.reading[field];
    if (given !== undefined) Object.assign(this.differing, { [field]: given });
  }

  /** The person's encoding, or the one that explains the text best. */
  chooseTextEncoding(said: TextHeader["encoding"]): TextHeader["encoding"] {
    const given = this.reading.textEncoding;
    if (given === undefined || given === said) return said;
    this.differing.textEncoding = given;
    this.warnings.push({
      code: "text-encoding-given",
      message: `the textual header is read as ${given.toUpperCase()} as a person says; it looks like ${said.toUpperCase()}`,
      byteOffset: 0,
    });
    return given;
  }

  /** The person's byte order, or the one that the file's own evidence gives; undefined where it gives none. */
  chooseByteOrder(said: ByteOrder | undefined): ByteOrder | undefined {
    const given = this.reading.byteOrder;
    if (given === undefined || given === said) return said;
    this.differing.byteOrder = given;
    this.warnings.push({
      code: "byte-order-given",
      message: `byte order ${given} as a person says; the file looks ${said ?? "like none"}`,
    });
    return given;
  }
}
