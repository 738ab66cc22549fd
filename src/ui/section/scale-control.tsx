import { Lock, LockOpen } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import type { SectionView } from "../../services/section-contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { setDisplay, useDisplay } from "./display-store.ts";
import { exaggerationPerAspect, useViewScale } from "./view-scale.ts";

/** The vertical exaggeration of what is seen, and whether it is held. */
export function ScaleControl({
  section,
  held,
  onHold,
}: {
  readonly section: SectionView;
  /** The aspect that is held. */
  readonly held: number | undefined;
  readonly onHold: (aspect: number | undefined) => void;
}): ReactNode {
  const { velocity } = useDisplay(section.survey);
  const aspect = useViewScale((state) => state.aspect);
  const perAspect = useMemo(() => exaggerationPerAspect(section, velocity), [section, velocity]);
  const isTime = section.verticalUnit === "ms";
  return (
    <div className="group">
      {perAspect === undefined || aspect === undefined ? (
        <span className="field" title="The file holds no coordinates: how far traces are apart is not known">
          VE –
        </span>
      ) : (
        <>
          <label className="field" title="Vertical exaggeration: how much the section is stretched downwards">
            VE
            <NumberField
              label="Vertical exaggeration"
              value={Number((aspect * perAspect).toPrecision(3))}
              min={0}
              step="any"
              onCommit={(exaggeration) => {
                if (exaggeration > 0) onHold(exaggeration / perAspect);
              }}
            />
          </label>
          {isTime && (
            <label className="field" title="Velocity that makes depth of time, for the vertical exaggeration">
              at
              <NumberField
                label="Velocity for the exaggeration"
                value={velocity}
                unit={`${section.horizontalUnit ?? "m"}/s`}
                min={1}
                step={50}
                onCommit={(next) => {
                  if (next > 0) setDisplay(section.survey, { velocity: next });
                }}
              />
            </label>
          )}
        </>
      )}
      <button
        type="button"
        className="button icon"
        aria-pressed={held !== undefined}
        aria-label="Hold the aspect"
        title="Keep traces and samples in proportion while zooming"
        onClick={() => {
          onHold(held === undefined ? aspect : undefined);
        }}
      >
        {held === undefined ? <LockOpen size={14} /> : <Lock size={14} />}
      </button>
    </div>
  );
}
