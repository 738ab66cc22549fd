/** A closed polygon by its corners, the last joined to the first; it may cross itself. */
export interface Polygon {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Tells points inside a polygon from those outside, by the even-odd rule: what a self-crossing line encloses twice is outside.
 * Points outside the bounding box cost two comparisons. A point that is not finite is outside.
 * @throws RangeError with fewer than three corners, or one that is not finite
 */
export function insideOf({ x, y }: Polygon): (px: number, py: number) => boolean {
  const corners = x.length;
  if (corners < 3 || y.length !== corners) throw new RangeError(`a polygon of ${corners} corners`);
  if (!x.every(Number.isFinite) || !y.every(Number.isFinite))
    throw new RangeError("a polygon with a corner that is not finite");
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < corners; i++) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    low = Math.min(low, y[i]!);
    high = Math.max(high, y[i]!);
  }
  return (px, py) => {
    if (!(px >= left && px <= right && py >= low && py <= high)) return false;
    let isInside = false;
    for (let i = 0, before = corners - 1; i < corners; before = i++) {
      const [yi, yb] = [y[i]!, y[before]!];
      // Half-open in y, so that a corner counts for one of its edges only.
      if (yi > py !== yb > py && px < ((x[before]! - x[i]!) * (py - yi)) / (yb - yi) + x[i]!)
        isInside = !isInside;
    }
    return isInside;
  };
}
