/** Zero-based offsets: times in ms under one scalar lie in bytes 95–114, delay among them. */
const times = { first: 94, end: 114, delay: 108, scalar: 214 } as const;

const fits16 = (value: number): boolean => value >= -32_768 && value <= 32_767;

const scaled = (raw: number, scalar: number): number =>
  scalar === 0 ? raw : scalar > 0 ? raw * scalar : raw / -scalar;

/** The delay of a trace, ms. @param header big-endian */
export const delayOf = (header: DataView): number =>
  scaled(header.getInt16(times.delay), header.getInt16(times.scalar));

/**
 * Writes a delay into a trace header, under the header's own time scalar where that can hold it, else under a finer one to
 * which the other times are turned too. @param header big-endian
 * @returns false where no scalar of the standard can hold it, or the other times would not fit
 */
export function setDelay(header: DataView, delayMs: number): boolean {
  const own = header.getInt16(times.scalar) || 1;
  const places: number[] = [];
  for (let at: number = times.first; at < times.end; at += 2) if (at !== times.delay) places.push(at);
  for (const scalar of [own, 1, -10, -100, -1000]) {
    const raw = (ms: number): number => (scalar > 0 ? ms / scalar : ms * -scalar);
    // Thousandths of a ms are the finest that the standard has; what double arithmetic adds to them is no digit.
    const delay = Math.round(raw(delayMs) * 1e6) / 1e6;
    const others = places.map((at) => Math.round(raw(scaled(header.getInt16(at), own)) * 1e6) / 1e6);
    if (![delay, ...others].every((value) => Number.isInteger(value) && fits16(value))) continue;
    header.setInt16(times.delay, delay);
    if (scalar === own) return true;
    places.forEach((at, i) => {
      header.setInt16(at, others[i]!);
    });
    header.setInt16(times.scalar, scalar);
    return true;
  }
  return false;
}
