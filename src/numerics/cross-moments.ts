import { float64Matrix, type Float32Matrix, type Float64Matrix } from "../quantities/matrix.ts";

/** Rows that are collected before they are multiplied out: few enough that a tile of a long trace stays in the cache. */
const tileRows = 64;

/**
 * Streaming means and covariances of the columns of a tall matrix, in float64 and with memory O(columns²).
 *
 * Moments are taken about the first row. That row is one of the data, so its distance from the mean is at most √rows
 * standard deviations, and the cancellation in `E[(x−c)²] − (E[x−c])²` costs at most a factor `rows` of the 2⁻⁵³; a column
 * whose values are all equal has a variance of exactly 0.
 *
 * The result does not depend on how the rows were cut into blocks: rows go through tiles of a fixed size.
 */
export class CrossMoments {
  /** Columns rounded up to whole blocks of 4, so that the inner loops have no remainder; the padding is 0. */
  readonly #padded: number;
  readonly #shift: Float64Array;
  readonly #sums: Float64Array;
  /** Upper triangle (and some of the entries just below the diagonal) of Σ (x−c)(x−c)ᵀ. */
  readonly #products: Float64Array;
  /** `[padded, tileRows]`: column by column, shifted. */
  readonly #tile: Float64Array;
  #tileCount = 0;
  #rows = 0;

  constructor(readonly columns: number) {
    this.#padded = Math.ceil(columns / 4) * 4;
    this.#shift = new Float64Array(columns);
    this.#sums = new Float64Array(columns);
    this.#products = new Float64Array(this.#padded * this.#padded);
    this.#tile = new Float64Array(this.#padded * tileRows);
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * Takes in a block `[any, columns]`. Non-finite values would spoil all that follows: they are the caller's to keep out.
   * @throws RangeError when the number of columns differs
   */
  add(block: Float32Matrix): void {
    const { columns } = this;
    if (block.columns !== columns)
      throw new RangeError(`moments of ${columns} columns were given a block of ${block.columns}`);
    if (this.#rows === 0 && block.rows > 0) this.#shift.set(block.data.subarray(0, columns));
    const { data } = block;
    const shift = this.#shift;
    const sums = this.#sums;
    const tile = this.#tile;
    for (let row = 0; row < block.rows; row++) {
      let to = this.#tileCount;
      for (let c = 0, from = row * columns; c < columns; c++, from++, to += tileRows) {
        const value = data[from]! - shift[c]!;
        tile[to] = value;
        sums[c]! += value;
      }
      this.#tileCount++;
      if (this.#tileCount === tileRows) this.#multiplyTile();
    }
    this.#rows += block.rows;
  }

  /** Means `[columns]` and population covariance `[columns, columns]` of all rows so far; more rows may follow. */
  finish(): { readonly mean: Float64Array; readonly covariance: Float64Matrix } {
    // A part of a tile is multiplied out and counted now; what follows starts a new one.
    this.#multiplyTile();
    const { columns } = this;
    const rows = Math.max(1, this.#rows);
    const mean = this.#shift.map((shift, c) => shift + this.#sums[c]! / rows);
    const covariance = float64Matrix(columns, columns);
    for (let i = 0; i < columns; i++)
      for (let j = i; j < columns; j++) {
        const value =
          this.#products[i * this.#padded + j]! / rows - (this.#sums[i]! / rows) * (this.#sums[j]! / rows);
        covariance.data[i * columns + j] = value;
        covariance.data[j * columns + i] = value;
      }
    return { mean, covariance };
  }

  /** Adds the tile's products: blocks of 2 × 4 dot products, so that each loaded value is used several times. */
  #multiplyTile(): void {
    const tile = this.#tile;
    const products = this.#products;
    const padded = this.#padded;
    const count = this.#tileCount;
    for (let i = 0; i < padded; i += 2) {
      for (let j = i & ~3; j < padded; j += 4) {
        let p00 = 0;
        let p01 = 0;
        let p02 = 0;
        let p03 = 0;
        let p10 = 0;
        let p11 = 0;
        let p12 = 0;
        let p13 = 0;
        let a = i * tileRows;
        let b = j * tileRows;
        for (let k = 0; k < count; k++, a++, b++) {
          const a0 = tile[a]!;
          const a1 = tile[a + tileRows]!;
          const b0 = tile[b]!;
          const b1 = tile[b + tileRows]!;
          const b2 = tile[b + 2 * tileRows]!;
          const b3 = tile[b + 3 * tileRows]!;
          p00 += a0 * b0;
          p01 += a0 * b1;
          p02 += a0 * b2;
          p03 += a0 * b3;
          p10 += a1 * b0;
          p11 += a1 * b1;
          p12 += a1 * b2;
          p13 += a1 * b3;
        }
        const upper = i * padded + j;
        const lower = upper + padded;
        products[upper]! += p00;
        products[upper + 1]! += p01;
        products[upper + 2]! += p02;
        products[upper + 3]! += p03;
        products[lower]! += p10;
        products[lower + 1]! += p11;
        products[lower + 2]! += p12;
        products[lower + 3]! += p13;
      }
    }
    this.#tileCount = 0;
  }
}
