// Rows of a node: sorted apart at a split, their entries gathered in order, leaf values added to their scores.

/**
 * Stable partition of rows[0 … count): bin ≤ `bin` first; returns how many those are. `spare` holds `count` u32.
 * @param bins the u32 per row of the feature's group; `shift` = 8 · (feature mod 4)
 */
export function partitionRows(rows: usize, count: i32, bins: usize, shift: u32, bin: u32, spare: usize): i32 {
  let left: usize = 0;
  let right: usize = 0;
  for (let i = 0; i < count; i++) {
    const row = load<u32>(rows + ((<usize>i) << 2));
    const goesLeft = <usize>(((load<u32>(bins + ((<usize>row) << 2)) >> shift) & 0xff) <= bin);
    store<u32>(rows + (left << 2), row);
    store<u32>(spare + (right << 2), row);
    left += goesLeft;
    right += 1 - goesLeft;
  }
  memory.copy(rows + (left << 2), spare, right << 2);
  return <i32>left;
}

/** out[i] = entries[rows[i]]. */
export function gatherEntries(entries: usize, rows: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i++)
    v128.store(
      out + ((<usize>i) << 4),
      v128.load(entries + ((<usize>load<u32>(rows + ((<usize>i) << 2))) << 4)),
    );
}

/** scores[rows[i]] += value. */
export function addToScores(scores: usize, rows: usize, count: i32, value: f64): void {
  for (let i = 0; i < count; i++) {
    const place = scores + ((<usize>load<u32>(rows + ((<usize>i) << 2))) << 3);
    store<f64>(place, load<f64>(place) + value);
  }
}

/** rows = 0, 1, 2 … */
export function listAllRows(rows: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<u32>(rows + ((<usize>i) << 2), i);
}
