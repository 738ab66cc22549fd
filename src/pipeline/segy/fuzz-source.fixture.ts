import { getHeapStatistics } from "node:v8";
import { GeophoneError } from "../errors.ts";
import type { ByteSource } from "./contract.ts";

/** Whether garbage is collected before each weighing, where it can be (`--expose-gc`): exact, and slow. */
export const weighing = { isExact: false };

/** JavaScript's objects and the buffers beside them; garbage too, unless weighing is exact. */
export function heldBytes(): number {
  if (weighing.isExact) globalThis.gc?.();
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Counts what is read, and takes it as a fault of ours when more is asked for than there is. */
export class CountingSource implements ByteSource {
  readBytes = 0;
  mostHeld = 0;
  readonly sizeBytes: number;
  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array,
  ) {
    this.sizeBytes = bytes.length;
  }
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!(Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length >= 0))
      throw new RangeError(`${length} bytes from ${offset} are no range`);
    if (offset + length > this.sizeBytes)
      throw new RangeError(`${length} bytes from ${offset} of ${this.sizeBytes} were asked for`);
    this.readBytes += length;
    const read = new Uint8Array(this.bytes.subarray(offset, offset + length));
    this.weigh();
    return read;
  }
  weigh(): void {
    this.mostHeld = Math.max(this.mostHeld, heldBytes());
  }
}

export function must(isSo: boolean, what: () => string): void {
  if (!isSo) throw new RangeError(what());
}

/** The same numbers, bit for bit but for what kind of NaN. */
export const areSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
};

/** @returns what `act` gives, or undefined where it refuses by a code */
export async function orRefused<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof GeophoneError) return undefined;
    throw error;
  }
}
