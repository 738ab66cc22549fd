import type { ByteOrder } from "./contract.ts";

export const byteOrders: readonly ByteOrder[] = ["big", "little", "pairwise"];

/** A copy whose neighbouring bytes have changed places: 1 2 3 4 → 2 1 4 3. An odd last byte stays. */
export function swapPairs(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const swapped = new Uint8Array(bytes);
  for (let i = 0; i + 1 < swapped.length; i += 2) {
    swapped[i] = bytes[i + 1]!;
    swapped[i + 1] = bytes[i]!;
  }
  return swapped;
}

/**
 * Turns `count` words of `size` bytes in place, from big-endian to an order or from it. Pairwise, the odd byte of a 3-byte word
 * stays, as nobody says otherwise.
 */
export function turnWords(
  bytes: Uint8Array,
  from: number,
  count: number,
  size: number,
  order: ByteOrder,
): void {
  if (order === "big" || size === 1) return;
  const end = from + count * size;
  for (let at = from; at < end; at += size)
    if (order === "little")
      for (let low = at, high = at + size - 1; low < high; low++, high--) exchange(bytes, low, high);
    else for (let pair = at; pair + 1 < at + size; pair += 2) exchange(bytes, pair, pair + 1);
}

function exchange(bytes: Uint8Array, a: number, b: number): void {
  const held = bytes[a]!;
  bytes[a] = bytes[b]!;
  bytes[b] = held;
}

/**
 * Numbers of headers in the file's byte order, at zero-based offsets. Pairwise-swapped headers are turned round whole, which
 * is right for every field at an even offset, as all of the standard's are.
 */
export class HeaderView {
  private readonly view: DataView;
  private readonly isLittle: boolean;

  constructor(bytes: Uint8Array, order: ByteOrder) {
    const own = order === "pairwise" ? swapPairs(bytes) : bytes;
    this.view = new DataView(own.buffer, own.byteOffset, own.byteLength);
    this.isLittle = order === "little";
  }

  uint8(at: number): number {
    return this.view.getUint8(at);
  }
  int16(at: number): number {
    return this.view.getInt16(at, this.isLittle);
  }
  uint16(at: number): number {
    return this.view.getUint16(at, this.isLittle);
  }
  int32(at: number): number {
    return this.view.getInt32(at, this.isLittle);
  }
  uint32(at: number): number {
    return this.view.getUint32(at, this.isLittle);
  }
  float64(at: number): number {
    return this.view.getFloat64(at, this.isLittle);
  }
  /** Rounded to double precision: exact below 2^53, which no file's bytes or traces reach. */
  uint64(at: number): number {
    return Number(this.view.getBigUint64(at, this.isLittle));
  }
}
