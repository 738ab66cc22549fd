import { HeaderView } from "./byte-order.ts";
import type { SegyLayout, SegyReading, SegyWarning } from "./contract.ts";
import type { SegyWarningCode } from "./segy-faults.ts";

/** One field that should be the same in all trace headers. */
class ConstantField {
  private usual: number | undefined;
  private others = 0;
  private firstTrace = 0;
  private firstValue = 0;

  /** @param offset of an unsigned 2-byte field within a trace header */
  constructor(
    readonly offset: number,
    private readonly code: SegyWarningCode,
    private readonly words: (value: number) => string,
  ) {}

  take(trace: number, value: number): void {
    // Many programs leave these fields empty.
    if (value === 0) return;
    this.usual ??= value;
    if (value === this.usual || this.others++ > 0) return;
    this.firstTrace = trace;
    this.firstValue = value;
  }

  warning({ firstTraceByteOffset, bytesPerTrace }: SegyLayout): SegyWarning[] {
    if (this.others === 0) return [];
    const { code, others, firstTrace, firstValue, words, usual = 0 } = this;
    return [
      {
        code,
        message: `${words(usual)} in the first trace headers, another number in ${others}: ${firstValue} in trace ${firstTrace}, the first of them`,
        byteOffset: firstTraceByteOffset + firstTrace * bytesPerTrace + this.offset,
      },
    ];
  }
}

/** What only a look at every trace header shows: sample counts and intervals that change in mid-file. */
export class TraceDifferences {
  private readonly fields: readonly ConstantField[];

  constructor(
    private readonly layout: SegyLayout,
    reading: SegyReading,
  ) {
    // What a person has said of the file stands whatever the headers say.
    this.fields = [
      ...(reading.samplesPerTrace === undefined
        ? [new ConstantField(114, "trace-samples-change", (samples) => `${samples} samples`)]
        : []),
      ...(reading.intervalMicroseconds === undefined
        ? [new ConstantField(116, "trace-intervals-change", (interval) => `an interval of ${interval} µs`)]
        : []),
    ];
  }

  /** @param headers headers of neighbouring traces, each of `headerBytes`, in the file's byte order */
  take(headers: Uint8Array, headerBytes: number, first: number): void {
    const view = new HeaderView(headers, this.layout.byteOrder);
    for (const field of this.fields)
      for (let at = field.offset, trace = first; at < headers.length; at += headerBytes, trace++)
        field.take(trace, view.uint16(at));
  }

  warnings(): SegyWarning[] {
    return this.fields.flatMap((field) => field.warning(this.layout));
  }
}
