/**
 * Arrays that are used again and again, by name. What is made anew for each block piles up wherever blocks come faster than
 * garbage is collected. An array holds what it held before, and belongs to whoever asked for it last.
 */
export class ArrayRoom {
  readonly #floats = new Map<string, Float32Array>();
  readonly #ints = new Map<string, Int32Array>();

  floats(name: string, length: number): Float32Array {
    return firstOf(this.#floats, name, length, (size) => new Float32Array(size));
  }

  ints(name: string, length: number): Int32Array {
    return firstOf(this.#ints, name, length, (size) => new Int32Array(size));
  }
}

function firstOf<Values extends Float32Array | Int32Array>(
  kept: Map<string, Values>,
  name: string,
  length: number,
  make: (length: number) => Values,
): Values {
  let values = kept.get(name);
  if (!values || values.length < length) {
    values = make(length);
    kept.set(name, values);
  }
  return (values.length === length ? values : values.subarray(0, length)) as Values;
}
