import type { Random } from "../../numerics/random.ts";
import type { EditableLabels, LabelEdit, SourcedIntervals, Strokes } from "./contract.ts";

/** A world so small that every sample of it can be looked at. */
export const world = { inlines: 3, crosslines: 4, samples: 16, stepMs: 4 };

/** Class name of every sample by source, trace and sample; "" for none. The plainest way to keep labels. */
export class DenseLabels {
  readonly sources: string[];
  #samples: Map<string, string[]>;

  constructor({ scheme, sources, intervals }: EditableLabels) {
    this.sources = [...sources];
    this.#samples = new Map();
    intervals.inline.forEach((inline, row) => {
      const trace = this.#trace(sources[intervals.sourceIndex[row]!]!, inline, intervals.crossline[row]!);
      for (let k = 0; k < world.samples; k++)
        if (intervals.startMs[row]! <= k * world.stepMs && k * world.stepMs < intervals.endMs[row]!)
          trace[k] = scheme[intervals.classIndex[row]!]!.name;
    });
  }

  #trace(source: string, inline: number, crossline: number): string[] {
    const key = `${source}/${inline}/${crossline}`;
    const known = this.#samples.get(key);
    if (known) return known;
    const trace = new Array<string>(world.samples).fill("");
    this.#samples.set(key, trace);
    return trace;
  }

  at(source: string, inline: number, crossline: number): readonly string[] {
    return this.#trace(source, inline, crossline);
  }

  apply(edit: LabelEdit): void {
    switch (edit.kind) {
      case "paint":
      case "erase":
        if (edit.kind === "paint" && !this.sources.includes(edit.survey)) this.sources.push(edit.survey);
        edit.strokes.inline.forEach((inline, i) => {
          for (let k = 0; k < world.samples; k++) {
            const time = k * world.stepMs;
            if (!(edit.strokes.startMs[i]! <= time && time < edit.strokes.endMs[i]!)) continue;
            for (const source of this.sources)
              this.#trace(source, inline, edit.strokes.crossline[i]!)[k] =
                edit.kind === "paint" && source === edit.survey ? edit.class : "";
          }
        });
        return;
      case "rename-class":
        this.#replace([edit.name], edit.to);
        return;
      case "merge-classes":
        this.#replace(edit.names, edit.into);
        return;
      case "remove-class":
        this.#replace([edit.name], "");
        return;
      case "add-class":
      case "recolour-class":
        return;
    }
  }

  #replace(names: readonly string[], to: string): void {
    for (const trace of this.#samples.values())
      trace.forEach((name, k) => {
        if (name !== "" && names.includes(name)) trace[k] = to;
      });
  }
}

/** Strokes anywhere in the world, on the samples' grid. */
function randomStrokes(random: Random): Strokes {
  const strokes: Strokes = { inline: [], crossline: [], startMs: [], endMs: [] };
  for (let i = 1 + random.integer(6); i > 0; i--) {
    const first = random.integer(world.samples);
    strokes.inline.push(random.integer(world.inlines));
    strokes.crossline.push(random.integer(world.crosslines));
    strokes.startMs.push(first * world.stepMs);
    strokes.endMs.push((first + 1 + random.integer(world.samples - first)) * world.stepMs);
  }
  return strokes;
}

/** Any edit that the labels can take. */
export function randomEdit(random: Random, { scheme }: EditableLabels): LabelEdit {
  const one = (): string => scheme[random.integer(scheme.length)]!.name;
  const fresh = `class ${random.integer(1e9)}`;
  const what = scheme.length < 2 ? 12 : random.integer(20);
  if (what < 9)
    return {
      kind: "paint",
      tool: "brush",
      class: one(),
      survey: ["line a", "line b", "painted"][random.integer(3)]!,
      strokes: randomStrokes(random),
    };
  if (what < 12) return { kind: "erase", tool: "polygon", strokes: randomStrokes(random) };
  if (what < 15) return { kind: "add-class", name: fresh, colour: "#102030" };
  if (what === 15) return { kind: "rename-class", name: one(), to: fresh };
  if (what === 16) return { kind: "recolour-class", name: one(), colour: "#a0b0c0" };
  if (what === 17) return { kind: "merge-classes", names: [one(), one()], into: one() };
  if (what === 18) return { kind: "merge-classes", names: [one(), one()], into: fresh };
  return { kind: "remove-class", name: one() };
}

/** What is wrong with the order of intervals; empty where nothing is. */
export function disorderIn({ scheme, sources, intervals }: EditableLabels): string[] {
  const wrong: string[] = [];
  const { inline, crossline, startMs, endMs, classIndex, sourceIndex }: SourcedIntervals = intervals;
  inline.forEach((_, row) => {
    if (!(endMs[row]! > startMs[row]!)) wrong.push(`row ${row} is empty`);
    if (!scheme[classIndex[row]!]) wrong.push(`row ${row} is of class ${classIndex[row]!}`);
    if (!sources[sourceIndex[row]!]) wrong.push(`row ${row} is of source ${sourceIndex[row]!}`);
    if (row === 0) return;
    const before = row - 1;
    const order =
      sourceIndex[row]! - sourceIndex[before]! ||
      inline[row]! - inline[before]! ||
      crossline[row]! - crossline[before]!;
    if (order < 0) wrong.push(`row ${row} is out of order`);
    if (order > 0) return;
    if (startMs[row]! < endMs[before]!) wrong.push(`row ${row} overlaps the one before`);
    if (startMs[row] === endMs[before] && classIndex[row] === classIndex[before])
      wrong.push(`row ${row} goes on where the one before ends`);
  });
  return wrong;
}
