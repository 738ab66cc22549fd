import type { ReactNode } from "react";

/** A control that can be off. */
export function Switch({
  label,
  title,
  isOn,
  onSwitch,
  children,
}: {
  readonly label: string;
  readonly title: string;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="group">
      <label className="field" title={title}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            onSwitch(event.target.checked);
          }}
        />
        {label}
      </label>
      {isOn && children}
    </div>
  );
}
