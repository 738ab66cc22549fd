/**
 * Cohen's kappa: how much more two sides agree than by chance. 1: everywhere; 0: as often as chance would; below: less.
 * @param counts `[classes, classes]`, row by row: what the first says against what the second says
 * @returns null where chance alone would agree everywhere (nothing, or one class on both sides): kappa says nothing then
 */
export function cohenKappa(counts: ArrayLike<number>, classes: number): number | null {
  let total = 0;
  let agreed = 0;
  let byChance = 0;
  for (let c = 0; c < classes; c++) {
    let row = 0;
    let column = 0;
    for (let other = 0; other < classes; other++) {
      row += counts[c * classes + other]!;
      column += counts[other * classes + c]!;
    }
    total += row;
    agreed += counts[c * classes + c]!;
    byChance += row * column;
  }
  const expected = byChance / (total * total);
  if (!(total > 0) || expected === 1) return null;
  return (agreed / total - expected) / (1 - expected);
}

/** As `cohenKappa`, of one class against all others. */
export function kappaOfClass(counts: ArrayLike<number>, classes: number, of: number): number | null {
  const pair = [0, 0, 0, 0];
  for (let a = 0; a < classes; a++)
    for (let b = 0; b < classes; b++)
      pair[2 * Number(a === of) + Number(b === of)]! += counts[a * classes + b]!;
  return cohenKappa(pair, 2);
}
