import { verticalUnits } from "../../quantities/units.ts";
import type { SegyReading, SegyWarning } from "./contract.ts";
import { segyFault, type SegyWarningCode } from "./segy-faults.ts";
import { polarityNames, type FoundUnits } from "./units-evidence.ts";

const mostCharacters = 120;

type UnitField = "verticalUnit" | "horizontalUnit" | "coordinateSystem" | "polarity";
const given: Readonly<Record<UnitField, readonly [code: SegyWarningCode, what: string]>> = {
  verticalUnit: ["vertical-unit-given", "the vertical axis is"],
  horizontalUnit: ["horizontal-unit-given", "coordinates are in"],
  coordinateSystem: ["coordinate-system-given", "the coordinate system is"],
  polarity: ["polarity-given", "polarity is"],
};

const words: Readonly<Record<string, string>> = {
  ...polarityNames,
  ms: "time (ms)",
  m: "metres",
  ft: "feet",
};
const inWords = (value: string): string => words[value] ?? value;

/** @throws InputError `segy-reading-invalid` */
export function checkUnits(reading: SegyReading, file: string): void {
  const { verticalUnit, horizontalUnit, coordinateSystem, polarity } = reading;
  const invalid = (what: string, advice: string): Error =>
    segyFault("segy-reading-invalid", `${file} cannot be read with ${what}`, advice, { file });
  if (verticalUnit !== undefined && !verticalUnits.includes(verticalUnit))
    throw invalid(`the vertical unit ${verticalUnit as string}`, `Choose ${verticalUnits.join(", ")}.`);
  if (horizontalUnit !== undefined && !["m", "ft"].includes(horizontalUnit))
    throw invalid(`the horizontal unit ${horizontalUnit as string}`, "Choose m or ft.");
  if (polarity !== undefined && !(polarity in polarityNames))
    throw invalid(`the polarity ${polarity as string}`, `Choose ${Object.keys(polarityNames).join(", ")}.`);
  if (
    coordinateSystem !== undefined &&
    (coordinateSystem.trim() === "" || coordinateSystem.length > mostCharacters)
  )
    throw invalid(
      "that coordinate system",
      `Name it in at most ${mostCharacters} characters, such as "ED50 / UTM zone 31N".`,
    );
}

export interface ChosenUnits {
  /** As the file is read. */
  readonly units: Omit<FoundUnits, "evidence">;
  /** What a person said that the file does not say. */
  readonly differing: SegyReading;
  readonly warnings: readonly SegyWarning[];
}

/** A person's word before what the file says; a warning where they differ, or where samples are reversed. */
export function chooseUnits(found: FoundUnits, reading: SegyReading): ChosenUnits {
  const { evidence, ...said } = found;
  const isSaid = (field: UnitField): boolean => evidence.some((statement) => statement.field === field);
  const differing: Partial<Record<UnitField, string>> & { reversed?: true } = {};
  const warnings: SegyWarning[] = [];
  for (const field of Object.keys(given) as UnitField[]) {
    const value = reading[field];
    const own = said[field];
    if (value === undefined || value === own) continue;
    differing[field] = value;
    const [code, what] = given[field];
    if (own !== undefined && isSaid(field))
      warnings.push({
        code,
        message: `${what} ${inWords(value)} as a person says; the file says ${inWords(own)}`,
      });
  }
  if (reading.reversed) {
    differing.reversed = true;
    warnings.push({
      code: "samples-reversed" satisfies SegyWarningCode,
      message: "every sample is read with its sign reversed, as a person says",
    });
  }
  // Each value has been taken from the reading under its own name.
  const differ = differing as SegyReading;
  return { units: { ...said, ...differ }, differing: differ, warnings };
}
