import type { PointMapping, PreviewColumn, SurveyExtent } from "./contract.ts";

const words = {
  inline: /^(inl|il|inline|in-line|iline|line)(_?(no|nr|number))?$/,
  crossline: /^(crl|xl|crossline|cross-line|xline|cdp|trace)(_?(no|nr|number))?$/,
  x: /^(x|cdp_?x|easting|utm_?x|x_?coord(inate)?|e)$/,
  y: /^(y|cdp_?y|northing|utm_?y|y_?coord(inate)?|n)$/,
  z: /^(z|twt|time|t|depth|tvd(ss)?|z_?value|elevation)$/,
  class: /^(class|label|facies|name|type|lithology)$/,
} as const;
type Meaning = keyof typeof words;

/** `Z (ms)` → `z` and `ms`. */
function nameOf({ name = "" }: PreviewColumn): { readonly word: string; readonly unit: string } {
  const parts = /^(.*?)\s*[([]\s*([^)\]]*)\s*[)\]]?$/.exec(name);
  return {
    word: (parts?.[1] ?? name).trim().toLowerCase().replaceAll(" ", "_"),
    unit: (parts?.[2] ?? "").trim().toLowerCase(),
  };
}

/** How much a range lies within another, 0 … 1. */
const within = (column: PreviewColumn, range: { readonly min: number; readonly max: number }): boolean =>
  column.isWhole && column.min <= range.max && column.max >= range.min;

interface Places {
  readonly inline?: number;
  readonly crossline?: number;
  readonly x?: number;
  readonly y?: number;
  readonly z: number;
}

function byName(columns: readonly PreviewColumn[]): Places | undefined {
  const find = (meaning: Meaning): number =>
    columns.findIndex((column) => column.numbers > 0 && words[meaning].test(nameOf(column).word));
  const z = find("z");
  const [inline, crossline, x, y] = [find("inline"), find("crossline"), find("x"), find("y")];
  if (z < 0) return undefined;
  if (inline >= 0 && crossline >= 0) return { inline, crossline, z };
  if (x >= 0 && y >= 0) return { x, y, z };
  return undefined;
}

/** The first three columns of numbers: line numbers where they can be those of the surveys, else coordinates. */
function byNumbers(columns: readonly PreviewColumn[], surveys: readonly SurveyExtent[]): Places | undefined {
  const [a, b, z] = columns.flatMap(({ numbers, texts }, index) =>
    numbers > 0 && numbers >= texts ? [index] : [],
  );
  if (a === undefined || b === undefined || z === undefined) return undefined;
  const fits = (inline: number, crossline: number): boolean =>
    surveys.some(
      ({ inlines, crosslines }) =>
        within(columns[inline]!, inlines) && within(columns[crossline]!, crosslines),
    );
  if (fits(a, b)) return { inline: a, crossline: b, z };
  if (fits(b, a)) return { inline: b, crossline: a, z };
  return { x: a, y: b, z };
}

/** By the column's name, else by its range: times in seconds are small numbers where the survey's are thousands of ms. */
function unitOf(column: PreviewColumn, surveys: readonly SurveyExtent[]): PointMapping["unit"] {
  const { unit } = nameOf(column);
  if (unit === "ms" || unit === "msec") return "ms";
  if (unit === "s" || unit === "sec") return "s";
  if (unit === "m" || unit === "metre" || unit === "meter") return "m";
  if (unit === "ft" || unit === "feet") return "ft";
  const own = surveys[0]?.verticalUnit ?? "ms";
  if (own !== "ms") return own;
  const end = Math.max(0, ...surveys.map(({ endMs }) => endMs)) || 2000;
  const largest = Math.max(Math.abs(column.min), Math.abs(column.max));
  // Half a sample more than the end, and still a hundredth of what ms would be.
  return largest <= (end / 1000) * 1.5 && largest < 30 ? "s" : "ms";
}

/** What columns are thought to be; undefined where there are too few of numbers. */
export function guessMapping(
  columns: readonly PreviewColumn[],
  surveys: readonly SurveyExtent[],
): Omit<PointMapping, "undefinedValues"> | undefined {
  const places = byName(columns) ?? byNumbers(columns, surveys);
  if (!places) return undefined;
  const taken = new Set<number>(Object.values(places));
  const named = columns.findIndex(
    (column, index) => !taken.has(index) && words.class.test(nameOf(column).word),
  );
  const texts = columns.findIndex(({ numbers, texts }, index) => !taken.has(index) && texts > numbers);
  const ofClass = named >= 0 ? named : texts;
  const z = columns[places.z]!;
  return {
    ...places,
    ...(ofClass >= 0 ? { class: ofClass } : {}),
    unit: unitOf(z, surveys),
    upward: z.max <= 0 && z.min < 0,
  };
}
