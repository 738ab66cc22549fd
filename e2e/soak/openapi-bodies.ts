import type { Random } from "../../src/numerics/random.ts";

/** A JSON schema as OpenAPI 3.1 has it; what is not named here is not needed. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
}

export interface FuzzedBody {
  /** `valid` is by the schema alone: the server may know more, such as that a path is outside its root. */
  readonly kind: "valid" | "near" | "hostile";
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly what: string;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const whole = (random: Random, below: number): number => Math.floor(random.next() * below);
function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[whole(random, choices.length)]!;
}

/** A value that the schema allows. */
export function validValue(schema: JsonSchema, random: Random, depth = 0): Json {
  if (schema.const !== undefined) return schema.const as Json;
  if (schema.enum) return oneOf(random, schema.enum) as Json;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return validValue(oneOf(random, choices), random, depth);
  const type = typeof schema.type === "string" ? schema.type : oneOf(random, schema.type ?? ["null"]);
  switch (type) {
    case "object": {
      const required = new Set(schema.required ?? []);
      const entries = Object.entries(schema.properties ?? {})
        .filter(([name]) => required.has(name) || random.next() < 0.5)
        .map(([name, property]) => [name, validValue(property, random, depth + 1)] as const);
      return Object.fromEntries(entries);
    }
    case "array": {
      const least = schema.minItems ?? 0;
      const most = Math.min(schema.maxItems ?? Infinity, least + (depth > 1 ? 0 : 3));
      const length = least + whole(random, most - least + 1);
      return Array.from({ length }, () => validValue(schema.items ?? {}, random, depth + 1));
    }
    case "integer":
    case "number": {
      const least = schema.minimum ?? -1e4;
      const value = least + random.next() * ((schema.maximum ?? least + 2e4) - least);
      return type === "integer" ? Math.floor(value) : value;
    }
    case "string":
      return "x".repeat(Math.max(schema.minLength ?? 0, 1 + whole(random, 12)));
    case "boolean":
      return random.next() < 0.5;
    default:
      return null;
  }
}

/** Where a value can be changed: every object member and array element, as a path. */
function placesOf(value: Json, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  // Of a long row a few elements stand for all.
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const some = entries.length > 40 ? [...entries.slice(0, 3), ...entries.slice(-1)] : entries;
  return [[...path], ...some.flatMap(([name, inner]) => placesOf(inner, [...path, name]))];
}

const oddValues: readonly Json[] = [
  null,
  true,
  "",
  "NaN",
  "__proto__",
  -1,
  0.5,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  "\u0000",
  "\ud800",
  "../../etc/passwd",
];

/** The value with what is at `path` taken out, doubled, or replaced. */
function changedAt(value: Json, path: readonly string[], random: Random): Json {
  const [name, ...rest] = path;
  if (name === undefined) return oneOf(random, oddValues);
  if (Array.isArray(value)) {
    const copy = [...(value as readonly Json[])];
    const at = Number(name);
    const how = random.next();
    if (rest.length > 0) copy[at] = changedAt(copy[at] ?? null, rest, random);
    else if (how < 0.3) copy.splice(at, 1);
    else if (how < 0.6) copy.splice(at, 0, copy[at] ?? null);
    else copy[at] = oneOf(random, oddValues);
    return copy;
  }
  const copy: Record<string, Json> = { ...(value as Readonly<Record<string, Json>>) };
  const how = random.next();
  if (rest.length > 0) copy[name] = changedAt(copy[name] ?? null, rest, random);
  else if (how < 0.4) return Object.fromEntries(Object.entries(copy).filter(([other]) => other !== name));
  else if (how < 0.6) copy[`${name}_`] = copy[name] ?? null;
  else copy[name] = oneOf(random, oddValues);
  return copy;
}

const encoder = new TextEncoder();

/** JSON that is none, that means harm, or that is no JSON: by name. */
const hostile: Readonly<Record<string, (text: string, random: Random) => string | Uint8Array>> = {
  empty: () => "",
  "cut off": (text, random) => text.slice(0, whole(random, text.length)),
  "NaN for a number": (text) => text.replace(/-?\d+(\.\d+)?(e[-+]?\d+)?/i, "NaN"),
  "Infinity for a number": (text) => text.replace(/-?\d+(\.\d+)?(e[-+]?\d+)?/i, "-Infinity"),
  "a number beyond double": (text) => text.replace(/-?\d+(\.\d+)?(e[-+]?\d+)?/i, "1e999"),
  "a number beyond float32": (text) => text.replace(/-?\d+(\.\d+)?(e[-+]?\d+)?/i, "1e300"),
  "deep arrays": (_, random) => {
    const depth = 10 ** (1 + whole(random, 5));
    return "[".repeat(depth) + "]".repeat(random.next() < 0.5 ? depth : 0);
  },
  "deep objects": (_, random) => {
    const depth = 10 ** (1 + whole(random, 4));
    return `${'{"traces":'.repeat(depth)}1${"}".repeat(depth)}`;
  },
  __proto__: (text) => text.replace("{", '{"__proto__":{"traces":[[1]],"polluted":true},'),
  "constructor.prototype": (text) => text.replace("{", '{"constructor":{"prototype":{"polluted":true}},'),
  "a member twice": (text) => text.replace(/\{"([a-z_]+)":/, '{"$1":null,"$1":'),
  "not UTF-8": (text, random) => {
    const bytes = encoder.encode(text);
    if (bytes.length > 0) bytes[whole(random, bytes.length)] = 0x80 | whole(random, 128);
    return bytes;
  },
  "a byte changed": (text, random) => {
    const bytes = encoder.encode(text);
    if (bytes.length > 0) bytes[whole(random, bytes.length)] = whole(random, 256);
    return bytes;
  },
  "many members": () => `{${Array.from({ length: 2000 }, (_, i) => `"m${i}":${i}`).join(",")}}`,
  "a long string": () => `{"traces":"${"x".repeat(50_000)}"}`,
  "many empty rows": () => `{"traces":[${Array.from({ length: 5000 }, () => "[]").join(",")}]}`,
  comments: (text) => `/* */${text}//`,
  noise: (_, random) => Uint8Array.from({ length: whole(random, 300) }, () => whole(random, 256)),
};

const otherTypes = [
  "text/plain",
  "application/xml",
  "multipart/form-data",
  "application/json; charset=utf-16",
  "",
  "a",
];

/**
 * One body for a JSON schema; the same for the same random numbers. Two in ten are valid, half are near it (one member gone,
 * doubled, misnamed or of another type), the others hostile, some under another content type.
 */
export function fuzzedJson(schema: JsonSchema, random: Random): FuzzedBody {
  const value = validValue(schema, random);
  const kind = random.next();
  const contentType = "application/json";
  if (kind < 0.2)
    return { kind: "valid", contentType, bytes: encoder.encode(JSON.stringify(value)), what: "valid" };
  if (kind < 0.7) {
    let changed = value;
    for (let times = 1 + whole(random, 2); times > 0; times--)
      changed = changedAt(changed, oneOf(random, placesOf(changed)), random);
    return { kind: "near", contentType, bytes: encoder.encode(JSON.stringify(changed)), what: "changed" };
  }
  const what = oneOf(random, Object.keys(hostile));
  const made = hostile[what]!(JSON.stringify(value), random);
  return {
    kind: "hostile",
    contentType: random.next() < 0.1 ? oneOf(random, otherTypes) : contentType,
    bytes: typeof made === "string" ? encoder.encode(made) : made,
    what,
  };
}

/** Bytes for a binary body whose rows are `rowBytes` long: whole rows of plausible or odd floats, or cut. */
export function fuzzedBytes(rowBytes: number, contentType: string, random: Random): FuzzedBody {
  const rows = whole(random, 4);
  const samples = Float32Array.from({ length: (rows * rowBytes) / 4 }, () => 1000 * random.normal());
  const bytes = new Uint8Array(samples.buffer);
  const kind = random.next();
  if (kind < 0.3 && rows > 0) return { kind: "valid", contentType, bytes, what: "whole rows" };
  if (kind < 0.6) {
    const odd = [NaN, Infinity, -Infinity, 3e38, 1e-45, -0];
    for (let i = 0; i < 5 && samples.length > 0; i++)
      samples[whole(random, samples.length)] = oneOf(random, odd);
    return { kind: "near", contentType, bytes, what: "odd floats" };
  }
  if (kind < 0.8)
    return {
      kind: "near",
      contentType,
      bytes: bytes.subarray(0, whole(random, bytes.length + 1)),
      what: "cut",
    };
  const noise = Uint8Array.from({ length: whole(random, 4 * rowBytes) }, () => whole(random, 256));
  return { kind: "hostile", contentType, bytes: noise, what: "noise" };
}
