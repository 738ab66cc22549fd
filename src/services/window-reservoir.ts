import type { FeatureTable } from "../pipeline/features/contract.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import type { Random } from "../numerics/random.ts";
import { float32Matrix, type Float32Matrix } from "../quantities/matrix.ts";
import type { WindowRows } from "./points-contract.ts";

const features = featureNames.length;

/** Keeps at most so many of the windows that pass, each with the same chance (Vitter's algorithm R), in the order they came. */
export class WindowReservoir {
  readonly #most: number;
  readonly #random: Random;
  /** Which of the offered ones a place holds. */
  readonly #order: Float64Array;
  readonly #keys: Record<
    "line" | "traceIndex" | "inline" | "crossline" | "startSample" | "label",
    Int32Array
  >;
  readonly #startMs: Float32Array;
  readonly #features: Float32Array;
  #offered = 0;

  /** @param most at most as many as can come: room is taken for all of them */
  constructor(most: number, random: Random) {
    this.#most = most;
    this.#random = random;
    this.#order = new Float64Array(most);
    this.#keys = {
      line: new Int32Array(most),
      traceIndex: new Int32Array(most),
      inline: new Int32Array(most),
      crossline: new Int32Array(most),
      startSample: new Int32Array(most),
      label: new Int32Array(most),
    };
    this.#startMs = new Float32Array(most);
    this.#features = new Float32Array(most * features);
  }

  get offered(): number {
    return this.#offered;
  }

  offer(table: FeatureTable, row: number, line: number, label: number): void {
    const number = this.#offered++;
    const place = number < this.#most ? number : this.#random.integer(number + 1);
    if (place >= this.#most) return;
    const keys = this.#keys;
    this.#order[place] = number;
    keys.line[place] = line;
    keys.traceIndex[place] = table.traceIndex[row]!;
    keys.inline[place] = table.inline[row]!;
    keys.crossline[place] = table.crossline[row]!;
    keys.startSample[place] = table.startSample[row]!;
    keys.label[place] = label;
    this.#startMs[place] = table.startMs[row]!;
    for (let i = 0; i < features; i++)
      this.#features[place * features + i] = table.features.data[row * features + i]!;
  }

  /** The kept windows, and their features `[rows, 8]`. */
  finish(): { readonly windows: WindowRows; readonly features: Float32Matrix } {
    const rows = Math.min(this.#offered, this.#most);
    const order = this.#order;
    const places = Int32Array.from({ length: rows }, (_, place) => place).sort(
      (a, b) => order[a]! - order[b]!,
    );
    const take = (values: Int32Array): Int32Array => places.map((place) => values[place]!);
    const { line, traceIndex, inline, crossline, startSample, label } = this.#keys;
    const taken = float32Matrix(rows, features);
    places.forEach((place, row) => {
      taken.data.set(this.#features.subarray(place * features, (place + 1) * features), row * features);
    });
    return {
      windows: {
        rows,
        line: take(line),
        traceIndex: take(traceIndex),
        inline: take(inline),
        crossline: take(crossline),
        startSample: take(startSample),
        startMs: Float32Array.from(places, (place) => this.#startMs[place]!),
        label: take(label),
      },
      features: taken,
    };
  }
}
