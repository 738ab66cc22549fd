import { at, type BinaryHeader } from "./binary-header.ts";
import { HeaderView } from "./byte-order.ts";
import type { ByteOrder, ByteSource, SegyReading, VerticalUnit } from "./contract.ts";
import type { GivenValues } from "./given-values.ts";
import { segyFault, type Warn } from "./segy-faults.ts";
import type { Extent } from "./trace-extent.ts";
import { inExtension1, placeOfExtension1 } from "./trace-header.ts";

/** An hour a sample: a double beyond it is leftovers, not an interval. */
const longestMicroseconds = 3.6e9;
/** What Seismic Unix's programs take where a trace's `dt` is 0. */
const assumedMicroseconds = 4000;
/** From here on a 2-byte interval is negative to whoever reads it as signed. */
const firstNegative = 0x8000;

interface IntervalEvidence {
  readonly order: ByteOrder;
  readonly header: BinaryHeader;
  readonly extent: Extent;
  readonly isSegy: boolean;
}

/** A double of revision 2, or 0 where it says nothing that can be an interval. */
function extendedInterval(value: number, byteOffset: number, warn: Warn): number {
  if (value === 0) return 0;
  if (value > 0 && value <= longestMicroseconds) return value;
  warn("extended-interval-invalid", `${value} µs is no sample interval; it is passed over`, byteOffset);
  return 0;
}

/**
 * The interval in µs: a person's; the binary header's (revision 2's double first); the first trace's.
 * @throws InputError `segy-no-interval` for SEG-Y; Seismic Unix has a usual one
 */
export function chooseInterval(
  source: ByteSource,
  { order, header, extent, isSegy }: IntervalEvidence,
  given: GivenValues,
  reading: SegyReading,
  warn: Warn,
): number {
  const isGiven = reading.intervalMicroseconds !== undefined;
  const told: Warn = isGiven ? () => undefined : warn;
  const view = new HeaderView(extent.firstHeader, order);
  const extension = placeOfExtension1(extent.firstHeader);
  const inTrace =
    (extension === undefined
      ? 0
      : extendedInterval(
          view.float64(extension + inExtension1.interval),
          extent.firstTrace + extension + inExtension1.interval,
          told,
        )) || view.uint16(116);
  const inFile =
    extendedInterval(header.extendedInterval, at.extendedInterval, told) || header.intervalMicroseconds;
  const said = fromEither(inFile, inTrace, extent, isSegy, told);
  const interval = given.choose(
    "intervalMicroseconds",
    said,
    (value) => `${value} µs a sample`,
    isSegy ? at.interval : 116,
  );
  if (interval !== 0) return interval;
  if (!isSegy) {
    warn(
      "interval-assumed",
      `the traces do not say their sample interval; ${assumedMicroseconds / 1000} ms is assumed, as Seismic Unix does`,
      116,
    );
    return assumedMicroseconds;
  }
  throw segyFault(
    "segy-no-interval",
    `${source.name} does not say its sample interval`,
    "Write it into bytes 3217–3218, in microseconds, or say it when you open the file.",
    { file: source.name, byteOffset: at.interval },
  );
}

const isNegative = (interval: number): boolean =>
  Number.isInteger(interval) && interval >= firstNegative && interval <= 0xffff;

/** The binary header's interval, or the trace's where that is missing or negative; a conflict is told. */
function fromEither(inFile: number, inTrace: number, extent: Extent, isSegy: boolean, warn: Warn): number {
  if (!isSegy) return inTrace;
  if (inFile === 0) {
    if (inTrace !== 0)
      warn(
        "interval-from-trace-header",
        `the binary header gives no sample interval; ${inTrace} µs is the first trace's`,
        at.interval,
      );
    return inTrace;
  }
  const useTrace = isNegative(inFile) && inTrace !== 0 && !isNegative(inTrace);
  const chosen = useTrace ? inTrace : inFile;
  if (isNegative(inFile))
    warn(
      "interval-negative",
      `the binary header's interval is ${inFile - 0x10000} to whoever reads it as signed; ${useTrace ? "the first trace's" : "the unsigned number"}, ${chosen} µs, is read`,
      at.interval,
    );
  if (inTrace !== 0 && inTrace !== inFile && !useTrace)
    warn(
      "interval-differs",
      `the binary header says ${inFile} µs, the first trace ${inTrace} µs`,
      extent.firstTrace + 116,
    );
  return chosen;
}

/** Below this, thousandths of a metre or foot are no sample interval of a section; whole ones are. */
const leastThousandths = 100;

/**
 * The interval of a section in depth, in thousandths of its unit. Most programs write it so; revision 2 has whole metres or
 * feet, which are told by their smallness. A person's interval is in thousandths.
 */
export function intervalInDepth(
  interval: number,
  unit: VerticalUnit,
  given: GivenValues,
  { intervalMicroseconds: said }: SegyReading,
  warn: Warn,
): number {
  if (unit === "ms" || interval >= leastThousandths) return interval;
  if (said !== undefined) {
    given.keep("intervalMicroseconds");
    return interval;
  }
  warn(
    "depth-interval-whole",
    `the sample interval ${interval} is taken as ${interval} ${unit}, not as thousandths: the section is in depth`,
    at.interval,
  );
  return interval * 1000;
}
