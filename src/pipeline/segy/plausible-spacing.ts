/** How plausible a distance between neighbouring traces is in metres or feet, 0 … 1: surveys have bins of 2 to 250. */
export function plausibleSpacing(distance: number): number {
  if (distance >= 2 && distance <= 250) return 1;
  if (distance >= 0.5 && distance <= 1000) return 0.6;
  return distance > 0 ? 0.1 : 0;
}
