export const print = (line: string): void => void process.stdout.write(`${line}\n`);

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const digits = (value: number): string => value.toFixed(value < 20 ? (value < 5 ? 2 : 1) : 0);

/** Prints a measure beside its bound; the run fails where one is missed. */
export function printBound(what: string, value: number, bound: number, unit: string, more = ""): void {
  const isMet = value <= bound;
  if (!isMet) process.exitCode = 1;
  print(`${isMet ? "ok  " : "MISS"} ${what}: ${digits(value)} ${unit} (bound ${bound})${more}`);
}

/** As `printBound`, for what has to be at least so much. */
export function printLeast(what: string, value: number, least: number, more = ""): void {
  const isMet = value >= least;
  if (!isMet) process.exitCode = 1;
  print(`${isMet ? "ok  " : "MISS"} ${what}: ${digits(value)} (at least ${least})${more}`);
}

/** What serving has to hold on two cores, with the load on the same two; `old` is what the first server was asked. */
export const servingBounds = {
  perSecond: 2000,
  p99Ms: 25,
  tracesPerSecond: 50_000,
  /** Of what is accepted at three times the rate. */
  overloadP99Ms: 100,
  old: { perSecond: 1000, p99Ms: 50 },
} as const;
