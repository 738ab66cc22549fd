import { useState, type ReactNode } from "react";
import type { ScanProgress } from "../../services/scan-contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { range } from "../shared/words.ts";
import { lookAtLine, type FileScan } from "../state/scans.ts";

/** Chooses the line that the first look shows, of those that were found so far. */
export function LineLook({
  location,
  scan,
  progress,
}: {
  readonly location: string;
  readonly scan: FileScan;
  readonly progress: ScanProgress;
}): ReactNode {
  const [axis, setAxis] = useState<"inline" | "crossline">("inline");
  const shown = scan.line?.line;
  const within = axis === "inline" ? progress.inlines : progress.crosslines;
  if (!within || !progress.inlines || !progress.crosslines) return null;
  // Of one line there is nothing to choose.
  if (progress.inlines.min === progress.inlines.max || progress.crosslines.min === progress.crosslines.max)
    return null;
  const show = (along: "inline" | "crossline", number: number): void =>
    void lookAtLine(location, { axis: along, number });
  return (
    <div className="line-look" role="group" aria-label={`Line of ${location} to look at`}>
      <span className="dim">Look at</span>
      <Segmented
        label="Along"
        value={axis}
        choices={[
          { value: "inline", label: "Inline" },
          { value: "crossline", label: "Crossline" },
        ]}
        onChange={(along) => {
          setAxis(along);
          const ends = along === "inline" ? progress.inlines : progress.crosslines;
          if (ends) show(along, Math.round((ends.min + ends.max) / 2));
        }}
      />
      <NumberField
        label={axis === "inline" ? "Inline to look at" : "Crossline to look at"}
        unit={`of ${range(within)}`}
        min={within.min}
        max={within.max}
        value={shown?.axis === axis ? shown.number : within.min}
        onCommit={(number) => {
          show(axis, number);
        }}
      />
    </div>
  );
}
