import { useState, type ReactNode } from "react";
import { frequencyUnits, type VerticalUnit } from "../../quantities/units.ts";
import { NumberField } from "../shared/number-field.tsx";
import { setChain, useDisplay } from "./display-store.ts";
import { Switch } from "./display-switch.tsx";

/** Four corners that suit a survey's Nyquist frequency. */
const usualCorners = (nyquist: number) => {
  const rounded = (share: number): number => Number((nyquist * share).toPrecision(2));
  return { f1: rounded(0.03), f2: rounded(0.06), f3: rounded(0.5), f4: rounded(0.65) };
};

/** Four corners, on or off. */
export function BandPassControl({
  survey,
  unit,
  nyquist,
}: {
  readonly survey: string;
  readonly unit: VerticalUnit;
  readonly nyquist: number;
}): ReactNode {
  const { bandPass } = useDisplay(survey).chain;
  const [problem, setProblem] = useState<string>();
  const names = ["f1", "f2", "f3", "f4"] as const;
  return (
    <Switch
      label="Band-pass"
      title="Zero-phase Ormsby filter: nothing below the first corner and above the last, all between the middle ones"
      isOn={bandPass !== undefined}
      onSwitch={(isOn) => {
        setProblem(undefined);
        setChain(survey, { bandPass: isOn ? usualCorners(nyquist) : undefined });
      }}
    >
      {bandPass && (
        <>
          {names.map((name) => (
            <NumberField
              key={name}
              label={`Corner ${name}`}
              value={bandPass[name]}
              min={0}
              step="any"
              onCommit={(value) => {
                const next = { ...bandPass, [name]: value };
                const { f1, f2, f3, f4 } = next;
                if (f1 >= 0 && f1 <= f2 && f2 <= f3 && f3 <= f4 && f1 < nyquist) {
                  setProblem(undefined);
                  setChain(survey, { bandPass: next });
                } else setProblem(`corners must rise from 0; the first below ${nyquist.toPrecision(3)}`);
              }}
            />
          ))}
          <span className="faint">{frequencyUnits[unit]}</span>
          {problem && (
            <span className="warn" role="alert">
              {problem}
            </span>
          )}
        </>
      )}
    </Switch>
  );
}
