/** Applies the scalar; division rather than a product with a reciprocal, so that tenths come out as written. */
export function scaleCoordinate(value: number, scalar: number): number {
  if (scalar === 0) return value;
  return scalar > 0 ? value * scalar : value / -scalar;
}
