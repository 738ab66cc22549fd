import { TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import { sampleFormats, type SegyReading } from "../../pipeline/segy/contract.ts";
import type { Inspection } from "../../services/contract.ts";
import { setReading, type Incoming } from "../state/incoming.ts";
import { count, many, range } from "../shared/words.ts";

/** Byte positions that surveys commonly use for inline and crossline, first the standard's. */
const commonLineBytes = [
  { inline: 189, crossline: 193, name: "189 · 193 (standard)" },
  { inline: 9, crossline: 21, name: "9 · 21" },
  { inline: 5, crossline: 21, name: "5 · 21" },
  { inline: 221, crossline: 225, name: "221 · 225" },
  { inline: 17, crossline: 13, name: "17 · 13" },
] as const;

/** A number that counts once it is left or Enter is pressed; while it is typed nothing is read anew. */
function NumberField({
  label,
  value,
  unit,
  min,
  max,
  step,
  disabled,
  onCommit,
}: {
  readonly label: string;
  readonly value: number;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly disabled: boolean;
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

/** What was understood of the file; every value can be changed before anything runs. */
export function SegyMapping({
  incoming,
  inspection,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly inspection?: Extract<Inspection, { kind: "segy" }>;
  readonly disabled: boolean;
}): ReactNode {
  const { reading, location } = incoming;
  const set = (update: SegyReading): void => void setReading(location, { ...reading, ...update });
  const changed = Object.keys(reading).length > 0;
  const reset = changed && (
    <button
      type="button"
      className="button quiet"
      disabled={disabled}
      onClick={() => void setReading(location, {})}
    >
      As the file says
    </button>
  );
  if (!inspection) return <p>{reset}</p>;
  const { layout, geometry, warnings, partial } = inspection;
  const intervalMs = layout.intervalMicroseconds / 1000;
  const lastMs = layout.delayMs + (layout.samplesPerTrace - 1) * intervalMs;
  const lineBytes = { inline: geometry.inlineByte, crossline: geometry.crosslineByte };
  const text = layout.text.lines.filter((line) => line.replace(/^C\s*\d+/, "").trim() !== "");
  return (
    <div className="mapping">
      <dl>
        <dt>Revision, byte order</dt>
        <dd>
          {layout.revision.toFixed(1)} · {layout.byteOrder}-endian · text {layout.text.encoding.toUpperCase()}
        </dd>
        <dt>Sample format</dt>
        <dd>
          <select
            aria-label="Sample format"
            disabled={disabled}
            value={layout.format.code}
            onChange={(event) => {
              const code = sampleFormats.find(({ code: own }) => own === Number(event.target.value))?.code;
              if (code) set({ formatCode: code });
            }}
          >
            {sampleFormats.map(({ code, name }) => (
              <option key={code} value={code}>
                {name} ({code})
              </option>
            ))}
          </select>
        </dd>
        <dt>Samples a trace</dt>
        <dd>
          <NumberField
            label="Samples a trace"
            min={1}
            value={layout.samplesPerTrace}
            disabled={disabled}
            onCommit={(samplesPerTrace) => {
              set({ samplesPerTrace });
            }}
          />
        </dd>
        <dt>Sample interval</dt>
        <dd>
          <NumberField
            label="Sample interval"
            unit="ms"
            min={0.001}
            step={0.5}
            value={intervalMs}
            disabled={disabled}
            onCommit={(value) => {
              set({ intervalMicroseconds: Math.round(value * 1000) });
            }}
          />
        </dd>
        <dt>First sample</dt>
        <dd>
          <NumberField
            label="First sample"
            unit={`ms, last ${count(lastMs)} ms`}
            value={layout.delayMs}
            disabled={disabled}
            onCommit={(delayMs) => {
              set({ delayMs });
            }}
          />
        </dd>
        <dt>Inline · crossline bytes</dt>
        <dd>
          <NumberField
            label="Inline byte"
            min={1}
            max={237}
            value={lineBytes.inline}
            disabled={disabled}
            onCommit={(inline) => {
              set({ lineBytes: { ...lineBytes, inline } });
            }}
          />{" "}
          <NumberField
            label="Crossline byte"
            min={1}
            max={237}
            value={lineBytes.crossline}
            disabled={disabled}
            onCommit={(crossline) => {
              set({ lineBytes: { ...lineBytes, crossline } });
            }}
          />{" "}
          <select
            aria-label="Common byte positions"
            disabled={disabled}
            value=""
            onChange={(event) => {
              const chosen = commonLineBytes.find(({ name }) => name === event.target.value);
              if (chosen) set({ lineBytes: { inline: chosen.inline, crossline: chosen.crossline } });
            }}
          >
            <option value="">common …</option>
            {commonLineBytes.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </dd>
        <dt>Lines found</dt>
        <dd>
          {geometry.kind === "3d" || geometry.kind === "prestack"
            ? `inline ${range(geometry.inlines)} · crossline ${range(geometry.crosslines)}`
            : "no line numbers at these bytes"}
          <span className="dim">
            {" "}
            · {many(layout.traces, "trace")}
            {partial ? ", seen in places" : ""}
            {!partial && geometry.missingBins > 0 ? ` · ${count(geometry.missingBins)} bins without one` : ""}
            {!partial && geometry.duplicateBins > 0 ? ` · ${count(geometry.duplicateBins)} twice` : ""}
          </span>
        </dd>
      </dl>
      {inspection.known === "other-size" && (
        <p className="warn">
          <TriangleAlert size={13} aria-hidden /> Another file of this name is in the workspace already:
          rename one of them.
        </p>
      )}
      {warnings.length > 0 && (
        <ul className="warnings">
          {warnings.map(({ code, message, byteOffset }) => (
            <li key={code}>
              <TriangleAlert size={13} aria-hidden /> {message}
              {byteOffset !== undefined && <span className="dim"> (byte {count(byteOffset)})</span>}
            </li>
          ))}
        </ul>
      )}
      <div className="mapping-foot">
        {reset}
        <details>
          <summary>Text header</summary>
          <pre>{text.join("\n") || "It is blank."}</pre>
        </details>
      </div>
    </div>
  );
}
