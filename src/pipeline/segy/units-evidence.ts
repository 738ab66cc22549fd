import type { HorizontalUnit, ReadingEvidence, SegyPolarity, VerticalUnit } from "./contract.ts";
import { coordinateSystemIn } from "./coordinate-system.ts";
import type { Warn } from "./segy-faults.ts";

/** What the headers have on units, as raw numbers (0: not said) and lines of text. */
export interface UnitFields {
  /** Bytes 3255–3256: 1 metres, 2 feet. */
  readonly measurementSystem: number;
  /** Bytes 3257–3258: 1 or 2, whether a rise in pressure is a negative or a positive number. */
  readonly impulsePolarity: number;
  /** Bytes 89–90 of the first trace: 1 length, 2 seconds of arc, 3 decimal degrees, 4 degrees, minutes, seconds. */
  readonly coordinateUnits: number;
  /** Bytes 29–30 of the first trace; 25 is a trace in depth (revision 2). */
  readonly traceCode: number;
  readonly lines: readonly string[];
  readonly firstTrace: number;
}

export interface FoundUnits {
  readonly verticalUnit: VerticalUnit;
  readonly horizontalUnit?: HorizontalUnit;
  readonly coordinateSystem?: string;
  readonly polarity?: SegyPolarity;
  readonly evidence: readonly ReadingEvidence[];
}

/**
 * One thing that the file says of a question. Weight 4: our own line says it; 3: the text says it in so many words; 2: a header's field, or a text
 * that tells what was done last; 1: a word that it goes with.
 */
interface Statement<Value extends string> {
  readonly value: Value;
  readonly weight: 1 | 2 | 3 | 4;
  readonly because: string;
  readonly byteOffset?: number;
}

type Pattern<Value extends string> = readonly [
  RegExp,
  (found: RegExpExecArray) => Value | undefined,
  1 | 2 | 3 | 4,
];

/** A line as a person reads it: without its number ("C12"), blanks as one. */
const plain = (line: string): string =>
  line
    .replace(/^C\s?\d{1,2}\b/, "")
    .replace(/\s+/g, " ")
    .trim();

function* inText<Value extends string>(
  lines: readonly string[],
  patterns: readonly Pattern<Value>[],
): Generator<Statement<Value>> {
  for (const line of lines) {
    const words = plain(line);
    const upper = words.toUpperCase();
    for (const [pattern, valueOf, weight] of patterns) {
      const found = pattern.exec(upper);
      const value = found ? valueOf(found) : undefined;
      if (value !== undefined) yield { value, weight, because: `the text header says "${words}"` };
    }
  }
}

/** The weightiest statement, the earliest among equals, and one that contradicts it with some weight of its own. */
function weigh<Value extends string>(
  statements: readonly Statement<Value>[],
): { readonly best?: Statement<Value>; readonly against?: Statement<Value> } {
  const [best, ...others] = [...statements].sort((a, b) => b.weight - a.weight);
  if (!best) return {};
  const against =
    best.weight === 4
      ? undefined
      : others.find(({ value, weight }) => value !== best.value && (weight >= 2 || weight === best.weight));
  return { best, ...(against ? { against } : {}) };
}

const depthUnits: Readonly<Record<string, HorizontalUnit>> = { M: "m", F: "ft" };
/** "METRES", "M", "FT" …; undefined for what is neither. */
const lengthUnit = (word: string | undefined): HorizontalUnit | undefined => depthUnits[word?.[0] ?? ""];
const metresOrFeet = String.raw`(M|MET(?:ER|RE)S?|METRIC|FT|FEET|FOOT)`;
/** Depths that are no axis: of water, sources, receivers. */
const noOtherDepth = String.raw`(?<!(?:WATER|SOURCE|GUN|AIRGUN|CABLE|STREAMER|RECEIVER|SHOT|HOLE|CHARGE|TOW|DATUM|COMMON) )`;

type Axis = VerticalUnit | "depth";
const ofDomain = (word: string | undefined): Axis => (word === "TIME" ? "ms" : "depth");
const ofIntervalUnit = (word: string): Axis =>
  /^(?:M|MET(?:ER|RE)S?)$/.test(word) ? "m" : word.startsWith("F") ? "ft" : "ms";

const axisPatterns: readonly Pattern<Axis>[] = [
  // What `stateVerticalUnit` writes.
  [/\bREAD AS (?:TIME|DEPTH) \((MS|M|FT)\)/, ([, unit]) => ofIntervalUnit(unit!), 4],
  [
    /\b(?:SAMPL(?:E|ING) (?:INTERVAL|INT|RATE|SPACING)|DZ|DT)\.? ?[:=]? ?\d+(?:\.\d*)? ?(MS|MSECS?|MILLISEC\w*|US|MICROSEC\w*|SEC\w*|M|MET(?:ER|RE)S?|FT|FEET)\b/,
    ([, unit]) => ofIntervalUnit(unit!),
    3,
  ],
  [
    new RegExp(String.raw`${noOtherDepth}\bDEPTH ?[([] ?${metresOrFeet} ?[)\]]`),
    ([, unit]) => lengthUnit(unit),
    3,
  ],
  [
    new RegExp(String.raw`\b(?:VERTICAL|DEPTH|Z) UNITS? ?[:=]? ?${metresOrFeet}\b`),
    ([, unit]) => lengthUnit(unit),
    3,
  ],
  [/\b(?:VERTICAL|TIME|Z) UNITS? ?[:=]? ?(?:MS|MSEC|MILLISEC\w*)\b/, () => "ms", 3],
  [/\bDOMAIN ?(?:IS|[:=])? ?(TIME|DEPTH)\b/, ([, domain]) => ofDomain(domain), 3],
  [/\b(TIME|DEPTH)[ -]DOMAIN\b/, ([, domain]) => ofDomain(domain), 3],
  [
    /\b(?:CONVERTED|STRETCHED|SCALED|CONVERSION|STRETCH) (?:BACK )?TO (TIME|DEPTH)\b/,
    ([, domain]) => ofDomain(domain),
    2,
  ],
  [/\b(TIME|DEPTH)[ -](?:MIGRAT\w*|SECTION|CUBE|VOLUME|STACK)\b/, ([, domain]) => ofDomain(domain), 1],
  [/\b(?:SEISMIC|DATA|STACK|VOLUME|CUBE|SECTION) IN (TIME|DEPTH)\b/, ([, domain]) => ofDomain(domain), 1],
  [/[:=] ?DEPTH\b(?! ?[:=])/, () => "depth", 1],
  [/\bPS(T|D)M\b/, ([, kind]) => ofDomain(kind === "T" ? "TIME" : "DEPTH"), 1],
];

const horizontalPatterns: readonly Pattern<HorizontalUnit>[] = [
  [
    new RegExp(
      String.raw`\b(?:COORDINATES?|COORD|HORIZONTAL|XY|X\/Y|MAP|PROJECTION) UNITS? ?[:=]? ?${metresOrFeet}\b`,
    ),
    ([, unit]) => lengthUnit(unit),
    3,
  ],
  [new RegExp(String.raw`\bMEASUREMENT SYSTEM ?[:=]? ?${metresOrFeet}\b`), ([, unit]) => lengthUnit(unit), 3],
  [/\b(?:US|U\.S\.) ?(?:SURVEY )?(?:FEET|FOOT|FT)\b|\bFTUS\b/, () => "ft", 1],
  [/\bUTM\b/, () => "m", 1],
];

const ofSense = (word: string | undefined): SegyPolarity =>
  /^(?:NORMAL|POSITIVE|STANDARD|AMERICAN|PEAK|POS)/.test(word ?? "") ? "seg-normal" : "seg-reverse";
const polarityPatterns: readonly Pattern<SegyPolarity>[] = [
  [
    /\bPOLARITY ?(?:IS|[:=-])? ?(?:SEG[ -]?)?(NORMAL|POSITIVE|STANDARD|REVERSED?|NEGATIVE|EUROPEAN|AMERICAN)\b/,
    ([, sense]) => ofSense(sense),
    3,
  ],
  [/\bSEG[ -](NORMAL|POSITIVE|REVERSED?|NEGATIVE)\b/, ([, sense]) => ofSense(sense), 3],
  [
    /\b(NORMAL|STANDARD|REVERSED?|EUROPEAN|AMERICAN) (?:SEG )?(?:POLARITY|CONVENTION)\b/,
    ([, sense]) => ofSense(sense),
    3,
  ],
  [
    /\bINCREASE IN (?:ACOUSTIC )?IMPEDANCE\b.*\b(POSITIVE|PEAK|NEGATIVE|TROUGH)\b/,
    ([, sense]) => ofSense(sense),
    3,
  ],
  [
    /\b(IN|DE)CREASE IN AMPLITUDE\b.*\bINCREASE IN (?:ACOUSTIC )?IMPEDANCE\b/,
    ([, way]) => (way === "IN" ? "seg-normal" : "seg-reverse"),
    3,
  ],
];

const axisNames: Readonly<Record<Axis, string>> = {
  ms: "time",
  m: "depth in metres",
  ft: "depth in feet",
  depth: "depth",
};
const unitNames: Readonly<Record<HorizontalUnit, string>> = { m: "metres", ft: "feet" };
export const polarityNames: Readonly<Record<SegyPolarity, string>> = {
  "seg-normal": "SEG normal",
  "seg-reverse": "SEG reverse",
};
const angles: Readonly<Record<number, string>> = {
  2: "seconds of arc",
  3: "decimal degrees",
  4: "degrees, minutes and seconds",
};

/** Ten textual headers: a file of nothing but text is not searched to its end. */
const mostLines = 400;

const measurementAt = 3254;
const polarityAt = 3256;

function horizontalStatements(fields: UnitFields): Statement<HorizontalUnit>[] {
  const { measurementSystem, lines } = fields;
  const inBinary = ({ 1: "m", 2: "ft" } as const)[measurementSystem];
  return [
    ...(inBinary
      ? [
          {
            value: inBinary,
            weight: 2 as const,
            because: `the measurement system (bytes 3255–3256) is ${measurementSystem}, ${unitNames[inBinary]}`,
            byteOffset: measurementAt,
          },
        ]
      : []),
    ...inText(lines, horizontalPatterns),
  ];
}

function polarityStatements({ impulsePolarity, lines }: UnitFields): Statement<SegyPolarity>[] {
  const inBinary = ({ 1: "seg-normal", 2: "seg-reverse" } as const)[impulsePolarity];
  return [
    ...(inBinary
      ? [
          {
            value: inBinary,
            weight: 2 as const,
            because: `the impulse polarity (bytes 3257–3258) is ${impulsePolarity}: a rise in pressure is a ${inBinary === "seg-normal" ? "negative" : "positive"} number`,
            byteOffset: polarityAt,
          },
        ]
      : []),
    ...inText(lines, polarityPatterns),
  ];
}

/** Depth words that leave the unit open take the file's unit of length, or metres. */
function axisOf(fields: UnitFields, length: HorizontalUnit | undefined, warn: Warn) {
  const statements: Statement<Axis>[] = [
    ...(fields.traceCode === 25
      ? [
          {
            value: "depth" as const,
            weight: 2 as const,
            because: "the trace identification code (bytes 29–30) is 25, data in depth",
            byteOffset: fields.firstTrace + 28,
          },
        ]
      : []),
    ...inText(fields.lines, axisPatterns),
  ];
  const isTime = ({ value }: Statement<Axis>): boolean => value === "ms";
  const byDomain = weigh(
    statements.map((statement) => ({ ...statement, value: isTime(statement) ? "time" : "depth" })),
  );
  const { best, against } = byDomain;
  if (!best) return { verticalUnit: "ms" as const, evidence: [] };
  // Undecided is read as time, which nearly all files are in.
  const tied = against !== undefined && against.weight === best.weight;
  const domain = tied ? "time" : best.value;
  const spoken = domain === best.value ? best : against!;
  const own = weigh(statements.filter(({ value }) => value === "m" || value === "ft"));
  const verticalUnit: VerticalUnit =
    domain === "time"
      ? "ms"
      : own.best?.value === "m" || own.best?.value === "ft"
        ? own.best.value
        : (length ?? "m");
  if (against)
    warn(
      "vertical-unit-conflict",
      `the file is read as ${axisNames[verticalUnit]} because ${spoken.because}; against it ${(spoken === best ? against : best).because}`,
      spoken.byteOffset,
    );
  else if (own.against)
    warn(
      "vertical-unit-conflict",
      `depth is read in ${verticalUnit === "ft" ? "feet" : "metres"} because ${own.best!.because}; against it ${own.against.because}`,
    );
  const evidence: ReadingEvidence[] = [
    { field: "verticalUnit", value: verticalUnit, because: spoken.because },
    ...(domain === "depth" && own.best && own.best.because !== spoken.because
      ? [{ field: "verticalUnit" as const, value: verticalUnit, because: own.best.because }]
      : []),
  ];
  return { verticalUnit, evidence };
}

/** What the headers say of domain, units, coordinate system and polarity, why, and where they contradict themselves. */
export function findUnits(all: UnitFields, extended: string, warn: Warn): FoundUnits {
  const fields = { ...all, lines: all.lines.slice(0, mostLines).filter((line) => plain(line) !== "") };
  const evidence: ReadingEvidence[] = [];
  const angle = angles[fields.coordinateUnits];
  const horizontal = weigh(horizontalStatements(fields));
  const length = horizontal.best?.value;
  const axis = axisOf(fields, length, warn);
  evidence.push(...axis.evidence);
  if (angle) {
    warn(
      "coordinates-geographic",
      `the coordinate units (bytes 89–90) are ${angle}: distances cannot be told from them`,
      fields.firstTrace + 88,
    );
  } else if (horizontal.best) {
    evidence.push({
      field: "horizontalUnit",
      value: horizontal.best.value,
      because: horizontal.best.because,
    });
    if (horizontal.against)
      warn(
        "horizontal-unit-conflict",
        `coordinates are read in ${unitNames[horizontal.best.value]} because ${horizontal.best.because}; against it ${horizontal.against.because}`,
        measurementAt,
      );
  }
  const system = coordinateSystemIn(fields.lines.map(plain), extended);
  if (system) {
    evidence.push({ field: "coordinateSystem", value: system.value, because: system.because });
    if (system.against) warn("coordinate-system-conflict", `${system.because}; against it ${system.against}`);
  }
  const polarity = weigh(polarityStatements(fields));
  if (polarity.best) {
    const { value, because } = polarity.best;
    evidence.push({ field: "polarity", value, because });
    if (polarity.against)
      warn(
        "polarity-conflict",
        `polarity is taken as ${polarityNames[value]} because ${because}; against it ${polarity.against.because}`,
        polarityAt,
      );
  }
  return {
    verticalUnit: axis.verticalUnit,
    ...(length && !angle ? { horizontalUnit: length } : {}),
    ...(system ? { coordinateSystem: system.value } : {}),
    ...(polarity.best ? { polarity: polarity.best.value } : {}),
    evidence,
  };
}
