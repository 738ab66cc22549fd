import type { SampleFormatCode } from "./contract.ts";

/**
 * float32 → IBM single precision: the fraction is cut, not rounded, to 24 bits, as the machines of the time did.
 * Every float32 but infinities and NaN lies within the range; up to three bits of a fraction are lost.
 */
function ibmWord(value: number): number {
  if (value === 0) return Object.is(value, -0) ? 0x80000000 : 0;
  const magnitude = Math.abs(value);
  let exponent = Math.floor(Math.log2(magnitude) / 4) + 1;
  if (magnitude >= 16 ** exponent) exponent++;
  const fraction = Math.floor((magnitude / 16 ** exponent) * 2 ** 24);
  return ((value < 0 ? 0x80000000 : 0) | ((exponent + 64) << 24) | fraction) >>> 0;
}

/** Writes one sample, big-endian; false where the format cannot hold it. */
type Encode = (view: DataView, at: number, value: number) => boolean;

function encodeInteger(
  least: number,
  most: number,
  write: (view: DataView, at: number, value: number) => void,
): Encode {
  return (view, at, value) => {
    const whole = Math.round(value);
    if (!(whole >= least && whole <= most)) return false;
    write(view, at, whole);
    return true;
  };
}

export const sampleEncoders: Readonly<Record<SampleFormatCode, Encode>> = {
  1: (view, at, value) => {
    if (!Number.isFinite(value)) return false;
    view.setUint32(at, ibmWord(value));
    return true;
  },
  3: encodeInteger(-32768, 32767, (view, at, value) => {
    view.setInt16(at, value);
  }),
  5: (view, at, value) => {
    view.setFloat32(at, value);
    return true;
  },
  8: encodeInteger(-128, 127, (view, at, value) => {
    view.setInt8(at, value);
  }),
};
