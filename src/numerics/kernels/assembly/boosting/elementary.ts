// exp and log of two lanes at once: the twins of src/numerics/elementary.ts, operation by operation, so that the bits agree.

const ROUND: f64 = 6755399441055744.0;

@inline
function term(q: v128, r: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(q, r), f64x2.splat(coefficient));
}

/** eˣ of both lanes, −708 ≤ x ≤ 0; below −708 as at −708. */
@inline
export function expNonPositive(given: v128): v128 {
  const x = f64x2.max(given, f64x2.splat(-708.0));
  const rounded = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(ROUND));
  const k = f64x2.sub(rounded, f64x2.splat(ROUND));
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238))),
    f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)),
  );
  let q = f64x2.splat(2.0914679452495193e-9);
  q = term(q, r, 2.5105206480259365e-8);
  q = term(q, r, 2.755727366116628e-7);
  q = term(q, r, 2.755725542549107e-6);
  q = term(q, r, 2.480158732553351e-5);
  q = term(q, r, 0.00019841269874800694);
  q = term(q, r, 0.0013888888888883752);
  q = term(q, r, 0.008333333333326141);
  q = term(q, r, 0.04166666666666667);
  q = term(q, r, 0.1666666666666667);
  q = term(q, r, 0.5);
  const y = f64x2.add(f64x2.splat(1.0), f64x2.add(r, f64x2.mul(f64x2.mul(r, r), q)));
  // The low bits of `rounded` are k; moved to the exponent they multiply y by 2^k, exactly.
  return i64x2.add(y, i64x2.shl(rounded, 52));
}

/** Natural logarithm of both lanes; x positive, finite and normal. */
@inline
export function logPositive(x: v128): v128 {
  const carried = i64x2.add(x, i64x2.splat((0x95f62 as i64) << 32));
  const exponent = i64x2.shr_u(carried, 52);
  // 1.5 · 2⁵² + exponent − 1023, then away with the first: a whole number as a double.
  const k = f64x2.sub(
    i64x2.add(exponent, i64x2.splat(reinterpret<i64>(ROUND) - 1023)),
    f64x2.splat(ROUND),
  );
  const m = i64x2.sub(x, i64x2.shl(i64x2.sub(exponent, i64x2.splat(1023)), 52));
  const f = f64x2.sub(m, f64x2.splat(1.0));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2.0), f));
  const z = f64x2.mul(s, s);
  let r = f64x2.splat(0.14616451042434167);
  r = term(r, z, 0.15331721490738642);
  r = term(r, z, 0.18182889128565508);
  r = term(r, z, 0.22222211134749734);
  r = term(r, z, 0.28571428625975764);
  r = term(r, z, 0.39999999999899505);
  r = term(r, z, 0.666666666666667);
  const low = f64x2.sub(
    f64x2.mul(s, f64x2.sub(f, f64x2.mul(z, r))),
    f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)),
  );
  return f64x2.add(f64x2.mul(k, f64x2.splat(0.6931471803691238)), f64x2.sub(f, low));
}
