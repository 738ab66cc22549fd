import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { LineBytes, LineCandidate, SegyReading } from "../../pipeline/segy/contract.ts";
import type { Inspection } from "../../services/contract.ts";
import { setReading, type Incoming } from "../state/incoming.ts";
import { NumberField } from "../shared/number-field.tsx";
import { count, many, range } from "../shared/words.ts";
import { PositionRows } from "./position-rows.tsx";
import { RankedChoice } from "./ranked-choice.tsx";
import { ReadingProfiles } from "./reading-profiles.tsx";
import { SegyUnits } from "./segy-units.tsx";
import { formats } from "./sample-formats.ts";

const byteOrders = [
  { value: "big", name: "big-endian" },
  { value: "little", name: "little-endian" },
  { value: "pairwise", name: "pairwise swapped" },
] as const;

/** Where line numbers would be, and how many lines that makes. */
function lineWords({ inline, crossline }: LineBytes, candidates: readonly LineCandidate[]): string {
  const found = candidates.find((one) => one.inline === inline && one.crossline === crossline);
  const lines = found ? `, ${count(found.inlines.count)} × ${count(found.crosslines.count)} lines` : "";
  return `${inline} · ${crossline}${lines}`;
}

/** What was understood of the file; every value can be changed before anything runs. */
export function SegyMapping({
  incoming,
  inspection,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly inspection: Extract<Inspection, { kind: "segy" }>;
  readonly disabled: boolean;
}): ReactNode {
  const { reading, location, profile } = incoming;
  const set = (update: SegyReading): void => void setReading(location, { ...reading, ...update }, profile);
  const changed = Object.keys(reading).length > 0;
  const reset = changed && (
    <button
      type="button"
      className="button"
      disabled={disabled}
      onClick={() => void setReading(location, {})}
    >
      As the file says
    </button>
  );
  const { layout, geometry, warnings, partial, candidates } = inspection;
  const intervalMs = layout.intervalMicroseconds / 1000;
  const lastMs = layout.delayMs + (layout.samplesPerTrace - 1) * intervalMs;
  const lineBytes = { inline: geometry.inlineByte, crossline: geometry.crosslineByte };
  return (
    <div className="mapping">
      <ReadingProfiles incoming={incoming} inspection={inspection} disabled={disabled} />
      <dl>
        <dt>Revision, byte order</dt>
        <dd>
          {layout.container === "su" ? "Seismic Unix" : layout.revision.toFixed(1)} ·{" "}
          <select
            aria-label="Byte order"
            disabled={disabled}
            value={layout.byteOrder}
            onChange={(event) => {
              const byteOrder = byteOrders.find(({ value }) => value === event.target.value)?.value;
              if (byteOrder) set({ byteOrder });
            }}
          >
            {byteOrders.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </dd>
        <dt>Sample format</dt>
        <dd>
          <select
            aria-label="Sample format"
            disabled={disabled}
            value={layout.format.code}
            onChange={(event) => {
              const code = formats.find(({ code: own }) => own === Number(event.target.value))?.code;
              if (code) set({ formatCode: code });
            }}
          >
            {formats.map(({ code, name }) => (
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
        <SegyUnits layout={layout} reading={reading} disabled={disabled} onChange={set} />
        <dt>Sample interval</dt>
        <dd>
          <NumberField
            label="Sample interval"
            unit={layout.verticalUnit}
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
            unit={`${layout.verticalUnit}, last ${count(lastMs)} ${layout.verticalUnit}`}
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
          <RankedChoice
            label="Line bytes, ranked by what they explain"
            candidates={inspection.evidence.lineBytes.candidates}
            words={(bytes) => lineWords(bytes, candidates)}
            disabled={disabled}
            onChoose={(chosen) => {
              set({ lineBytes: chosen });
            }}
          />
        </dd>
        <PositionRows inspection={inspection} disabled={disabled} set={set} />
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
      {reset}
    </div>
  );
}
