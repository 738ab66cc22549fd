import path from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { InputError } from "../../../../pipeline/errors.ts";
import { depthUnits, type PointMapping, type PointsPreview } from "../../../../pipeline/labels/contract.ts";
import type { WorkspacePorts } from "../../../../pipeline/steps/context.ts";
import type { LabelImport, LabelsRequest, PointsFile } from "../../../../pipeline/steps/label-request.ts";
import { previewPointFile } from "../../../../pipeline/steps/read-point-file.ts";
import { oneOf, positiveNumber } from "../../command.ts";

const kinds = ["intervals", "points", "boundary", "zone"] as const;
const meanings = ["inline", "crossline", "x", "y", "z", "class"] as const;
type Meaning = (typeof meanings)[number];

/** How files of points and horizons are meant; what is not said is guessed. */
export interface PointOptions {
  readonly as?: (typeof kinds)[number];
  readonly class?: string;
  readonly halfWidth?: number;
  readonly columns?: Partial<Record<Meaning, number>>;
  readonly zUnit?: PointMapping["unit"];
  readonly upward?: boolean;
  readonly undefined?: readonly number[];
}

/** `inline=1,crossline=2,z=3`: columns from 1. */
function columns(text: string): Partial<Record<Meaning, number>> {
  const found: Partial<Record<Meaning, number>> = {};
  for (const part of text.split(",")) {
    const [name, place] = part.split("=").map((word) => word.trim());
    const meaning = meanings.find((known) => known === name);
    const column = Number(place);
    if (!meaning || !Number.isInteger(column) || column < 1)
      throw new InvalidArgumentError(
        "columns such as inline=1,crossline=2,z=3 or x=1,y=2,z=3,class=4 are expected.",
      );
    found[meaning] = column - 1;
  }
  const hasLines = found.inline !== undefined && found.crossline !== undefined;
  const hasPlaces = found.x !== undefined && found.y !== undefined;
  if (found.z === undefined || hasLines === hasPlaces)
    throw new InvalidArgumentError("z is expected, and either inline and crossline or x and y.");
  return found;
}

function numbers(text: string): number[] {
  const values = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (values.some((value) => !Number.isFinite(value)))
    throw new InvalidArgumentError("numbers such as -999.25,-9999 are expected.");
  return values;
}

export const withPointOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--as <kind>",
        "what the files are: intervals (CSV, label SEG-Y), points (.pts), boundary (what lies about a horizon), zone (what lies between two horizons: top, base)",
      ).argParser(oneOf(...kinds)),
    )
    .option("--class <name>", "class of points that name none, of a boundary or of a zone")
    .option(
      "--half-width <n>",
      "above and below a point (default: half a sample) or a horizon, in the vertical unit",
      positiveNumber,
    )
    .option("--columns <names>", "inline=1,crossline=2,z=3 or x=1,y=2,z=3, and class=4", columns)
    .addOption(new Option("--z-unit <unit>", "of Z").argParser(oneOf(...depthUnits)))
    .option("--upward", "Z grows upwards, as heights do")
    .option("--undefined <values>", "values of Z that mean nothing is known, beside 1e30", numbers);

const pointEndings = /\.(pts|dat|xyz|asc|txt|hor)$/i;

/** A mapping as the options say, on top of what the file looks like. */
async function mappingFor(
  ports: WorkspacePorts,
  location: string,
  { columns: said, zUnit, upward, undefined: nothing }: PointOptions,
): Promise<PointsFile> {
  if (!said && zUnit === undefined && upward === undefined && !nothing) return { location };
  const preview: PointsPreview = await previewPointFile(ports, location);
  const guess = preview.mapping;
  const places = said ?? guess;
  if (places?.z === undefined) return { location };
  return {
    location,
    mapping: {
      ...places,
      z: places.z,
      unit: zUnit ?? guess?.unit ?? "ms",
      upward: upward ?? guess?.upward ?? false,
      undefinedValues: [...(nothing ?? guess?.undefinedValues ?? [])],
    },
  };
}

const pointsNeed = (what: string, advice: string): InputError =>
  new InputError("label-import-incomplete", what, { advice });

/** What the files and options ask for. @throws InputError `label-import-incomplete` */
export async function labelsRequestOf(
  ports: WorkspacePorts,
  files: readonly string[],
  options: PointOptions,
): Promise<Pick<LabelsRequest, "locations" | "imports">> {
  const locations = files.map((file) => path.resolve(file));
  const isPoints = (file: string): boolean => /\.pts$/i.test(file);
  const { as, class: className, halfWidth } = options;
  if (as === "zone") {
    const [top, base, more] = locations;
    if (top === undefined || base === undefined || more !== undefined || className === undefined)
      throw pointsNeed(
        "a zone takes two horizons and a class",
        "Give the upper horizon, the lower one, and --class.",
      );
    return {
      locations: [],
      imports: [
        {
          kind: "zone",
          top: await mappingFor(ports, top, options),
          base: await mappingFor(ports, base, options),
          className,
        },
      ],
    };
  }
  const intervals: string[] = [];
  const imports: LabelImport[] = [];
  for (const file of locations) {
    const kind = as ?? (isPoints(file) ? "points" : "intervals");
    if (kind === "intervals") {
      if (as === undefined && pointEndings.test(file) && !/\.txt$/i.test(file))
        throw pointsNeed(
          `it cannot be told from ${path.basename(file)} what it is`,
          "Say --as points, --as boundary or --as zone.",
        );
      intervals.push(file);
      continue;
    }
    const points = await mappingFor(ports, file, options);
    if (kind === "points")
      imports.push({
        kind,
        ...points,
        ...(className === undefined ? {} : { className }),
        ...(halfWidth === undefined ? {} : { halfWidthMs: halfWidth }),
      });
    else if (halfWidth === undefined)
      throw pointsNeed("a boundary takes a half-width", "Give --half-width, in the vertical unit.");
    else imports.push({ kind, ...points, className: className ?? "boundary", halfWidthMs: halfWidth });
  }
  return { locations: intervals, imports };
}
