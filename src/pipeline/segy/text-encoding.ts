// Code page 037, byte by byte; control characters read as blanks.
const cp037 =
  "                                                                " +
  "  âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"" +
  "Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×" +
  "{ABCDEFGHI ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ ";

const ebcdicBlank = 0x40;
const asciiBlank = 0x20;
const byteOf = new Map(Array.from(cp037, (character, byte) => [character, byte] as const));
// Control characters read as blanks too; only one byte is written for them.
byteOf.set(" ", ebcdicBlank);

export type TextEncoding = "ebcdic" | "ascii";
export const textEncodings: readonly TextEncoding[] = ["ebcdic", "ascii"];

export const linesPerHeader = 40;
export const charactersPerLine = 80;
export const textHeaderBytes = linesPerHeader * charactersPerLine;

const isAsciiCharacter = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09 ? 1 : 0,
);
const isEbcdicCharacter = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === ebcdicBlank || /[A-Za-z0-9.,:;()/+<>="'_-]/.test(cp037.charAt(byte)) ? 1 : 0,
);

/** Which share of the bytes would be characters of a text in each encoding, best first. */
export function rankTextEncodings(
  bytes: Uint8Array,
): readonly { readonly encoding: TextEncoding; readonly share: number }[] {
  const found = charactersIn(bytes);
  const best = detectTextEncoding(bytes);
  return textEncodings
    .map((encoding) => ({ encoding, share: found[encoding] / Math.max(1, bytes.length) }))
    .sort((a, b) => Number(b.encoding === best) - Number(a.encoding === best));
}

/** How many bytes are letters, digits, blanks or common punctuation in each encoding. */
function charactersIn(bytes: Uint8Array): { readonly ascii: number; readonly ebcdic: number } {
  let ascii = 0;
  let ebcdic = 0;
  for (const byte of bytes) {
    ascii += isAsciiCharacter[byte]!;
    ebcdic += isEbcdicCharacter[byte]!;
  }
  return { ascii, ebcdic };
}

/**
 * Which encoding explains the bytes: the one under which more of them are characters that texts are made of. EBCDIC letters
 * and digits lie above 0x80, where ASCII text has nothing.
 */
export function detectTextEncoding(bytes: Uint8Array): TextEncoding {
  const { ascii, ebcdic } = charactersIn(bytes);
  return ascii > ebcdic ? "ascii" : "ebcdic";
}

/** Nine bytes in ten of a textual header are characters that texts are made of; of numbers, few are. */
const leastTextShare = 0.9;

/** Whether a block reads as text in either encoding. Bytes of zero are none: traces begin with them. */
export function isTextLike(bytes: Uint8Array): boolean {
  const { ascii, ebcdic } = charactersIn(bytes);
  return Math.max(ascii, ebcdic) >= leastTextShare * bytes.length;
}

/** One character a byte; what is none becomes a blank. */
export function decodeCharacters(bytes: Uint8Array, encoding: TextEncoding): string {
  let text = "";
  for (const byte of bytes)
    text +=
      encoding === "ebcdic"
        ? cp037.charAt(byte)
        : byte >= 0x20 && byte < 0x7f
          ? String.fromCharCode(byte)
          : " ";
  return text;
}

/** 40 lines a header, trailing blanks cut. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string[] {
  return Array.from({ length: Math.floor(bytes.length / charactersPerLine) }, (_, i) =>
    decodeCharacters(bytes.subarray(i * charactersPerLine, (i + 1) * charactersPerLine), encoding).trimEnd(),
  );
}

/** Lines as whole headers of 3200 bytes; what the encoding lacks becomes "?". */
export function encodeText(lines: readonly string[], encoding: TextEncoding): Uint8Array {
  const headers = Math.max(1, Math.ceil(lines.length / linesPerHeader));
  const bytes = new Uint8Array(headers * textHeaderBytes).fill(
    encoding === "ebcdic" ? ebcdicBlank : asciiBlank,
  );
  lines.forEach((line, i) => {
    Array.from(line.slice(0, charactersPerLine)).forEach((character, j) => {
      const code = character.charCodeAt(0);
      bytes[i * charactersPerLine + j] =
        encoding === "ascii"
          ? code >= 0x20 && code < 0x7f
            ? code
            : 0x3f
          : (byteOf.get(character) ?? byteOf.get("?")!);
    });
  });
  return bytes;
}
