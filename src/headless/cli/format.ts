const thinSpace = "\u2009";

/** 600515 → "600 515" (thin spaces). */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, thinSpace);
}

export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]!}`;
}

export function formatRange({ min, max, count }: { min: number; max: number; count: number }): string {
  return count === 1 ? String(min) : `${min} to ${max} (${formatCount(count)})`;
}

export const formatScore = (value: number): string => value.toFixed(3);
