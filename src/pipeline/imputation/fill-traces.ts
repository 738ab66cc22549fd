import { Nearest, NearestSearch } from "./nearest-search.ts";
import type { PlacesForFilling } from "./places-for-filling.ts";

/** 0: alive. "dead": all samples equal. "broken": some samples NaN or infinite. */
export type Condition = "alive" | "dead" | "broken";

export function conditionOf(samples: ArrayLike<number>): Condition {
  const level = samples[0]!;
  let isConstant = true;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (!Number.isFinite(value)) return "broken";
    if (value !== level) isConstant = false;
  }
  return isConstant ? "dead" : "alive";
}

/** What a trace's samples are filled from. */
export interface FilledTrace {
  readonly trace: number;
  readonly condition: "dead" | "broken";
  readonly neighbours: readonly number[];
  /** In the unit of the coordinates, or in lines. */
  readonly distances: readonly number[];
  /** Sum to 1. */
  readonly weights: readonly number[];
}

/** So many of the nearest are asked whether they are alive. Further off is no neighbourhood: the trace stays as it is. */
const reach = 16;

/**
 * Finds, for dead and broken traces, the nearest that are alive, and their weights: 1 / distance, or equal ones among traces
 * at the very place where there are such. Traces are asked for their samples only where they are near one that needs them.
 */
export class TraceFiller {
  private search: NearestSearch | undefined;
  private readonly alive = new Map<number, boolean>();

  constructor(
    private readonly places: PlacesForFilling,
    private readonly read: (trace: number) => Promise<Float64Array>,
    private readonly neighbours: number,
  ) {}

  /** What is known of a trace already, so that it is not read for it again. */
  know(trace: number, isAlive: boolean): void {
    this.alive.set(trace, isAlive);
  }

  /** Undefined where none of the nearest 16 traces is alive, or the trace has no place. */
  async plan(trace: number, condition: "dead" | "broken"): Promise<FilledTrace | undefined> {
    const { x, y, placeless, count } = this.places;
    if (placeless[trace]) return undefined;
    this.search ??= new NearestSearch(
      [x, y],
      Int32Array.from({ length: count }, (_, i) => i).filter((member) => !placeless[member]),
    );
    const nearest = new Nearest(reach);
    this.search.search([x[trace]!, y[trace]!], trace, 1, nearest);
    const neighbours: number[] = [];
    const distances: number[] = [];
    for (let i = 0; i < nearest.members.length && neighbours.length < this.neighbours; i++) {
      if (!(await this.isAlive(nearest.members[i]!))) continue;
      neighbours.push(nearest.members[i]!);
      distances.push(Math.sqrt(nearest.distances[i]!));
    }
    if (neighbours.length === 0) return undefined;
    const here = distances.filter((distance) => distance === 0).length;
    const raw = distances.map((distance) => (here > 0 ? (distance === 0 ? 1 : 0) : 1 / distance));
    const sum = raw.reduce((a, b) => a + b, 0);
    return { trace, condition, neighbours, distances, weights: raw.map((weight) => weight / sum) };
  }

  private async isAlive(trace: number): Promise<boolean> {
    const known = this.alive.get(trace);
    if (known !== undefined) return known;
    const isAlive = conditionOf(await this.read(trace)) === "alive";
    this.alive.set(trace, isAlive);
    return isAlive;
  }

  /** The trace's samples with the weighted mean of its neighbours' in place of all, or of those that are no numbers. */
  async fill(
    { condition, neighbours, weights }: FilledTrace,
    own: () => Float64Array,
  ): Promise<Float64Array> {
    const samples = own();
    const filled = samples.map((value) => (condition === "dead" || !Number.isFinite(value) ? 0 : value));
    for (let n = 0; n < neighbours.length; n++) {
      const donor = await this.read(neighbours[n]!);
      for (let i = 0; i < filled.length; i++)
        if (condition === "dead" || !Number.isFinite(samples[i]!)) filled[i]! += weights[n]! * donor[i]!;
    }
    return filled;
  }
}
