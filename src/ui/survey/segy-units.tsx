import { useState, type ReactNode } from "react";
import type { SegyLayout, SegyReading } from "../../pipeline/segy/contract.ts";

const verticals = [
  { value: "ms", name: "time (ms)" },
  { value: "m", name: "depth (m)" },
  { value: "ft", name: "depth (ft)" },
] as const;
const horizontals = [
  { value: "m", name: "metres" },
  { value: "ft", name: "feet" },
] as const;
const polarities = [
  { value: "seg-normal", name: "SEG normal" },
  { value: "seg-reverse", name: "SEG reverse" },
] as const;

interface Choice<Value extends string> {
  readonly value: Value;
  readonly name: string;
}

function Choose<Value extends string>({
  label,
  choices,
  value,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: Value) => void;
}): ReactNode {
  return (
    <select
      aria-label={label}
      disabled={disabled}
      value={value ?? ""}
      onChange={(event) => {
        const chosen = choices.find((choice) => choice.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {value === undefined && <option value="">not said</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.name}
        </option>
      ))}
    </select>
  );
}

/** Counts once it is left or Enter is pressed. */
function SystemName({
  value,
  disabled,
  onCommit,
}: {
  readonly value: string;
  readonly disabled: boolean;
  readonly onCommit: (name: string) => void;
}): ReactNode {
  const [text, setText] = useState<string | undefined>();
  const commit = (): void => {
    const name = text?.trim();
    if (name && name !== value) onCommit(name);
    setText(undefined);
  };
  return (
    <input
      type="text"
      className="system-name"
      aria-label="Coordinate reference system"
      placeholder="coordinate system, as text"
      maxLength={120}
      disabled={disabled}
      value={text ?? value}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

/** What the numbers mean: time or depth, the unit and system of X and Y, polarity; with what in the file spoke for each. */
export function SegyUnits({
  layout,
  reading,
  disabled,
  onChange,
}: {
  readonly layout: SegyLayout;
  readonly reading: SegyReading;
  readonly disabled: boolean;
  readonly onChange: (update: SegyReading) => void;
}): ReactNode {
  const because = (field: SegyLayout["evidence"][number]["field"]): ReactNode => {
    if (reading[field] !== undefined) return <span className="faint"> as you said</span>;
    const own = layout.evidence.filter((statement) => statement.field === field);
    return own.length === 0 ? null : (
      <span className="faint reason" title={own.map((statement) => statement.because).join("; ")}>
        {own[0]!.because}
      </span>
    );
  };
  return (
    <>
      <dt>Vertical axis</dt>
      <dd className="with-reason">
        <Choose
          label="Vertical axis"
          choices={verticals}
          value={layout.verticalUnit}
          disabled={disabled}
          onChange={(verticalUnit) => {
            onChange({ verticalUnit });
          }}
        />
        {because("verticalUnit")}
      </dd>
      <dt>X and Y</dt>
      <dd className="with-reason">
        <Choose
          label="Unit of X and Y"
          choices={horizontals}
          value={layout.horizontalUnit}
          disabled={disabled}
          onChange={(horizontalUnit) => {
            onChange({ horizontalUnit });
          }}
        />
        <SystemName
          value={layout.coordinateSystem ?? ""}
          disabled={disabled}
          onCommit={(coordinateSystem) => {
            onChange({ coordinateSystem });
          }}
        />
        {because("coordinateSystem") ?? because("horizontalUnit")}
      </dd>
      <dt>Polarity</dt>
      <dd className="with-reason">
        <Choose
          label="Polarity"
          choices={polarities}
          value={layout.polarity}
          disabled={disabled}
          onChange={(polarity) => {
            onChange({ polarity });
          }}
        />
        <label className="field">
          <input
            type="checkbox"
            checked={layout.reversed ?? false}
            disabled={disabled}
            onChange={(event) => {
              onChange({ reversed: event.target.checked });
            }}
          />
          read reversed
        </label>
        {because("polarity")}
      </dd>
    </>
  );
}
