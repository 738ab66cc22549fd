import type { ReactNode } from "react";
import type { AmplitudeRange } from "../../pipeline/display/contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { setDisplay, useDisplay } from "./display-store.ts";

/** Which amplitudes get the first and the last colour. */
export function ClipControl({
  survey,
  range,
}: {
  readonly survey: string;
  readonly range: AmplitudeRange | undefined;
}): ReactNode {
  const { percent, isSymmetric, bounds } = useDisplay(survey);
  return (
    <div className="group">
      <Segmented
        label="Clip by"
        value={bounds ? "amplitude" : "percent"}
        choices={[
          { value: "percent", label: "Clip %", title: "The share of the amplitudes that is not clipped" },
          { value: "amplitude", label: "Clip at", title: "Amplitudes of the first and the last colour" },
        ]}
        onChange={(kind) => {
          setDisplay(survey, { bounds: kind === "percent" ? undefined : (range ?? { low: -1, high: 1 }) });
        }}
      />
      {bounds ? (
        <>
          {!isSymmetric && (
            <NumberField
              label="Lowest amplitude"
              value={bounds.low}
              step="any"
              onCommit={(low) => {
                if (low < bounds.high) setDisplay(survey, { bounds: { ...bounds, low } });
              }}
            />
          )}
          <NumberField
            label={isSymmetric ? "Largest amplitude" : "Highest amplitude"}
            value={bounds.high}
            step="any"
            onCommit={(high) => {
              const low = isSymmetric ? -high : bounds.low;
              if (low < high) setDisplay(survey, { bounds: { low, high } });
            }}
          />
        </>
      ) : (
        <label className="field" title="Amplitudes above this percentile have the full colour">
          <span className="visually-hidden">Clip</span>
          <input
            type="range"
            min={90}
            max={100}
            step={0.5}
            value={percent}
            onChange={(event) => {
              setDisplay(survey, { percent: event.target.valueAsNumber });
            }}
          />
          <span className="percent">{`${percent.toFixed(1)}\u2009%`}</span>
        </label>
      )}
      <label className="field" title="Amplitude 0 has the middle colour; off for impedances and velocities">
        <input
          type="checkbox"
          checked={isSymmetric}
          onChange={(event) => {
            const symmetric = event.target.checked;
            const size = bounds && Math.max(Math.abs(bounds.low), Math.abs(bounds.high));
            setDisplay(survey, {
              isSymmetric: symmetric,
              ...(symmetric && size ? { bounds: { low: -size, high: size } } : {}),
            });
          }}
        />
        Symmetric
      </label>
    </div>
  );
}
