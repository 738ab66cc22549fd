import type { ReactNode } from "react";
import type { SegyReading } from "../../pipeline/segy/contract.ts";
import type { Inspection } from "../../services/contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { RankedChoice } from "./ranked-choice.tsx";

const encodings = ["ebcdic", "ascii"] as const;
const lastByte = 237;

/** Where coordinates, CDP and offset are, how coordinates are scaled and the text is written: as found, ranked, and to be said. */
export function PositionRows({
  inspection,
  disabled,
  set,
}: {
  readonly inspection: Extract<Inspection, { kind: "segy" }>;
  readonly disabled: boolean;
  readonly set: (update: SegyReading) => void;
}): ReactNode {
  const { layout, evidence } = inspection;
  const { coordinateBytes, coordinateScalar, cdpByte, offsetByte } = layout;
  const bytes = coordinateBytes ?? { x: 181, y: 185 };
  const byteField = (label: string, value: number, onCommit: (byte: number) => void): ReactNode => (
    <NumberField label={label} min={1} max={lastByte} value={value} disabled={disabled} onCommit={onCommit} />
  );
  return (
    <>
      <dt>CDP X · Y bytes</dt>
      <dd>
        {byteField("CDP X byte", bytes.x, (x) => {
          set({ coordinateBytes: { ...bytes, x } });
        })}{" "}
        {byteField("CDP Y byte", bytes.y, (y) => {
          set({ coordinateBytes: { ...bytes, y } });
        })}{" "}
        <RankedChoice
          label="Coordinate bytes, ranked by what they explain"
          candidates={evidence.coordinateBytes?.candidates ?? []}
          words={({ x, y }) => `${x} · ${y}`}
          disabled={disabled}
          onChoose={(chosen) => {
            set({ coordinateBytes: chosen });
          }}
        />
      </dd>
      <dt>Coordinate scalar</dt>
      <dd>
        <NumberField
          label="Coordinate scalar"
          value={coordinateScalar}
          disabled={disabled}
          onCommit={(scalar) => {
            set({ coordinateScalar: scalar });
          }}
        />{" "}
        <RankedChoice
          label="Coordinate scalars, ranked by the distances they give"
          candidates={evidence.coordinateScalar.candidates}
          words={String}
          disabled={disabled}
          onChoose={(scalar) => {
            set({ coordinateScalar: scalar === 0 ? 1 : scalar });
          }}
        />
      </dd>
      <dt>CDP byte</dt>
      <dd>
        {byteField("CDP byte", cdpByte, (byte) => {
          set({ cdpByte: byte });
        })}{" "}
        <RankedChoice
          label="CDP bytes, ranked by what they explain"
          candidates={evidence.cdpByte.candidates}
          words={String}
          disabled={disabled}
          onChoose={(byte) => {
            set({ cdpByte: byte });
          }}
        />
      </dd>
      <dt>Offset byte</dt>
      <dd>
        {byteField("Offset byte", offsetByte, (byte) => {
          set({ offsetByte: byte });
        })}{" "}
        <RankedChoice
          label="Offset bytes, ranked by what they explain"
          candidates={evidence.offsetByte.candidates}
          words={String}
          disabled={disabled}
          onChoose={(byte) => {
            set({ offsetByte: byte });
          }}
        />
      </dd>
      {layout.container !== "su" && (
        <>
          <dt>Text header</dt>
          <dd>
            <select
              aria-label="Text encoding"
              disabled={disabled}
              value={layout.text.encoding}
              onChange={(event) => {
                const textEncoding = encodings.find((encoding) => encoding === event.target.value);
                if (textEncoding) set({ textEncoding });
              }}
            >
              {encodings.map((encoding) => (
                <option key={encoding} value={encoding}>
                  {encoding.toUpperCase()}
                </option>
              ))}
            </select>
          </dd>
        </>
      )}
    </>
  );
}
