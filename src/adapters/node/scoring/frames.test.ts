import { describe, expect, it } from "vitest";
import { encodeFrame, frameKinds, FrameReader, type Frame } from "./frames.ts";

const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

function readInPieces(bytes: Uint8Array, most: number): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  for (let at = 0; at < bytes.length; at += most) reader.push(bytes.subarray(at, at + most));
  return frames;
}

describe("frames", () => {
  const startMs = Float64Array.of(0.1, -0, NaN);
  const samples = Float32Array.of(1e-45, 3.4e38, Infinity, -1);
  const bytes = joined([
    ...encodeFrame(frameKinds.windows, 7, { model: 1, name: "é小" }, [startMs, samples]),
    ...encodeFrame(frameKinds.done, 4_294_967_295, {}),
    ...encodeFrame(frameKinds.fault, 0, { message: "" }, [new Uint8Array(3)]),
  ]);

  it.each([1, 2, 3, 7, 16, 17, 64, 1000])("come out as they went in, in pieces of %i bytes", (most) => {
    const [windows, done, fault] = readInPieces(bytes, most);
    expect(windows).toMatchObject({ kind: frameKinds.windows, job: 7, meta: { model: 1, name: "é小" } });
    const { buffer, byteOffset } = windows!.payload;
    expect(new Float64Array(buffer, byteOffset, 3)).toEqual(startMs);
    expect(new Float32Array(buffer, byteOffset + 24, 4)).toEqual(samples);
    expect(done).toMatchObject({ kind: frameKinds.done, job: 4_294_967_295, meta: {} });
    expect(done!.payload).toHaveLength(0);
    expect(fault!.payload).toEqual(new Uint8Array(3));
  });

  it("are refused where they are none", () => {
    const reading = (change: (bytes: Uint8Array) => void) => () => {
      const broken = bytes.slice();
      change(broken);
      readInPieces(broken, 50);
    };
    expect(reading((broken) => (broken[0] = 99))).toThrow(
      expect.objectContaining({ code: "scorer-protocol" }),
    );
    expect(reading((broken) => (broken[15] = 0xff))).toThrow("no frame"); // 4 GiB of payload
    expect(reading((broken) => (broken[11] = 0xff))).toThrow("no frame"); // and of meta
    expect(reading((broken) => (broken[16] = 0x21))).toThrow("no frame"); // meta that is no JSON
  });
});
