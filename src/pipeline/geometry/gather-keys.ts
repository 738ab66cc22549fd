import type { SegyFile } from "../segy/contract.ts";

/** Stretches of neighbouring traces that are looked at: order shows in neighbours. */
const stretches = 4;
const stretchTraces = 500;
const traceHeaderBytes = 240;

/** What gathers are made by, of traces in a few stretches of a file. */
export interface GatherKeys {
  readonly count: number;
  /** First traces of stretches, counted among these: no neighbour before them. */
  readonly starts: ReadonlySet<number>;
  /** Place in the file of each. */
  readonly trace: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdp: Int32Array;
  readonly offset: Int32Array;
  /** Numbers that are equal for equal field records and source coordinates, and for equal receiver coordinates. */
  readonly shot: Int32Array;
  readonly receiver: Int32Array;
}

/** Zero-based offsets of the standard's 4-byte fields. */
const at = { fieldRecord: 8, sourceX: 72, sourceY: 76, groupX: 80, groupY: 84 } as const;

/** Numbers things by when they are first met. */
function numbering(): (...parts: readonly number[]) => number {
  const known = new Map<string, number>();
  return (...parts) => {
    const name = parts.join(" ");
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  };
}

/** Reads the headers of at most 2000 traces: all of a small file, four stretches of a large one. */
export async function readGatherKeys(segy: SegyFile, signal?: AbortSignal): Promise<GatherKeys> {
  const { traces } = segy.layout;
  const pieces =
    traces <= stretches * stretchTraces
      ? [{ first: 0, length: traces }]
      : Array.from({ length: stretches }, (_, i) => ({
          first: Math.floor((i * (traces - stretchTraces)) / (stretches - 1)),
          length: stretchTraces,
        }));
  const count = pieces.reduce((sum, { length }) => sum + length, 0);
  const column = (): Int32Array => new Int32Array(count);
  const keys = {
    count,
    starts: new Set<number>(),
    trace: column(),
    inline: column(),
    crossline: column(),
    cdp: column(),
    offset: column(),
    shot: column(),
    receiver: column(),
  };
  const [shotOf, receiverOf] = [numbering(), numbering()];
  let done = 0;
  for (const { first, length } of pieces) {
    keys.starts.add(done);
    const headers = await segy.readHeaderBytes(first, length, signal);
    const lines = await segy.readHeaders(first, length, signal);
    const view = new DataView(headers.buffer, headers.byteOffset);
    keys.inline.set(lines.inline, done);
    keys.crossline.set(lines.crossline, done);
    keys.cdp.set(lines.cdp, done);
    keys.offset.set(lines.offset, done);
    for (let i = 0; i < length; i++) {
      const word = (offset: number): number => view.getInt32(i * traceHeaderBytes + offset);
      keys.trace[done + i] = first + i;
      keys.shot[done + i] = shotOf(word(at.fieldRecord), word(at.sourceX), word(at.sourceY));
      keys.receiver[done + i] = receiverOf(word(at.groupX), word(at.groupY));
    }
    done += length;
  }
  return keys;
}
