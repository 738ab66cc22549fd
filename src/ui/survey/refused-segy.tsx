import { useState, type ReactNode } from "react";
import type { Fault } from "../../services/contract.ts";
import { setReading, type Incoming } from "../state/incoming.ts";
import { formats } from "./sample-formats.ts";

const formatCodeByte = 3224;
const headerCodes = new Set(["segy-no-samples", "segy-samples-impossible", "segy-traces-misaligned"]);

/** Whether a file was refused for what its headers say of it: a person may know better. */
export const isAboutHeaders = ({ code, place }: Fault): boolean =>
  headerCodes.has(code) || place?.byteOffset === formatCodeByte;

/** How a refused SEG-Y is to be read, where its headers are wrong. */
export function RefusedSegy({
  incoming,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly disabled: boolean;
}): ReactNode {
  const { location, reading } = incoming;
  const [samples, setSamples] = useState(reading.samplesPerTrace?.toString() ?? "");
  const commit = (): void => {
    const samplesPerTrace = Math.floor(Number(samples));
    if (samplesPerTrace >= 1 && samplesPerTrace !== reading.samplesPerTrace)
      void setReading(location, { ...reading, samplesPerTrace });
  };
  return (
    <div className="form-row">
      <span className="dim">If its headers are wrong, say how it is to be read:</span>
      <label className="field">
        sample format
        <select
          disabled={disabled}
          value={reading.formatCode ?? ""}
          onChange={(event) => {
            const code = formats.find(({ code: own }) => own === Number(event.target.value))?.code;
            if (code) void setReading(location, { ...reading, formatCode: code });
          }}
        >
          <option value="">as the file says</option>
          {formats.map(({ code, name }) => (
            <option key={code} value={code}>
              {name} ({code})
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        samples a trace
        <input
          type="number"
          min={1}
          placeholder="as it says"
          disabled={disabled}
          value={samples}
          onChange={(event) => {
            setSamples(event.target.value);
          }}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
          }}
        />
      </label>
      {Object.keys(reading).length > 0 && (
        <button
          type="button"
          className="button quiet"
          disabled={disabled}
          onClick={() => {
            setSamples("");
            void setReading(location, {});
          }}
        >
          As the file says
        </button>
      )}
    </div>
  );
}
