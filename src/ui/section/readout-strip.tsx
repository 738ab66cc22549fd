import { useEffect, useRef, type ReactNode } from "react";
import type { HorizontalUnit, VerticalUnit } from "../../pipeline/segy/contract.ts";
import type { AmplitudeRange } from "../../pipeline/display/contract.ts";
import type { PaletteName } from "../../services/section-contract.ts";
import { amplitudeLabel, numberLabel } from "./axis-ticks.ts";
import { paintColourBar } from "./colour-bar.ts";
import { useCursor } from "./cursor-store.ts";

function Field({
  name,
  unit,
  width,
  children,
}: {
  readonly name: string;
  readonly unit?: string;
  readonly width: "narrow" | "middle" | "place" | "wide";
  readonly children: string | undefined;
}): ReactNode {
  return (
    <span className={`readout-field ${width}`}>
      <span className="name">{name}</span>
      <span className="value">
        {children ?? "–"}
        {children !== undefined && unit && <span className="unit">{`\u2009${unit}`}</span>}
      </span>
    </span>
  );
}

/** The amplitudes' colours with the numbers at their ends; without colours, how far wiggles swing. */
export function ColourBar({
  palette,
  range,
  unit,
}: {
  readonly palette: PaletteName | undefined;
  readonly range: AmplitudeRange;
  /** Where displayed amplitudes are not in those of the file. */
  readonly unit?: string | undefined;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && palette) paintColourBar(canvas.current, palette);
  }, [palette]);
  return (
    <span
      className="colour-bar"
      role="img"
      aria-label={`${palette ? "Colours" : "Wiggles"} from ${range.low} to ${range.high}, in ${unit ? "multiples of the local rms" : "amplitude units"}`}
    >
      <span>{amplitudeLabel(range.low)}</span>
      {palette ? (
        <span className="bar">
          <canvas ref={canvas} />
        </span>
      ) : (
        <span>swing</span>
      )}
      <span>{amplitudeLabel(range.high)}</span>
      {unit && <span>{unit}</span>}
    </span>
  );
}

export interface ReadoutParts {
  readonly hasCoordinates: boolean;
  readonly verticalUnit: VerticalUnit;
  readonly horizontalUnit?: HorizontalUnit | undefined;
  /** Whether displayed amplitudes are others than those of the file. */
  readonly displayed: boolean;
  readonly labels: boolean;
  readonly predictions: boolean;
}

/** What lies under the cursor, always at the same place. */
export function ReadoutStrip({ parts }: { readonly parts: ReadoutParts }): ReactNode {
  const { point, inline, crossline, x, y, timeMs, probe } = useCursor();
  const { verticalUnit, horizontalUnit } = parts;
  const lengthUnit = horizontalUnit ? { unit: horizontalUnit } : {};
  const shown = point !== undefined;
  return (
    <div className="readout-strip">
      <Field name="Inline" width="narrow">
        {shown ? numberLabel(inline) : undefined}
      </Field>
      <Field name="Crossline" width="narrow">
        {shown ? numberLabel(crossline) : undefined}
      </Field>
      {parts.hasCoordinates && (
        <>
          <Field name="X" {...lengthUnit} width="place">
            {shown ? numberLabel(x) : undefined}
          </Field>
          <Field name="Y" {...lengthUnit} width="place">
            {shown ? numberLabel(y) : undefined}
          </Field>
        </>
      )}
      <Field name={verticalUnit === "ms" ? "TWT" : "Depth"} unit={verticalUnit} width="narrow">
        {shown ? numberLabel(timeMs, Number.isInteger(timeMs) ? 0 : 1) : undefined}
      </Field>
      <Field name="Amplitude" width="middle">
        {shown && probe ? amplitudeLabel(probe.amplitude) : undefined}
      </Field>
      {parts.displayed && (
        <Field name="Displayed" width="middle">
          {shown && probe?.displayed !== undefined ? amplitudeLabel(probe.displayed) : undefined}
        </Field>
      )}
      {parts.labels && (
        <Field name="Label" width="wide">
          {shown ? probe?.label : undefined}
        </Field>
      )}
      {parts.predictions && (
        <>
          <Field name="Predicted" width="wide">
            {shown ? probe?.prediction : undefined}
          </Field>
          <Field name="Confidence" width="narrow">
            {shown && probe?.confidence !== undefined ? probe.confidence.toFixed(2) : undefined}
          </Field>
        </>
      )}
    </div>
  );
}
