import { classColour, type Colour } from "../../pipeline/reports/class-colours.ts";
import type { FeaturePoints, PointPredictions } from "../../services/points-contract.ts";
import { confidenceColour } from "../../services/section-palettes.ts";

export type ColouredBy = "class" | "prediction" | "line";

/** Grey that is seen on both grounds: windows without a label. */
export const noneColour: Colour = [128, 136, 144];
/** More lines than this are coloured along a scale, in their order. */
const mostNamedLines = 8;

export interface PointGroup {
  readonly name: string;
  readonly colour: Colour;
  /** Of the drawn windows. */
  readonly drawn: number;
}

export interface PointColours {
  /** `[rows, 3]` */
  readonly colours: Uint8Array;
  /** Of each drawn window, an index into `groups`. */
  readonly group: Int32Array;
  readonly groups: readonly PointGroup[];
  /** Whether the groups' colours are a scale from the first to the last. */
  readonly isScale: boolean;
}

function coloursOf(
  rows: number,
  names: readonly string[],
  colourOf: (index: number) => Colour,
  groupOf: (row: number) => number,
  none: string | undefined,
): PointColours {
  const all = none === undefined ? names : [...names, none];
  const group = Int32Array.from({ length: rows }, (_, row) => {
    const own = groupOf(row);
    return own < 0 ? names.length : own;
  });
  const drawn = new Float64Array(all.length);
  const colours = new Uint8Array(3 * rows);
  const palette = all.map((_, index) => (index === names.length ? noneColour : colourOf(index)));
  for (let row = 0; row < rows; row++) {
    drawn[group[row]!]!++;
    colours.set(palette[group[row]!]!, 3 * row);
  }
  return {
    colours,
    group,
    groups: all.map((name, index) => ({ name, colour: palette[index]!, drawn: drawn[index]! })),
    isScale: false,
  };
}

/** Classes have one colour everywhere: of labels, of predictions, in histograms. */
export function pointColours(
  points: FeaturePoints,
  by: ColouredBy,
  predictions: PointPredictions | undefined,
): PointColours {
  const { rows, classes, label, line, lines } = points;
  if (by === "prediction" && predictions) {
    const known = predictions.classes.map((name, index) => {
      const own = classes.indexOf(name);
      return own < 0 ? classes.length + index : own;
    });
    return coloursOf(
      rows,
      predictions.classes,
      (index) => classColour(known[index]!),
      (row) => predictions.predicted[row]!,
      "no prediction",
    );
  }
  if (by === "line") {
    const isScale = lines.length > mostNamedLines;
    const colourOf = (index: number): Colour =>
      isScale ? confidenceColour(index / (lines.length - 1)) : classColour(index);
    return {
      ...coloursOf(
        rows,
        lines.map(({ name }) => name),
        colourOf,
        (row) => line[row]!,
        undefined,
      ),
      isScale,
    };
  }
  return coloursOf(rows, classes, classColour, (row) => label[row]!, "no label");
}
