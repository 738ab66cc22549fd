import type { Geometry, LineLattice } from "../segy/contract.ts";
import type { SortKey, TraceSorting } from "./contract.ts";
import type { LinePositions } from "./fit-coordinates.ts";
import type { GatherKeys } from "./gather-keys.ts";

interface Column {
  readonly key: SortKey["key"];
  readonly values: ArrayLike<number>;
}

interface Neighbours {
  readonly count: number;
  /** First traces of stretches: no neighbour before them. */
  readonly starts?: ReadonlySet<number>;
  /** Place in the file; absent: its own index. */
  readonly trace?: Int32Array;
}

/** More neighbours out of order than this share, and traces are called unsorted. */
const mostBreaks = 0.05;

type Order = Pick<TraceSorting, "keys" | "breaks" | "firstBreak">;

/**
 * How well traces go by keys, slowest first, each up or down as most neighbours have it: of two neighbours the first key that
 * differs says whether they are in order.
 */
function orderBy(columns: readonly Column[], { count, starts, trace }: Neighbours): Order {
  const ups = columns.map(() => ({ times: 0, first: -1 }));
  const downs = columns.map(() => ({ times: 0, first: -1 }));
  for (let i = 1; i < count; i++) {
    if (starts?.has(i)) continue;
    for (let k = 0; k < columns.length; k++) {
      const { values } = columns[k]!;
      const difference = values[i]! - values[i - 1]!;
      if (difference === 0) continue;
      const seen = difference > 0 ? ups[k]! : downs[k]!;
      if (seen.times++ === 0) seen.first = i;
      break;
    }
  }
  let breaks = 0;
  let firstBreak = Infinity;
  const keys = columns.map(({ key }, k) => {
    const descending = downs[k]!.times > ups[k]!.times;
    const against = descending ? ups[k]! : downs[k]!;
    breaks += against.times;
    if (against.times > 0) firstBreak = Math.min(firstBreak, against.first);
    return { key, descending };
  });
  return {
    keys,
    breaks,
    ...(breaks > 0 ? { firstBreak: trace?.[firstBreak] ?? firstBreak } : {}),
  };
}

const varies = ({ values }: Column): boolean => {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
  return false;
};

function bestOrder(candidates: readonly (readonly Column[])[], neighbours: Neighbours): Order {
  const orders = candidates.map((columns) => orderBy(columns, neighbours));
  return orders.reduce((best, order) => (order.breaks < best.breaks ? order : best));
}

const isKept = ({ breaks }: Order, count: number): boolean => breaks <= mostBreaks * Math.max(1, count - 1);

/** A volume, or one of its lines: all traces, by their numbers. */
function sortingOfLines(positions: LinePositions, lattice: LineLattice): TraceSorting {
  const inline: Column = { key: "inline", values: positions.inline };
  const crossline: Column = { key: "crossline", values: positions.crossline };
  const [hasInlines, hasCrosslines] = [varies(inline), varies(crossline)];
  if (!hasInlines || !hasCrosslines) {
    const order = orderBy([hasInlines ? inline : crossline], positions);
    return { name: isKept(order, positions.count) ? "line" : "unsorted", ...order };
  }
  const order = bestOrder(
    [
      [inline, crossline],
      [crossline, inline],
    ],
    positions,
  );
  const isSorted = isKept(order, positions.count) && !returnsOften(order, positions, lattice);
  return {
    name: isSorted ? (order.keys[0]!.key === "inline" ? "inline" : "crossline") : "unsorted",
    ...order,
  };
}

/** Whether the slow key leaves its values and comes back: then it is no slow key, however its neighbours go. */
function returnsOften({ keys }: Order, positions: LinePositions, lattice: LineLattice): boolean {
  const isByInline = keys[0]!.key === "inline";
  const values = isByInline ? positions.inline : positions.crossline;
  const { count } = isByInline ? lattice.inlines : lattice.crosslines;
  let runs = 1;
  for (let i = 1; i < values.length; i++) if (values[i] !== values[i - 1]) runs++;
  return runs > 1.5 * count + 2;
}

interface Gather {
  readonly name: TraceSorting["name"];
  readonly column: Column;
}

/** What traces of a gather have in common: comes in runs, and does not come back. */
function isContiguous({ column: { values } }: Gather, { count, starts }: GatherKeys): boolean {
  const distinct = new Set<number>();
  let runs = 0;
  for (let i = 0; i < count; i++) {
    distinct.add(values[i]!);
    if (i === 0 || starts.has(i) || values[i] !== values[i - 1]) runs++;
  }
  return distinct.size > 1 && runs <= distinct.size + starts.size - 1 && 2 * runs <= count;
}

/** Inlines and crosslines that name bins, as one number for each pair. */
function binColumn({ inline, crossline, count }: GatherKeys): Column {
  const known = new Map<string, number>();
  const values = Array.from({ length: count }, (_, i) => {
    const name = `${inline[i]!} ${crossline[i]!}`;
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
  return { key: "cdp", values };
}

const permutations = <T>([a, b, c]: readonly [T, T, T]): readonly (readonly [T, T, T])[] => [
  [a, b, c],
  [b, a, c],
  [a, c, b],
  [c, a, b],
  [b, c, a],
  [c, b, a],
];

/** Gathers: by inline, crossline and offset where traces go by them, else by what neighbours have in common. */
function sortingOfGathers(keys: GatherKeys, hasLines: boolean): TraceSorting {
  const offset: Column = { key: "offset", values: keys.offset };
  if (hasLines && varies(offset)) {
    const order = bestOrder(
      permutations([
        { key: "inline", values: keys.inline },
        { key: "crossline", values: keys.crossline },
        offset,
      ] as const),
      keys,
    );
    if (order.breaks === 0)
      return { name: order.keys[2]!.key === "offset" ? "common-midpoint" : "common-offset", ...order };
  }
  const cdp: Column = { key: "cdp", values: keys.cdp };
  const gathers: Gather[] = [
    { name: "common-midpoint", column: hasLines ? binColumn(keys) : cdp },
    { name: "common-shot", column: { key: "shot", values: keys.shot } },
    { name: "common-offset", column: offset },
    { name: "common-receiver", column: { key: "receiver", values: keys.receiver } },
  ];
  const found = gathers.find((gather) => isContiguous(gather, keys));
  if (found) return { name: found.name, keys: [{ key: found.column.key, descending: false }], breaks: 0 };
  const single = orderBy([varies(cdp) ? cdp : { key: "trace", values: keys.trace }], keys);
  if (!hasLines && isKept(single, keys.count)) return { name: "line", ...single };
  return { name: "unsorted", ...single };
}

/** @param gathers needed where bins hold several traces, or where there are no line numbers */
export function findSorting(
  kind: Geometry["kind"],
  positions: LinePositions,
  lattice: LineLattice,
  gathers: GatherKeys | undefined,
): TraceSorting | undefined {
  if (positions.count < 2) return undefined;
  if (kind === "3d") return sortingOfLines(positions, lattice);
  return gathers && gathers.count > 1 ? sortingOfGathers(gathers, kind === "prestack") : undefined;
}
