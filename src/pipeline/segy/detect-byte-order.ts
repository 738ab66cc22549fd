import { at, orderOfConstant, readBinaryHeader } from "./binary-header.ts";
import { byteOrders, HeaderView } from "./byte-order.ts";
import type { ByteOrder, SampleFormatCode } from "./contract.ts";
import { sampleFormat } from "./sample-formats.ts";
import { textHeaderBytes } from "./text-encoding.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** Zero-based offsets of 4-byte fields that are small in practice: binary header, then trace header. */
const smallInFile = [3200, 3204, 3208];
const smallInTrace = [0, 4, 8, 12, 16, 20, 24, 36, 188, 192, 196];

/** Wrongly turned, a small number of four bytes takes twenty digits or so, not one to ten. */
const clearlyLess = 0.75;

/** How plausible the binary header is in this order: points for each field that says something possible. */
function plausibility(
  bytes: Uint8Array,
  sizeBytes: number,
  order: ByteOrder,
  formatCode: SampleFormatCode | undefined,
): number {
  const header = readBinaryHeader(bytes, order);
  const view = new HeaderView(bytes, order);
  const format = sampleFormat(formatCode ?? header.formatCode);
  let points = sampleFormat(header.formatCode) ? 8 : 0;
  if (header.samples > 0) points += 1;
  if (header.intervalMicroseconds >= 100 && header.intervalMicroseconds <= 20_000) points += 2;
  if (Math.abs(view.int16(3228)) < 16) points += 1; // sorting
  if (view.uint16(3254) <= 2) points += 1; // metres or feet
  if (format && header.samples > 0) {
    const bytesPerTrace = traceHeaderBytes + header.samples * format.bytesPerSample;
    const texts = header.extendedTexts > 0 && header.extendedTexts < 1000 ? header.extendedTexts : 0;
    const body = sizeBytes - bytes.length - texts * textHeaderBytes;
    if (body > 0 && body % bytesPerTrace === 0) points += 4;
  }
  return points;
}

/** How many binary digits the usually small 4-byte fields take: what tells little-endian from pairwise-swapped. */
function digits(bytes: Uint8Array, firstTrace: Uint8Array, order: ByteOrder): number {
  const file = new HeaderView(bytes, order);
  const trace = new HeaderView(firstTrace, order);
  const values = [
    ...smallInFile.map((place) => file.int32(place)),
    ...smallInTrace.filter((place) => place + 4 <= firstTrace.length).map((place) => trace.int32(place)),
  ];
  return values.reduce((sum, value) => sum + Math.log2(Math.abs(value) + 1), 0);
}

/** All points that headers can give. */
const mostPoints = 17;

/** A byte order with what the headers say in it. */
export interface RankedOrder {
  readonly order: ByteOrder;
  /** 0 … 1 */
  readonly score: number;
  /** The format code read in this order; no revision may know it. */
  readonly formatCode: number;
  readonly because: string;
}

/**
 * The byte orders under which a SEG-Y's headers say a format (or a person gives one), best first.
 * The constant of revision 2 decides where it is; then the format code, which is small and so shows its order by itself; then
 * how plausible the other fields are, and whether whole traces fill the file.
 * @param bytes the 3600 bytes of the file headers
 * @param firstTrace up to 240 bytes from where the first trace header is likely to be
 */
export function rankByteOrders(
  bytes: Uint8Array,
  firstTrace: Uint8Array,
  sizeBytes: number,
  formatCode?: SampleFormatCode,
): readonly RankedOrder[] {
  const ofConstant = orderOfConstant(bytes);
  const codeIn = (order: ByteOrder): number => new HeaderView(bytes, order).int16(at.format);
  const ranked = byteOrders
    .filter((order) => formatCode !== undefined || sampleFormat(codeIn(order)) !== undefined)
    .map((order) => ({ order, points: plausibility(bytes, sizeBytes, order, formatCode) }))
    // A tie keeps the order of the list, the standard's first.
    .sort((a, b) => b.points - a.points)
    .map(({ order, points }): RankedOrder => ({
      order,
      score: order === ofConstant ? 1 : points / mostPoints,
      formatCode: codeIn(order),
      because:
        order === ofConstant
          ? "revision 2's constant says so"
          : `the binary header makes ${Math.round((100 * points) / mostPoints)} % of sense; its format code is ${codeIn(order)}`,
    }));
  const first = ranked.find(({ order }) => order === ofConstant);
  if (first) return [first, ...ranked.filter((one) => one !== first)];
  if (ranked[0]?.order !== "little") return ranked;
  // Fields of two bytes are the same in both, so larger ones decide, and little-endian, which is common, has the benefit.
  const [little, pairwise] = (["little", "pairwise"] as const).map((order) =>
    digits(bytes, firstTrace, order),
  );
  const isPairwise = pairwise! < clearlyLess * little!;
  const [winner, loser] = isPairwise ? ["pairwise", "little"] : ["little", "pairwise"];
  const score = Math.max(...ranked.map((one) => one.score));
  return ranked
    .map((one) =>
      one.order === winner
        ? { ...one, score, because: `${one.because}; its 4-byte numbers are small` }
        : one.order === loser
          ? { ...one, score: score / 2, because: `${one.because}; its 4-byte numbers would be large` }
          : one,
    )
    .sort((a, b) => Number(b.order === winner) - Number(a.order === winner) || b.score - a.score);
}

/** The byte order that explains a SEG-Y's headers best; undefined where none has a format code and the person gives none. */
export const detectByteOrder = (...headers: Parameters<typeof rankByteOrders>): ByteOrder | undefined =>
  rankByteOrders(...headers)[0]?.order;
