import { useState, type ReactNode } from "react";
import type { FormatCandidate, SegyReading } from "../../pipeline/segy/contract.ts";
import type { Inspection } from "../../services/contract.ts";
import { setReading, type Incoming } from "../state/incoming.ts";
import { percent } from "../shared/words.ts";
import { FirstLook } from "./first-look.tsx";
import { formats } from "./sample-formats.ts";

const orders = { big: "big-endian", little: "little-endian", pairwise: "pairwise swapped" } as const;

const wordsOf = ({ byteOrder, formatCode }: Pick<FormatCandidate, "byteOrder" | "formatCode">): string =>
  `${formats.find(({ code }) => code === formatCode)?.name ?? formatCode}, ${orders[byteOrder]}`;

/** The first line as the file is read now, and beside it as another format or byte order would have it. */
export function CompareReadings({
  incoming,
  inspection,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly inspection: Extract<Inspection, { kind: "segy" }>;
  readonly disabled: boolean;
}): ReactNode {
  const { location, reading } = incoming;
  const { layout, evidence } = inspection;
  const [key, setKey] = useState("");
  const keyOf = ({ byteOrder, formatCode }: FormatCandidate): string => `${byteOrder} ${formatCode}`;
  const now = { byteOrder: layout.byteOrder, formatCode: layout.format.code };
  const isNow = (one: FormatCandidate): boolean =>
    one.byteOrder === now.byteOrder && one.formatCode === now.formatCode;
  const others = evidence.format.candidates.filter((one) => !isNow(one));
  const own = evidence.format.candidates.find(isNow);
  const other = others.find((one) => keyOf(one) === key);
  const otherReading: SegyReading | undefined = other && {
    ...reading,
    // What is as it was needs no saying: a profile would say it of every file.
    ...(other.byteOrder === now.byteOrder ? {} : { byteOrder: other.byteOrder }),
    formatCode: other.formatCode,
  };
  return (
    <div className="compare-readings">
      <div className="compare-sides">
        <div className="compare-side">
          <FirstLook location={location} reading={reading} />
          <p className="dim">
            {wordsOf(now)}
            {own ? ` · ${percent(own.score)}` : ""}
          </p>
        </div>
        {other && otherReading && (
          <div className="compare-side">
            <FirstLook location={location} reading={otherReading} viewer={`${location} otherwise`} />
            <p className="dim">
              {wordsOf(other)} · {percent(other.score)}{" "}
              <button
                type="button"
                className="button"
                disabled={disabled}
                onClick={() => {
                  setKey("");
                  void setReading(location, otherReading);
                }}
              >
                Read it so
              </button>
            </p>
          </div>
        )}
      </div>
      <label className="field">
        beside it
        <select
          aria-label="Compare with another format"
          value={other ? key : ""}
          disabled={others.length === 0}
          onChange={(event) => {
            setKey(event.target.value);
          }}
        >
          <option value="">{others.length === 0 ? "no other format fits the file" : "nothing"}</option>
          {others.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {wordsOf(one)}: {percent(one.score)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
