// Sums of entries per bin. Bins lie in groups of four features, one u32 per row and group, so that one load serves four updates
// and the four histograms (16 KiB) stay in the first-level cache. Whole-number sums: any order gives the same bits.

@inline
function bump(histogram: usize, packed: u32, lane: u32, entry: v128): void {
  const offset =
    lane == 0 ? (packed & 0xff) << 4 : lane == 3 ? (packed >> 24) << 4 : ((packed >> (lane << 3)) & 0xff) << 4;
  const place = histogram + <usize>offset;
  v128.store(place, i64x2.add(v128.load(place), entry));
}

@inline
function bumpAll(h0: usize, featureBytes: usize, width: i32, packed: u32, entry: v128): void {
  bump(h0, packed, 0, entry);
  if (width > 1) bump(h0 + featureBytes, packed, 1, entry);
  if (width > 2) bump(h0 + (featureBytes << 1), packed, 2, entry);
  if (width > 3) bump(h0 + featureBytes * 3, packed, 3, entry);
}

@inline
function sweep(bins: usize, rows: usize, entries: usize, count: i32, histogram: usize, featureBytes: usize, width: i32): void {
  if (rows == 0) {
    for (let i = 0; i < count; i++) {
      const packed = load<u32>(bins + (<usize>i << 2));
      bumpAll(histogram, featureBytes, width, packed, v128.load(entries + (<usize>i << 4)));
    }
    return;
  }
  for (let i = 0; i < count; i++) {
    const row = load<u32>(rows + (<usize>i << 2));
    const packed = load<u32>(bins + (<usize>row << 2));
    bumpAll(histogram, featureBytes, width, packed, v128.load(entries + (<usize>i << 4)));
  }
}

/**
 * Histograms of the 1–4 features of one group, from zero.
 * @param bins the group's u32 per row
 * @param rows u32 row numbers, `count` of them; 0: all rows in order
 * @param entries in the order of `rows`
 */
export function groupHistogram(
  bins: usize,
  rows: usize,
  entries: usize,
  count: i32,
  histogram: usize,
  featureBytes: usize,
  width: i32,
): void {
  memory.fill(histogram, 0, featureBytes * <usize>width);
  if (width == 4) sweep(bins, rows, entries, count, histogram, featureBytes, 4);
  else if (width == 3) sweep(bins, rows, entries, count, histogram, featureBytes, 3);
  else if (width == 2) sweep(bins, rows, entries, count, histogram, featureBytes, 2);
  else sweep(bins, rows, entries, count, histogram, featureBytes, 1);
}

/** parent − part, in place of the parent. */
export function subtractHistogram(parent: usize, part: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(parent + at, i64x2.sub(v128.load(parent + at), v128.load(part + at)));
}

/** Sum of bins 0 … bin inclusive, written at `out` as three doubles: gradient, hessian (whole numbers of their scales), rows. */
export function sumBins(histogram: usize, bin: i32, countShift: i32, out: usize): void {
  let sum = i64x2.splat(0);
  for (let b = 0; b <= bin; b++) sum = i64x2.add(sum, v128.load(histogram + (<usize>b << 4)));
  storeSums(sum, countShift, out);
}

/** As `sumBins`, over the entries of all rows. */
export function sumEntries(entries: usize, count: i32, countShift: i32, out: usize): void {
  let sum = i64x2.splat(0);
  for (let row = 0; row < count; row++) sum = i64x2.add(sum, v128.load(entries + (<usize>row << 4)));
  storeSums(sum, countShift, out);
}

@inline
function storeSums(sum: v128, countShift: i32, out: usize): void {
  const packed = i64x2.extract_lane(sum, 1);
  store<f64>(out, <f64>i64x2.extract_lane(sum, 0));
  store<f64>(out, <f64>(packed & (((1 as i64) << countShift) - 1)), 8);
  store<f64>(out, <f64>(packed >> countShift), 16);
}
