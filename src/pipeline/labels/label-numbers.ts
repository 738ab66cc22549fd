/** The largest class number that a label volume holds. */
export const largestClassNumber = 255;

/**
 * Numbers of classes in a label volume: where all names are such numbers they stay what they are, else places in the scheme.
 */
export function numbersOfClasses(classes: readonly string[]): number[] {
  const areNumbers = classes.every(
    (name) => /^(0|[1-9]\d*)$/.test(name) && Number(name) <= largestClassNumber,
  );
  return classes.map((name, place) => (areNumbers ? Number(name) : place));
}
