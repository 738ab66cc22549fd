import { byteOrders } from "./byte-order.ts";
import type { ByteOrder, SegyReading, SegyWarning } from "./contract.ts";
import { formatsInWords, sampleFormat } from "./sample-formats.ts";
import { segyFault, type SegyWarningCode } from "./segy-faults.ts";

type GivenField = Exclude<keyof SegyReading, "lineBytes" | "byteOrder">;

/** The whole numbers that a header's field can hold, since what we write must hold them too. */
const ranges: Readonly<
  Record<Exclude<GivenField, "formatCode">, readonly [least: number, most: number, what: string]>
> = {
  samplesPerTrace: [1, 65_535, "samples a trace"],
  intervalMicroseconds: [1, 65_535, "µs a sample"],
  delayMs: [-32_768, 32_767, "ms to the first sample"],
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
  for (const field of ["samplesPerTrace", "intervalMicroseconds", "delayMs"] as const) {
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
} as const satisfies Record<GivenField, SegyWarningCode>;

/** Collects what a person said against a file's headers, and a warning for each. */
export class GivenValues {
  readonly warnings: SegyWarning[] = [];
  /** What differs from the headers, and nothing else. */
  readonly differing: { -readonly [Field in GivenField | "byteOrder"]?: SegyReading[Field] } = {};

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
