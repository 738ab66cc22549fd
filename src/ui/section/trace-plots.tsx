import type { ReactNode } from "react";
import { axisTitles, frequencyUnits } from "../../quantities/units.ts";
import type { TraceView } from "../../services/section-contract.ts";
import { amplitudeLabel, ticksIn } from "./axis-ticks.ts";

const left = 50;
const right = 12;

interface PlotProps {
  readonly trace: TraceView;
  /** In CSS pixels. */
  readonly width: number;
}

/** Samples against time: time down, as on the section. */
export function TracePlot({ trace, width }: PlotProps): ReactNode {
  const plotWidth = width - left - right;
  const { samples, intervalMs, delayMs } = trace;
  const [top, plotHeight] = [26, 250];
  let largest = 0;
  for (const value of samples) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  const scale = largest > 0 ? plotWidth / 2 / largest : 0;
  const middle = left + plotWidth / 2;
  const endMs = delayMs + (samples.length - 1) * intervalMs;
  const down = (timeMs: number): number =>
    top + ((timeMs - delayMs) / Math.max(intervalMs, endMs - delayMs)) * plotHeight;
  // Broken where a sample is no number.
  let path = "";
  let pen = "M";
  samples.forEach((value, k) => {
    if (!Number.isFinite(value)) {
      pen = "M";
      return;
    }
    path += `${pen}${(middle + value * scale).toFixed(1)} ${down(delayMs + k * intervalMs).toFixed(1)}`;
    pen = "L";
  });
  return (
    <svg
      className="trace-plot"
      width={width}
      height={top + plotHeight + 8}
      role="img"
      aria-label="Samples of the trace"
    >
      {ticksIn(delayMs, endMs, 6).map(({ at, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={left + plotWidth} y1={down(at)} y2={down(at)} />
          <text x={left - 5} y={down(at) + 3.5} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      <line className="grid strong" x1={middle} x2={middle} y1={top} y2={top + plotHeight} />
      {largest > 0 &&
        [-1, 0, 1].map((end) => (
          <text
            key={end}
            x={middle + (end * plotWidth) / 2}
            y={top - 5}
            textAnchor={end < 0 ? "start" : end > 0 ? "end" : "middle"}
          >
            {amplitudeLabel(end * largest)}
          </text>
        ))}
      <text x={middle} y={10} textAnchor="middle">
        amplitude
      </text>
      <text transform={`translate(10 ${top + plotHeight / 2}) rotate(-90)`} textAnchor="middle">
        {axisTitles[trace.verticalUnit]}
      </text>
      <path className="curve" d={path} />
    </svg>
  );
}

/** 31.2, and 0.0125 where a metre or foot holds little of a cycle. */
const frequencyLabel = (frequency: number): string =>
  frequency < 1 ? frequency.toPrecision(3) : frequency.toFixed(1);

/** Amplitude against frequency, up to the Nyquist frequency. */
export function SpectrumPlot({ trace, width }: PlotProps): ReactNode {
  const plotWidth = width - left - right;
  const { spectrum } = trace;
  if (!spectrum) return <p className="faint">No spectrum: the trace holds values that are no numbers.</p>;
  const [top, plotHeight] = [10, 96];
  const { frequency: frequencies, amplitude } = spectrum;
  const nyquist = frequencies.at(-1) ?? 1;
  let largest = 0;
  let peak = 0;
  amplitude.forEach((value, bin) => {
    if (value > largest) {
      largest = value;
      peak = bin;
    }
  });
  const across = (frequency: number): number => left + (frequency / nyquist) * plotWidth;
  const up = (value: number): number => top + plotHeight - (largest > 0 ? value / largest : 0) * plotHeight;
  const path = Array.from(
    amplitude,
    (value, bin) => `${bin === 0 ? "M" : "L"}${across(frequencies[bin]!).toFixed(1)} ${up(value).toFixed(1)}`,
  ).join("");
  return (
    <svg
      className="trace-plot"
      width={width}
      height={top + plotHeight + 30}
      role="img"
      aria-label="Amplitude spectrum of the trace"
    >
      {ticksIn(0, nyquist, 5).map(({ at, label }) => (
        <g key={label}>
          <line className="grid" x1={across(at)} x2={across(at)} y1={top} y2={top + plotHeight} />
          <text x={across(at)} y={top + plotHeight + 13} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      {largest > 0 &&
        ticksIn(0, largest, 3).map(({ at }) => (
          <text key={at} x={left - 5} y={up(at) + 3.5} textAnchor="end">
            {amplitudeLabel(at)}
          </text>
        ))}
      <line
        className="grid strong"
        x1={left}
        x2={left + plotWidth}
        y1={top + plotHeight}
        y2={top + plotHeight}
      />
      {largest > 0 && (
        <>
          <line
            className="peak"
            x1={across(frequencies[peak]!)}
            x2={across(frequencies[peak]!)}
            y1={top}
            y2={top + plotHeight}
          />
          <text x={left + plotWidth} y={top + 6} textAnchor="end">
            {`peak ${frequencyLabel(frequencies[peak]!)} ${frequencyUnits[trace.verticalUnit]}`}
          </text>
        </>
      )}
      <path className="curve" d={path} />
      <text x={left + plotWidth / 2} y={top + plotHeight + 27} textAnchor="middle">
        {trace.verticalUnit === "ms" ? "frequency" : "spatial frequency"} (
        {frequencyUnits[trace.verticalUnit]})
      </text>
      <text transform={`translate(8 ${top + plotHeight / 2}) rotate(-90)`} textAnchor="middle">
        amplitude
      </text>
    </svg>
  );
}
