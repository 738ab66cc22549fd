import type { Random } from "../../numerics/random.ts";

/**
 * One change of a file's bytes, as a word of a recipe: `bit:3224:3`. The numbers after the name are
 * bit: place, bit; byte: place, value; u16, u32, le16, le32: place, value; cut: bytes that stay; grow: bytes more, what they
 * are; fill: place, bytes, value; copy: place, from, bytes; text: place, number of `phrases`, 1 for EBCDIC; tile: bytes that
 * the file is to have, its traces repeated.
 */
export interface Mutation {
  readonly name: keyof typeof changes;
  readonly numbers: readonly number[];
}

/** Numbers that readers stumble over, as 16- and 32-bit words. */
const awkward = [
  0, 1, 2, 3, 7, 16, 127, 128, 255, 256, 32767, 32768, 65534, 65535, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** What readers look for in texts, whole and broken. */
const phrases: readonly string[] = [
  "((SEG:Layout))",
  "((SEG:EndText))",
  "((",
  "<segy-layout>",
  "</segy-layout>",
  `<entry name="iline" byte="9" type="int4"/>`,
  `<entry name="xline" byte="237" type="int4"/>`,
  `<entry name="cdp_x" byte="240" type="int4"/>`,
  `<entry name="co_scal" byte="240" type="int2"/>`,
  `<extension name="SEG00001">`,
  `byte="999"`,
  "<!--",
  "-->",
  "<?xml",
  "INLINE BYTES 9-12, CROSSLINE BYTES 21-24",
  "IN-LINE: BYTES 189 TO 192  X-LINE: BYTES 193-196",
  "X COORDINATE BYTES 73-76  Y COORDINATE BYTES 77-80",
  "CDP X: 181 CDP Y: 185 SCALAR 71-72",
  "UNITS: METERS",
  "UNITS: FEET",
  "DEPTH SECTION, SAMPLE INTERVAL 5 M",
  "TIME, MS, TWO-WAY",
  "POLARITY: SEG REVERSE",
  "WGS 84 / UTM ZONE 31N EPSG:32631",
  "END TEXTUAL HEADER",
];

// The capital letters, digits and signs of the phrases; the rest becomes a blank, which is damage too.
const ebcdic = new Map<string, number>([
  ...["ABCDEFGHI", "JKLMNOPQR"].flatMap((row, i) =>
    Array.from(row, (letter, j) => [letter, 0xc1 + 16 * i + j] as const),
  ),
  ...Array.from("STUVWXYZ", (letter, j) => [letter, 0xe2 + j] as const),
  ...Array.from("0123456789", (digit, j) => [digit, 0xf0 + j] as const),
  [":", 0x7a],
  ["-", 0x60],
  [",", 0x6b],
  ["(", 0x4d],
  [")", 0x5d],
]);

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

type Bytes = Uint8Array<ArrayBuffer>;

/** A word of the file, where it is long enough. */
function word(size: 2 | 4, isLittle: boolean) {
  return (bytes: Bytes, [at = 0, value = 0]: readonly number[]): Bytes => {
    if (at + size > bytes.length) return bytes;
    if (size === 2) view(bytes).setUint16(at, value, isLittle);
    else view(bytes).setUint32(at, value, isLittle);
    return bytes;
  };
}

/** Each takes any bytes and any whole numbers from 0 on, so that a recipe holds whatever becomes of its seed. */
const changes = {
  bit: (bytes: Bytes, [at = 0, bit = 0]: readonly number[]): Bytes => {
    if (at < bytes.length) bytes[at]! ^= 1 << (bit & 7);
    return bytes;
  },
  byte: (bytes: Bytes, [at = 0, value = 0]: readonly number[]): Bytes => bytes.fill(value, at, at + 1),
  u16: word(2, false),
  le16: word(2, true),
  u32: word(4, false),
  le32: word(4, true),
  cut: (bytes: Bytes, [length = 0]: readonly number[]): Bytes => bytes.slice(0, length),
  grow: (bytes: Bytes, [more = 0, value = 0]: readonly number[]): Bytes => {
    const longer = new Uint8Array(bytes.length + more).fill(value);
    longer.set(bytes);
    return longer;
  },
  fill: (bytes: Bytes, [at = 0, length = 0, value = 0]: readonly number[]): Bytes =>
    bytes.fill(value, at, at + length),
  copy: (bytes: Bytes, [to = 0, from = 0, length = 0]: readonly number[]): Bytes =>
    bytes.copyWithin(to, from, Math.min(bytes.length, from + length)),
  text: (bytes: Bytes, [at = 0, number = 0, isEbcdic = 0]: readonly number[]): Bytes => {
    const phrase = phrases[number % phrases.length] ?? "";
    Array.from(phrase).forEach((character, i) => {
      if (at + i < bytes.length)
        bytes[at + i] = isEbcdic ? (ebcdic.get(character) ?? 0x40) : character.charCodeAt(0);
    });
    return bytes;
  },
  tile: (bytes: Bytes, [length = 0]: readonly number[]): Bytes => {
    const traces = bytes.subarray(3600);
    if (traces.length === 0 || length <= bytes.length) return bytes;
    const longer = new Uint8Array(length);
    longer.set(bytes);
    for (let at = bytes.length; at < length; at += traces.length)
      longer.set(traces.subarray(0, Math.min(traces.length, length - at)), at);
    return longer;
  },
} satisfies Record<string, (bytes: Bytes, numbers: readonly number[]) => Bytes>;

/** May change `bytes` itself. */
export const mutate = (bytes: Bytes, { name, numbers }: Mutation): Bytes => changes[name](bytes, numbers);

export const wordOf = ({ name, numbers }: Mutation): string => [name, ...numbers].join(":");

/** @throws Error for what is no mutation */
export function mutationOf(text: string): Mutation {
  const [name = "", ...numbers] = text.split(":");
  if (!Object.hasOwn(changes, name) || !numbers.every((number) => /^\d{1,10}$/.test(number)))
    throw new Error(`${text} is no mutation`);
  return { name: name as Mutation["name"], numbers: numbers.map(Number) };
}

/** Where mutations mostly go: texts, the fields of the binary header that a file's make-up hangs on, and trace headers. */
function place(length: number, random: Random): number {
  const within = (from: number, among: number): number => Math.min(length - 1, from + random.integer(among));
  switch (random.integer(6)) {
    case 0:
      return within(3212, 18);
    case 1:
      return within(3260, 40);
    case 2:
      return within(3500, 32);
    case 3:
      return within(3600, 480);
    case 4:
      return within(3600, 7000);
    default:
      return random.integer(length);
  }
}

/** Inputs are of at most this size. */
export const largestInput = 1 << 20;

/** A mutation for a file of so many bytes. @param largest what a file may be made to have */
export function drawMutation(length: number, random: Random, largest: number): Mutation {
  if (length === 0) return { name: "grow", numbers: [1 + random.integer(4000), random.integer(256)] };
  const at = place(length, random);
  const someAwkward = (): number => awkward[random.integer(awkward.length)] ?? 0;
  switch (random.integer(10)) {
    case 0:
      return { name: "bit", numbers: [at, random.integer(8)] };
    case 1:
      return { name: "byte", numbers: [at, random.integer(256)] };
    case 2:
    case 3:
      return { name: random.integer(2) === 0 ? "u16" : "le16", numbers: [at & ~1, someAwkward() & 0xffff] };
    case 4:
      return { name: random.integer(2) === 0 ? "u32" : "le32", numbers: [at & ~3, someAwkward()] };
    case 5:
      return { name: "cut", numbers: [random.integer(length + 1)] };
    case 6:
      if (random.integer(150) === 0)
        return { name: "tile", numbers: [largest - random.integer(largest >> 2)] };
      return { name: "grow", numbers: [1 + random.integer(700), random.integer(256)] };
    case 7:
      return {
        name: "fill",
        numbers: [at, random.integer(3300), random.integer(4) === 0 ? 0x20 : random.integer(256)],
      };
    case 8: {
      // Texts are at the beginning and behind the binary header.
      const from = random.integer(2) === 0 ? random.integer(3200) : 3600 + random.integer(3200);
      return {
        name: "text",
        numbers: [Math.min(length - 1, from), random.integer(phrases.length), random.integer(2)],
      };
    }
    default:
      return { name: "copy", numbers: [at, random.integer(length), random.integer(500)] };
  }
}
