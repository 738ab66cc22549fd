import type { ByteSource } from "./contract.ts";
import { fileHeaderBytes } from "./binary-header.ts";
import { decodeCharacters, detectTextEncoding, isTextLike, textHeaderBytes } from "./text-encoding.ts";

/** Text headers beyond what is announced are looked for so far: a file of nothing but text is not read to its end. */
const mostUnannounced = 64;
const mostUncounted = 1024;

export interface ExtendedTexts {
  /** Blocks behind the file headers that read as text, one after another. */
  readonly textLike: number;
  /** Blocks up to the one with `((SEG:EndText))`, which is counted in; undefined where none has it. */
  readonly toEnd?: number;
}

/** Looks at what lies between file headers and traces. @param declared count in bytes 3505–3506; −1: up to the EndText stanza */
export async function lookForTexts(source: ByteSource, declared: number): Promise<ExtendedTexts> {
  const most =
    declared === -1 ? mostUncounted : Math.min(Math.max(0, declared), mostUncounted) + mostUnannounced;
  let textLike = 0;
  while (textLike < most) {
    const from = fileHeaderBytes + textLike * textHeaderBytes;
    if (from + textHeaderBytes > source.sizeBytes) break;
    const block = await source.read(from, textHeaderBytes);
    const text = decodeCharacters(block, detectTextEncoding(block));
    const isEnd = /\(\(\s*SEG\s*:\s*EndText\s*\)\)/i.test(text);
    if (!isEnd && !isTextLike(block)) break;
    textLike++;
    if (isEnd) return { textLike, toEnd: textLike };
  }
  return { textLike };
}
