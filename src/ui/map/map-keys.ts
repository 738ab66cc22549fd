import type { SectionLine, SurveyOutline } from "../../services/section-contract.ts";

/** The middle line of a volume, by what its outline holds. */
export function middleLine({ inline, crossline }: SurveyOutline, axis: SectionLine["axis"]): SectionLine {
  const numbers = axis === "inline" ? inline : crossline;
  let [least, most] = [Infinity, -Infinity];
  for (const number of numbers) {
    least = Math.min(least, number);
    most = Math.max(most, number);
  }
  return { axis, number: Math.round((least + most) / 2) };
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** Where a key goes from the outline that has the focus, round at the ends; undefined for keys that go nowhere. */
export function outlineAfter(
  outlines: readonly SurveyOutline[],
  survey: string,
  key: string,
): string | undefined {
  if (key === "Home") return outlines[0]?.survey;
  if (key === "End") return outlines.at(-1)?.survey;
  const step = steps[key];
  const at = outlines.findIndex((outline) => outline.survey === survey);
  if (step === undefined || at < 0) return undefined;
  return outlines[(at + step + outlines.length) % outlines.length]?.survey;
}
