// Bin codes of one column.

@inline
function step(thresholds: usize, code: usize, x: f32, half: usize): usize {
  return code + <usize>(load<f32>(thresholds + ((code + half - 1) << 2)) < x) * half;
}

/**
 * Code of x = how many thresholds are below x, so that x ≤ threshold[b] exactly where code ≤ b.
 * @param thresholds 255 ascending f32, the unused ones +∞
 * @param bins where the codes go: one byte every four
 */
export function binColumn(column: usize, count: i32, thresholds: usize, bins: usize): void {
  for (let i = 0; i < count; i++) {
    const x = load<f32>(column + (<usize>i << 2));
    let code = step(thresholds, 0, x, 128);
    code = step(thresholds, code, x, 64);
    code = step(thresholds, code, x, 32);
    code = step(thresholds, code, x, 16);
    code = step(thresholds, code, x, 8);
    code = step(thresholds, code, x, 4);
    code = step(thresholds, code, x, 2);
    code = step(thresholds, code, x, 1);
    store<u8>(bins + (<usize>i << 2), <u8>code);
  }
}
