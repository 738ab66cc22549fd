import type { ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import type { Colourable } from "./colourings.ts";
import { setMap, useMapStore, type ColourBy } from "./map-store.ts";

/** A choice of one of several records; nothing where there is no choice. */
function Which({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}): ReactNode {
  if (options.length < 2) return null;
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** Times (or depths) whose windows count; the whole trace until a person says otherwise. */
function RangeFields({ survey }: { readonly survey: OverviewSurvey }): ReactNode {
  const range = useMapStore((state) => state.range);
  const start = survey.delayMs;
  const end = start + (survey.samplesPerTrace * survey.intervalMicroseconds) / 1000;
  const { from, to } = range ?? { from: start, to: end };
  const set = (one: number, other: number): void => {
    const [low, high] = [Math.max(start, Math.min(one, other)), Math.min(end, Math.max(one, other))];
    setMap({ range: low >= high || (low === start && high === end) ? undefined : { from: low, to: high } });
  };
  return (
    <span className="range-fields">
      <NumberField
        label="From"
        value={from}
        step="any"
        onCommit={(value) => {
          set(value, to);
        }}
      />
      {" – "}
      <NumberField
        label="To"
        value={to}
        step="any"
        unit={survey.verticalUnit}
        onCommit={(value) => {
          set(from, value);
        }}
      />
    </span>
  );
}

/** What the bins are coloured by: first the kind, then which of several, then the times that count. */
export function ColourChoice({
  survey,
  colourable,
  fields,
  field,
}: {
  readonly survey: OverviewSurvey;
  readonly colourable: Colourable;
  /** Of the trace headers, once they are known. */
  readonly fields: readonly { readonly name: string; readonly byte: number; readonly about: string }[];
  readonly field: string | undefined;
}): ReactNode {
  const by = useMapStore((state) => state.by);
  const { groups, labelSets, predictions, models } = colourable;
  return (
    <>
      <label className="colour-by">
        Colour by{" "}
        <select
          aria-label="Colour by"
          value={by}
          onChange={(event) => {
            setMap({ by: event.target.value as ColourBy });
          }}
        >
          {groups.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.options.map((option) => (
                <option
                  key={option.by}
                  value={option.by}
                  disabled={option.why !== undefined}
                  title={option.why}
                >
                  {option.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {by === "header" && (
        <Which
          label="Header field"
          value={field}
          options={fields.map(({ name, byte }) => ({ value: name, label: `${name} · byte ${byte}` }))}
          onChange={(name) => {
            setMap({ field: name });
          }}
        />
      )}
      {(by === "coverage" || by === "label") && (
        <Which
          label="Label set"
          value={colourable.labelSetId}
          options={labelSets.map(({ id, sources, classes }) => ({
            value: id,
            label: `${sources[0]?.fileName ?? "labels"} · ${classes.length} classes`,
          }))}
          onChange={(labelSetId) => {
            setMap({ labelSetId });
          }}
        />
      )}
      {by === "split" && (
        <Which
          label="Training"
          value={colourable.runId}
          options={models.map(({ version, run }) => ({
            value: run.id,
            label: `version ${version.version} · ${run.family}`,
          }))}
          onChange={(runId) => {
            setMap({ runId });
          }}
        />
      )}
      {(by === "prediction" || by === "confidence") && (
        <Which
          label="Prediction"
          value={colourable.predictionId}
          options={predictions.map(({ id, scorerLabel }) => ({ value: id, label: scorerLabel }))}
          onChange={(predictionId) => {
            setMap({ predictionId });
          }}
        />
      )}
      {colourable.takesRange && <RangeFields survey={survey} />}
    </>
  );
}
