import { useState, type ReactNode } from "react";

/** A number that counts once it is left or Enter is pressed; while it is typed nothing is read anew. */
export function NumberField({
  label,
  title,
  value,
  unit,
  min,
  max,
  step,
  disabled,
  onCommit,
}: {
  readonly label: string;
  readonly title?: string;
  readonly value: number;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | "any";
  readonly disabled?: boolean;
  readonly onCommit: (value: number) => void;
}): ReactNode {
  const [text, setText] = useState<string | undefined>();
  const commit = (): void => {
    const typed = Number(text);
    if (text !== undefined && text.trim() !== "" && Number.isFinite(typed) && typed !== value)
      onCommit(typed);
    setText(undefined);
  };
  return (
    <>
      <input
        type="number"
        aria-label={label}
        title={title}
        min={min}
        max={max}
        step={step ?? 1}
        disabled={disabled}
        value={text ?? String(value)}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
        }}
      />
      {unit && <span className="faint"> {unit}</span>}
    </>
  );
}
