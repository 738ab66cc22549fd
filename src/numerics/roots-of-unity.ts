/** Roots of unity as parallel columns: `cos[k] + i·sin[k] = exp(2πi·k/order)`. */
export interface RootsOfUnity {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

const quarterPi = Math.PI / 4;

// Taylor coefficients (−1)ʲ/(2j)! and (−1)ʲ/(2j+1)!, j = 0 … 9: on [0, π/4] the rest is below 1e-20.
const cosineCoefficients = new Float64Array(10);
const sineCoefficients = new Float64Array(10);
for (let j = 0, factorial = 1; j < 10; j++) {
  const sign = j % 2 === 0 ? 1 : -1;
  cosineCoefficients[j] = sign / factorial;
  sineCoefficients[j] = sign / (factorial * (2 * j + 1));
  factorial *= (2 * j + 1) * (2 * j + 2);
}

function horner(coefficients: Float64Array, x: number): number {
  let value = 0;
  for (let j = coefficients.length - 1; j >= 0; j--) value = value * x + coefficients[j]!;
  return value;
}

/**
 * `exp(2πi·k/order)` for k = 0 … order−1, within about one unit in the last place.
 * Written out with additions and multiplications only, because `Math.sin` and `Math.cos` may differ in the last bit between
 * JavaScript engines and a spectrum must not. The octant is found in whole numbers, so symmetric roots are exactly symmetric.
 */
export function rootsOfUnity(order: number): RootsOfUnity {
  const cos = new Float64Array(order);
  const sin = new Float64Array(order);
  for (let k = 0; k < order; k++) {
    const octant = Math.floor((8 * k) / order);
    const rest = octant % 2 === 0 ? 8 * k - octant * order : (octant + 1) * order - 8 * k;
    const angle = quarterPi * (rest / order);
    const diagonal = rest === order;
    const c = diagonal ? Math.SQRT1_2 : horner(cosineCoefficients, angle * angle);
    const s = diagonal ? Math.SQRT1_2 : angle * horner(sineCoefficients, angle * angle);
    const swapped = octant === 1 || octant === 2 || octant === 5 || octant === 6;
    // + 0: no negative zeros
    cos[k] = (swapped ? s : c) * (octant >= 2 && octant <= 5 ? -1 : 1) + 0;
    sin[k] = (swapped ? c : s) * (octant >= 4 ? -1 : 1) + 0;
  }
  return { cos, sin };
}
