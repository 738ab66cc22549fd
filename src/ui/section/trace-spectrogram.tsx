import type { Data, Layout } from "plotly.js";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { axisTitles, frequencyUnits } from "../../quantities/units.ts";
import type { Fault } from "../../services/contract.ts";
import type { TraceSpectrogram as Spectrogram, TraceView } from "../../services/section-contract.ts";
import { confidenceColour } from "../../services/section-palettes.ts";
import { csvInPieces } from "../plots/csv-in-pieces.ts";
import { Plot } from "../plots/plot.tsx";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import type { Sections } from "./sections-client.ts";
import { decibels, decibelsShown } from "./spectrogram-decibels.ts";
import type { PickedPlace } from "./trace-inspector.tsx";

/** Lengths to choose from, in samples. */
const lengths = [16, 32, 64, 128] as const;

/** Cividis, as in section.css: even in lightness, the same to all kinds of colour vision. */
const scale = [0, 0.25, 0.5, 0.75, 1].map((share): [number, string] => [
  share,
  // With commas: Plotly knows no other way of writing it.
  `rgb(${confidenceColour(share).join(",")})`,
]);

/** A length in the vertical unit, without noise of the last digit. */
const inUnit = (length: number): string => String(Number(length.toPrecision(6)));

/** Power of the trace over time and frequency, time down as on the section. */
export function TraceSpectrogram({
  sections,
  place,
  trace,
}: {
  readonly sections: Sections;
  readonly place: PickedPlace;
  readonly trace: TraceView;
}): ReactNode {
  const [samples, setSamples] = useState<number>(64);
  const [found, setFound] = useState<Spectrogram>();
  const [fault, setFault] = useState<Fault>();
  const { sectionKey } = place;
  const { column, intervalMs } = trace;
  useEffect(() => {
    let current = true;
    valueOf(sections.spectrogram(sectionKey, column, samples * intervalMs))
      .then((answer) => {
        if (!current) return;
        setFound(answer);
        setFault(undefined);
      })
      .catch((error: unknown) => {
        const failure = faultIn(error);
        if (current && failure.kind !== "cancelled") setFault(failure);
      });
    return () => {
      current = false;
    };
  }, [sections, sectionKey, column, samples, intervalMs]);
  const unit = trace.verticalUnit;
  const chart = useMemo(() => found && chartOf(found, trace), [found, trace]);
  if (fault) return <FaultNote fault={fault} />;
  if (!found || !chart) return <p className="dim">Transforming …</p>;
  const words = `Hann windows of ${inUnit(found.windowMs)} ${unit}, one every ${inUnit(found.hopMs)} ${unit}`;
  return (
    <div className="trace-spectrogram">
      <label className="field">
        window
        <select
          aria-label="Window of the spectrogram"
          value={samples}
          onChange={(event) => {
            setSamples(Number(event.target.value));
          }}
        >
          {lengths.map((length) => (
            <option key={length} value={length}>
              {`${inUnit(length * intervalMs)} ${unit}`}
            </option>
          ))}
        </select>
      </label>
      {found.density.length === 0 || !chart.hasNumbers ? (
        <p className="faint">Nothing to show: the trace holds no energy, or no window without gaps.</p>
      ) : (
        <>
          <Plot
            title="Power over time"
            csvName={`spectrogram-${place.survey}-inline-${trace.inline}-crossline-${trace.crossline}`}
            data={chart.data}
            layout={chart.layout}
            height={300}
            madeFrom={`${place.survey}, inline ${trace.inline}, crossline ${trace.crossline} · ${words} · power spectral density in dB relative to its largest value`}
            csv={() => spectrogramCsv(found, trace)}
            forPicture={({ data, layout }) => ({
              data: data.map((one) => ({ ...one, showscale: true })),
              layout: { ...layout, margin: { ...layout.margin, r: 52 } },
            })}
          />
          <p className="decibel-scale">
            <span>{`\u2212${decibelsShown}`}</span>
            <span className="bar" aria-hidden />
            <span>0 dB</span>
          </p>
          <p className="faint">
            {`${words}, wholly within the trace. Power spectral density relative to its largest value; what is weaker than \u2212${decibelsShown} dB has the darkest colour.`}
          </p>
        </>
      )}
    </div>
  );
}

function chartOf(
  found: Spectrogram,
  { verticalUnit, delayMs, intervalMs, samples }: TraceView,
): { readonly data: Data[]; readonly layout: Partial<Layout>; readonly hasNumbers: boolean } {
  const { density, frequency, centreMs } = found;
  const bins = frequency.length;
  const levels = decibels(density);
  const frequencyUnit = frequencyUnits[verticalUnit];
  return {
    hasNumbers: levels.some(Number.isFinite),
    data: [
      {
        type: "heatmap",
        x: Array.from(frequency),
        y: Array.from(centreMs),
        z: Array.from(centreMs, (_, s) =>
          Array.from(levels.subarray(s * bins, (s + 1) * bins), (level) =>
            Number.isNaN(level) ? null : Math.max(-decibelsShown, level),
          ),
        ),
        zmin: -decibelsShown,
        zmax: 0,
        colorscale: scale,
        // Drawing Plotly's own takes as long as the rest of the chart: the page shows it beside, a picture has it within.
        showscale: false,
        hovertemplate: `%{y} ${verticalUnit}, %{x:.3~g} ${frequencyUnit}: %{z:.1f} dB<extra></extra>`,
        colorbar: {
          thickness: 8,
          outlinewidth: 0,
          xpad: 4,
          ypad: 0,
          title: { text: "dB", font: { size: 11.5 } },
        },
      },
    ],
    layout: {
      hovermode: "closest",
      margin: { l: 50, r: 12, t: 6, b: 36 },
      xaxis: {
        title: { text: `${verticalUnit === "ms" ? "frequency" : "spatial frequency"} (${frequencyUnit})` },
        zeroline: false,
      },
      yaxis: {
        title: { text: axisTitles[verticalUnit] },
        range: [delayMs + (samples.length - 1) * intervalMs, delayMs],
        zeroline: false,
      },
    },
  };
}

/** Every value, those that are too weak for a colour too. */
function spectrogramCsv(found: Spectrogram, { verticalUnit }: TraceView): Promise<string> {
  const { density, frequency, centreMs } = found;
  const bins = frequency.length;
  const levels = decibels(density);
  const frequencyUnit = frequencyUnits[verticalUnit];
  return csvInPieces(
    [
      `middle of the window (${verticalUnit})`,
      `frequency (${frequencyUnit})`,
      `power spectral density (amplitude² per ${frequencyUnit})`,
      "dB relative to the largest",
    ],
    density.length,
    (i) => [centreMs[Math.floor(i / bins)]!, frequency[i % bins]!, density[i]!, levels[i]!],
  );
}
