import type { SampleFormatCode } from "./contract.ts";

/**
 * A double → IBM single precision: the fraction is cut, not rounded, to 24 bits, as the machines of the time did; undefined
 * where the exponent would not fit, which no float32 does; what is smaller than the smallest is 0.
 */
function ibmWord(value: number): number | undefined {
  if (value === 0) return Object.is(value, -0) ? 0x80000000 : 0;
  const magnitude = Math.abs(value);
  let exponent = Math.floor(Math.log2(magnitude) / 4) + 1;
  if (magnitude >= 16 ** exponent) exponent++;
  if (magnitude < 16 ** (exponent - 1)) exponent--;
  if (exponent > 63) return undefined;
  if (exponent < -64) return value < 0 ? 0x80000000 : 0;
  const fraction = Math.floor((magnitude / 16 ** exponent) * 2 ** 24);
  return ((value < 0 ? 0x80000000 : 0) | ((exponent + 64) << 24) | fraction) >>> 0;
}

/** Writes one sample, big-endian; false where the format cannot hold it. */
type Encode = (view: DataView, at: number, value: number) => boolean;

/** `most` is exclusive, so that it can be a power of two that float32 holds. */
function encodeInteger(
  least: number,
  most: number,
  write: (view: DataView, at: number, value: number) => void,
): Encode {
  return (view, at, value) => {
    const whole = Math.round(value);
    if (!(whole >= least && whole < most)) return false;
    write(view, at, whole);
    return true;
  };
}

function write24(view: DataView, at: number, value: number): void {
  view.setUint8(at, value >> 16);
  view.setUint16(at + 1, value);
}

/** The smallest gain under which the amplitude fits into 16 bits; what the gain cuts off is lost, as the format has it. */
function encodeFixedPoint(view: DataView, at: number, value: number): boolean {
  let gain = 0;
  while (gain < 255 && Math.abs(value) >= 2 ** (15 + gain)) gain++;
  const amplitude = Math.trunc(value / 2 ** gain);
  if (!(Math.abs(amplitude) <= 32767)) return false;
  view.setUint16(at, gain);
  view.setInt16(at + 2, amplitude);
  return true;
}

export const sampleEncoders: Readonly<Record<SampleFormatCode, Encode>> = {
  1: (view, at, value) => {
    const word = Number.isFinite(value) ? ibmWord(value) : undefined;
    if (word === undefined) return false;
    view.setUint32(at, word);
    return true;
  },
  2: encodeInteger(-(2 ** 31), 2 ** 31, (view, at, value) => {
    view.setInt32(at, value);
  }),
  3: encodeInteger(-(2 ** 15), 2 ** 15, (view, at, value) => {
    view.setInt16(at, value);
  }),
  4: encodeFixedPoint,
  5: (view, at, value) => {
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return false;
    view.setFloat32(at, value);
    return true;
  },
  6: (view, at, value) => {
    view.setFloat64(at, value);
    return true;
  },
  7: encodeInteger(-(2 ** 23), 2 ** 23, write24),
  8: encodeInteger(-128, 128, (view, at, value) => {
    view.setInt8(at, value);
  }),
  9: encodeInteger(-(2 ** 63), 2 ** 63, (view, at, value) => {
    view.setBigInt64(at, BigInt(value));
  }),
  10: encodeInteger(0, 2 ** 32, (view, at, value) => {
    view.setUint32(at, value);
  }),
  11: encodeInteger(0, 2 ** 16, (view, at, value) => {
    view.setUint16(at, value);
  }),
  12: encodeInteger(0, 2 ** 64, (view, at, value) => {
    view.setBigUint64(at, BigInt(value));
  }),
  15: encodeInteger(0, 2 ** 24, write24),
  16: encodeInteger(0, 256, (view, at, value) => {
    view.setUint8(at, value);
  }),
};
