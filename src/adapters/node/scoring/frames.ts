import { JobError } from "../../../pipeline/errors.ts";

/**
 * What crosses the pipe between pool and scorer. A frame is four little-endian uint32 (kind, job, bytes of meta, bytes of
 * payload), then the meta as JSON, then the payload as it is: numbers never become text, and are copied once, into memory of
 * their own, where they are aligned.
 */
export interface Frame {
  readonly kind: FrameKind;
  /** An answer bears the number of what it answers. */
  readonly job: number;
  /** Shapes, names, faults: small. Whoever takes a frame reads it by a schema. */
  readonly meta: unknown;
  readonly payload: Uint8Array<ArrayBuffer>;
}

export const frameKinds = {
  /** To a scorer: a bundle's zip, to be proved. Answer: done. */
  load: 1,
  /** To a scorer: a model that is no longer needed. No answer. */
  forget: 2,
  /** To a scorer: start times (float64), then samples (float32). Answer: scores. */
  windows: 3,
  /** To a scorer: trace indices (int32) of a file. Answer: scores. */
  traces: 4,
  /** From a scorer. */
  done: 5,
  /** From a scorer: probabilities (float64). */
  scores: 6,
  /** From a scorer: what was asked for could not be done, and why. */
  fault: 7,
} as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

const headBytes = 16;
const knownKinds: ReadonlySet<number> = new Set(Object.values(frameKinds));
const isFrameKind = (kind: number): kind is FrameKind => knownKinds.has(kind);
const largestMetaBytes = 1 << 20;
/** Beyond the largest bundle and any piece of work. */
const largestPayloadBytes = 1 << 30;

/** The memory of an array, as it lies. Both ends run on one machine: its byte order is theirs. */
export const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Pieces to be written one behind the other. */
export function encodeFrame(
  kind: FrameKind,
  job: number,
  meta: unknown,
  payload: readonly ArrayBufferView[] = [],
): Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify(meta));
  const parts = payload.map(bytesOf);
  const head = new Uint8Array(headBytes + text.length);
  const view = new DataView(head.buffer);
  [kind, job, text.length, parts.reduce((sum, part) => sum + part.length, 0)].forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  head.set(text, headBytes);
  return [head, ...parts.filter((part) => part.length > 0)];
}

/** Puts frames together from the pieces that a pipe gives. */
export class FrameReader {
  private readonly head = new Uint8Array(headBytes);
  private filled = 0;
  private body: { readonly bytes: Uint8Array<ArrayBuffer>; readonly metaBytes: number } | undefined;

  constructor(private readonly onFrame: (frame: Frame) => void) {}

  /** @throws JobError `scorer-protocol` when the bytes are no frames; nothing after them can be understood */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const target = this.body?.bytes ?? this.head;
      const take = Math.min(chunk.length - at, target.length - this.filled);
      target.set(chunk.subarray(at, at + take), this.filled);
      at += take;
      this.filled += take;
      if (this.filled < target.length) return;
      this.filled = 0;
      if (this.body) this.finish(this.body);
      else this.begin();
    }
  }

  private begin(): void {
    const [kind, , metaBytes, payloadBytes] = this.headWords();
    if (!isFrameKind(kind) || metaBytes > largestMetaBytes || payloadBytes > largestPayloadBytes)
      throw new JobError("scorer-protocol", "what came through the pipe is no frame");
    // Meta and payload are read into memory of their own: the payload begins at a multiple of 8.
    const before = Math.ceil(metaBytes / 8) * 8;
    this.body = { bytes: new Uint8Array(before + payloadBytes), metaBytes };
    this.filled = before - metaBytes;
    if (this.filled === this.body.bytes.length) this.finish(this.body);
  }

  private finish({ bytes, metaBytes }: { bytes: Uint8Array<ArrayBuffer>; metaBytes: number }): void {
    const [kind, job] = this.headWords();
    this.body = undefined;
    this.filled = 0;
    const before = Math.ceil(metaBytes / 8) * 8;
    const text = new TextDecoder().decode(bytes.subarray(before - metaBytes, before));
    let meta: unknown;
    try {
      meta = JSON.parse(text);
    } catch (error) {
      throw new JobError("scorer-protocol", "what came through the pipe is no frame", { cause: error });
    }
    if (isFrameKind(kind)) this.onFrame({ kind, job, meta, payload: bytes.subarray(before) });
  }

  private headWords(): [number, number, number, number] {
    const view = new DataView(this.head.buffer);
    return [
      view.getUint32(0, true),
      view.getUint32(4, true),
      view.getUint32(8, true),
      view.getUint32(12, true),
    ];
  }
}
