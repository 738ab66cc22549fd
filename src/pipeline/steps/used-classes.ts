import { InputError } from "../errors.ts";

/** The classes that a model will know, and the examples' labels counted anew among them (−1: none of them). */
export interface UsedClasses {
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly warnings: readonly string[];
}

function classesOf(labels: Int32Array, rows: Int32Array): Set<number> {
  const found = new Set<number>();
  for (const row of rows) found.add(labels[row]!);
  return found;
}

/**
 * Leaves out the classes that neither training nor test rows hold (of ten rock units a few lines may show nine), and says so.
 * @throws InputError `class-without-examples` when the test rows hold a class that training never saw
 */
export function usedClasses(
  labels: Int32Array,
  classes: readonly string[],
  split: { readonly train: Int32Array; readonly validation: Int32Array; readonly test: Int32Array },
): UsedClasses {
  const trained = classesOf(labels, split.train);
  const tested = new Set([...classesOf(labels, split.test), ...classesOf(labels, split.validation)]);
  const unseen = classes.filter((_, index) => tested.has(index) && !trained.has(index));
  if (unseen.length > 0)
    throw new InputError(
      "class-without-examples",
      `${unseen.length === 1 ? "class" : "classes"} ${unseen.join(", ")} ${unseen.length === 1 ? "has" : "have"} no example in the training rows, but in the test rows`,
      {
        advice:
          "Train on lines where the class is labelled too, use more traces, or leave the class out (--without-classes).",
      },
    );
  const kept = classes.map((name, index) => ({ name, index })).filter(({ index }) => trained.has(index));
  const placeOf = new Int32Array(classes.length).fill(-1);
  kept.forEach(({ index }, place) => (placeOf[index] = place));
  const absent = classes.filter((_, index) => !trained.has(index));
  return {
    classes: kept.map(({ name }) => name),
    labels: labels.map((label) => placeOf[label]!),
    warnings:
      absent.length > 0
        ? [
            `no window on these lines is of ${absent.length === 1 ? "class" : "classes"} ${absent.join(", ")}: the model will not know ${absent.length === 1 ? "it" : "them"}`,
          ]
        : [],
  };
}
