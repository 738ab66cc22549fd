import type { ReactNode } from "react";
import { amplitudeLabel, numberLabel } from "./axis-ticks.ts";
import { useCursor } from "./cursor-store.ts";
import { windowLines } from "./section-canvas.tsx";
import type { ScenePoint } from "./section-scene.ts";

/** Beside the cursor: the place, and what is known of it; follows the worker's answers, not only the pointer. */
function CursorTip({ point }: { readonly point: ScenePoint }): ReactNode {
  const { inline, crossline, timeMs, verticalUnit, probe } = useCursor();
  return (
    <>
      <div>{`IL ${inline} · XL ${crossline} · ${numberLabel(timeMs)} ${verticalUnit}`}</div>
      {probe && (
        <div>
          {`amplitude ${amplitudeLabel(probe.amplitude)}${probe.displayed === undefined ? "" : ` → ${amplitudeLabel(probe.displayed)}`}${probe.label === undefined ? "" : ` · ${probe.label}`}`}
        </div>
      )}
      {probe?.prediction !== undefined && (
        <div>{`predicted ${probe.prediction} ${(probe.confidence ?? NaN).toFixed(2)}`}</div>
      )}
      {windowLines(point, verticalUnit).map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

export const cursorTip = (point: ScenePoint): ReactNode => <CursorTip point={point} />;
