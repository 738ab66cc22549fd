import type { Float32Matrix } from "../../quantities/matrix.ts";
import { binaryHeaderBytes } from "./binary-header.ts";
import type { ByteSink, SegyWriteOptions, TraceToWrite } from "./contract.ts";
import { sampleEncoders } from "./encode-samples.ts";
import { sampleFormat } from "./sample-formats.ts";
import { segyFault } from "./segy-faults.ts";
import { charactersPerLine, encodeText, textHeaderBytes } from "./text-encoding.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** Writes SEG-Y revision 1, big-endian, trace after trace: `begin`, `append…` as often as needed. */
export class SegyWriter {
  private written = 0;

  constructor(
    private readonly sink: ByteSink,
    private readonly options: SegyWriteOptions,
  ) {}

  /** Textual and binary headers. @throws InputError `segy-text-too-long`, `segy-not-writable` */
  async begin(): Promise<void> {
    const { format, samplesPerTrace, intervalMicroseconds } = this.options;
    for (const [value, what] of [
      [samplesPerTrace, "samples a trace"],
      [intervalMicroseconds, "µs a sample"],
    ] as const)
      if (!(Number.isInteger(value) && value > 0 && value <= 0xffff))
        throw segyFault(
          "segy-not-writable",
          `SEG-Y revision 1 cannot hold ${value} ${what}`,
          "It holds whole numbers up to 65535.",
          {},
        );
    const text = this.textBytes();
    const extendedTexts = text.length / textHeaderBytes - 1;
    const binary = new Uint8Array(binaryHeaderBytes);
    const view = new DataView(binary.buffer);
    view.setUint16(16, intervalMicroseconds);
    view.setUint16(18, intervalMicroseconds);
    view.setUint16(20, samplesPerTrace);
    view.setUint16(22, samplesPerTrace);
    view.setInt16(24, format);
    view.setInt16(28, 4); // horizontally stacked
    view.setInt16(54, this.options.measurementSystem === "ft" ? 2 : 1);
    view.setUint16(300, 0x0100); // revision 1.0
    view.setInt16(302, 1); // all traces have one length
    view.setInt16(304, extendedTexts);
    await this.sink.write(text.subarray(0, textHeaderBytes));
    await this.sink.write(binary);
    if (extendedTexts > 0) await this.sink.write(text.subarray(textHeaderBytes));
  }

  private textBytes(): Uint8Array {
    const { text } = this.options;
    if ("bytes" in text) return text.bytes;
    const long = text.lines.findIndex((line) => line.length > charactersPerLine);
    if (long >= 0)
      throw segyFault(
        "segy-text-too-long",
        `line ${long + 1} of the textual header has ${text.lines[long]!.length} characters; ${charactersPerLine} fit`,
        "Shorten it.",
        {},
      );
    return encodeText(text.lines, text.encoding);
  }

  /** Appends traces with headers made from positions; `samples` is `[traces, samplesPerTrace]`. */
  async appendTraces(traces: readonly TraceToWrite[], samples: Float32Matrix): Promise<void> {
    const headers = new Uint8Array(traces.length * traceHeaderBytes);
    const view = new DataView(headers.buffer);
    traces.forEach((trace, i) => {
      const at = i * traceHeaderBytes;
      const number = this.written + i + 1;
      view.setInt32(at, number);
      view.setInt32(at + 4, number);
      view.setInt32(at + 20, trace.crossline); // CDP ensemble
      view.setInt16(at + 28, 1); // seismic data
      view.setInt16(at + 70, -10); // coordinates in tenths
      view.setInt32(at + 180, Math.round(trace.cdpX * 10));
      view.setInt32(at + 184, Math.round(trace.cdpY * 10));
      view.setInt32(at + 188, trace.inline);
      view.setInt32(at + 192, trace.crossline);
      view.setInt16(at + 108, this.options.delayMs);
    });
    await this.appendTracesWithHeaders(headers, samples);
  }

  /**
   * Appends traces under headers of another file, 240 bytes each: kept but for sample count and interval.
   * @throws InputError `segy-value-out-of-range` with the trace where a sample does not fit the format
   */
  async appendTracesWithHeaders(headers: Uint8Array, samples: Float32Matrix): Promise<void> {
    const { format: code, samplesPerTrace, intervalMicroseconds } = this.options;
    if (samples.columns !== samplesPerTrace || headers.length !== samples.rows * traceHeaderBytes)
      throw new RangeError(
        `${samples.rows} × ${samples.columns} samples with ${headers.length} header bytes do not make traces of ${samplesPerTrace} samples`,
      );
    const { bytesPerSample, name } = sampleFormat(code)!;
    const encode = sampleEncoders[code];
    const bytesPerTrace = traceHeaderBytes + samplesPerTrace * bytesPerSample;
    const bytes = new Uint8Array(samples.rows * bytesPerTrace);
    const view = new DataView(bytes.buffer);
    for (let row = 0; row < samples.rows; row++) {
      const at = row * bytesPerTrace;
      bytes.set(headers.subarray(row * traceHeaderBytes, (row + 1) * traceHeaderBytes), at);
      view.setUint16(at + 114, samplesPerTrace);
      view.setUint16(at + 116, intervalMicroseconds);
      for (let i = 0; i < samplesPerTrace; i++) {
        const value = samples.data[row * samplesPerTrace + i]!;
        if (!encode(view, at + traceHeaderBytes + i * bytesPerSample, value))
          throw segyFault(
            "segy-value-out-of-range",
            `sample ${i} of trace ${this.written + row} is ${value}, which ${name} cannot hold`,
            "Choose another sample format.",
            {
              traceIndex: this.written + row,
            },
          );
      }
    }
    await this.sink.write(bytes);
    this.written += samples.rows;
  }
}
