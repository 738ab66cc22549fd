/** Keeps what was used last, up to a number of bytes; the newest, and what is in use, stay whatever their size. */
export class RecentCache<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  readonly #mostBytes: number;
  readonly #isInUse: (key: string) => boolean;
  #bytes = 0;

  constructor(mostBytes: number, isInUse: (key: string) => boolean = () => false) {
    this.#mostBytes = mostBytes;
    this.#isInUse = isInUse;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: T, bytes: number): void {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      if (oldest !== key && !this.#isInUse(oldest)) this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
