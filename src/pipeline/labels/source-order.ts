/** "f3-inline-128.facies.sgy" → "f3-inline-128": what a label file's name says of the survey file it was made for. */
const labelWord = /[._-](labels?|facies|class(es)?|interpretation|picks|mask)$/i;

/** Whether a label file is, by its name, the one made for a survey: the same stem, before a word such as `.labels`. */
export function isNamedFor(labelFile: string, surveyName: string): boolean {
  const stem = labelFile.replace(/\.(csv|txt|sgy|segy)$/i, "").toLowerCase();
  const survey = surveyName.toLowerCase();
  return stem.replace(labelWord, "") === survey || stem === survey || stem.startsWith(`${survey}.`);
}

/**
 * The order in which label files are asked about a survey's traces: first those named for it, then by the number of its
 * traces that they label, then as they were imported.
 * @param tracesCovered traces of the survey that each file labels
 * @returns indices of the files that label any of them
 */
export function orderSources(
  sources: readonly string[],
  surveyName: string,
  tracesCovered: ArrayLike<number>,
): number[] {
  const named = sources.map((source) => isNamedFor(source, surveyName));
  return sources
    .map((_, index) => index)
    .filter((index) => tracesCovered[index]! > 0)
    .sort((a, b) => Number(named[b]) - Number(named[a]) || tracesCovered[b]! - tracesCovered[a]! || a - b);
}
