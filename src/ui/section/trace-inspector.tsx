import { Crosshair } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";
import { create } from "zustand";
import type { TraceView } from "../../services/section-contract.ts";
import { select } from "../state/selection.ts";
import type { Sections } from "./sections-client.ts";

// Charts and tables come when a person wants them, not with the section.
const TraceSpectrogram = lazy(async () => ({
  default: (await import("./trace-spectrogram.tsx")).TraceSpectrogram,
}));
const WindowFeatures = lazy(async () => ({
  default: (await import("../features/window-features.tsx")).WindowFeatures,
}));

/** What a person has unfolded; kept from trace to trace. */
const useUnfolded = create<{ readonly spectrogram: boolean; readonly features: boolean }>(() => ({
  spectrogram: false,
  features: false,
}));

/** The place that was clicked, on the section that it was clicked on. */
export interface PickedPlace {
  readonly sectionKey: string;
  readonly survey: string;
  /** Place in the file. */
  readonly traceIndex: number;
  /** In the vertical unit. */
  readonly atMs: number;
}

export interface TraceInspectorProps {
  readonly sections: Sections;
  readonly place: PickedPlace;
  readonly trace: TraceView;
  /** Whether there are features to look up. */
  readonly hasFeatures: boolean;
}

/** More about the trace that was clicked: its spectrogram, and the features of the window there. */
export function TraceInspector({ sections, place, trace, hasFeatures }: TraceInspectorProps): ReactNode {
  const unfolded = useUnfolded();
  const { survey, traceIndex, atMs } = place;
  const part = (name: "spectrogram" | "features", title: string, content: () => ReactNode): ReactNode => (
    <details
      className="trace-part"
      open={unfolded[name]}
      onToggle={(event) => {
        useUnfolded.setState({ [name]: event.currentTarget.open });
      }}
    >
      <summary>{title}</summary>
      {unfolded[name] && <Suspense fallback={<p className="dim">Loading …</p>}>{content()}</Suspense>}
    </details>
  );
  return (
    <>
      <button
        type="button"
        className="button"
        title="Marks its windows in the plots of features, and its place on the map"
        onClick={() => {
          select({
            source: "a click on the section",
            parts: [{ survey, traceIndex: Int32Array.of(traceIndex) }],
          });
        }}
      >
        <Crosshair size={13} aria-hidden />
        Select this trace
      </button>
      {part("spectrogram", "Spectrogram", () => (
        <TraceSpectrogram sections={sections} place={place} trace={trace} />
      ))}
      {part("features", "Features of the window", () =>
        hasFeatures ? (
          <WindowFeatures request={{ survey, traceIndex, atMs }} />
        ) : (
          <p className="faint">There are no features yet: compute them on the Features page.</p>
        ),
      )}
    </>
  );
}
