/**
 * Scales that turn gradients and hessians into whole numbers whose totals stay exact: gradient total below 2^51 (a double holds it),
 * hessian total below 2^countShift, the row count in the bits above. |gradient| ≤ weight and hessian ≤ weight / 4 for both losses.
 */
export interface FixedPointScales {
  readonly gradientScale: number;
  readonly hessianScale: number;
  /** First bit of the row count. */
  readonly countShift: number;
}

/** The count takes at most 24 bits, so that the hessian keeps at least 39. */
export const maxRows = 2 ** 24 - 1;

export function fixedPointScales(rows: number, totalWeight: number): FixedPointScales {
  const countBits = 32 - Math.clz32(rows);
  const countShift = Math.min(63 - countBits, 51);
  const weightExponent = ceilingExponent(totalWeight);
  return {
    countShift,
    gradientScale: 2 ** (50 - weightExponent),
    hessianScale: 2 ** (countShift - 1 - (weightExponent - 2)),
  };
}

/** Smallest e with 2^e ≥ value > 0, without a logarithm that an engine may round its own way. */
function ceilingExponent(value: number): number {
  let exponent = 0;
  while (2 ** exponent < value) exponent++;
  while (2 ** (exponent - 1) >= value) exponent--;
  return exponent;
}
