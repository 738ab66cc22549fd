import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long, longest first: one of them begun last would run on while the other core idles. */
const long = [
  "f3-journey",
  "crash",
  "demo-journey",
  "pages",
  "two-tabs",
  "storage-full",
  "backends",
  "bad-input",
];

const rank = ({ moduleId }: TestSpecification): number => {
  const place = long.findIndex((name) => moduleId.includes(`/${name}.test.`));
  return place < 0 ? long.length : place;
};

/** The order of files is the same on every machine, whether or not it has run them before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}
