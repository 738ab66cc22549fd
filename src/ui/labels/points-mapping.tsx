import type { ReactNode } from "react";
import { depthUnits, type PointMapping, type PointsPreview } from "../../pipeline/labels/contract.ts";
import { count, many } from "../shared/words.ts";

const meanings = ["inline", "crossline", "x", "y", "z", "class"] as const;
type Meaning = (typeof meanings)[number];
const meaningNames: Readonly<Record<Meaning, string>> = {
  ...{ inline: "inline", crossline: "crossline", x: "X", y: "Y", z: "Z", class: "class" },
};

/** Columns as a person is choosing them: some may be missing meanwhile. */
export type MappingDraft = Omit<PointMapping, "z"> & { readonly z?: number };

/** The mapping, once it says where points are. */
export function wholeMapping(draft: MappingDraft): PointMapping | undefined {
  const { inline, crossline, x, y, z, ...rest } = draft;
  if (z === undefined) return undefined;
  if (inline !== undefined && crossline !== undefined) return { ...rest, z, inline, crossline };
  if (x !== undefined && y !== undefined) return { ...rest, z, x, y };
  return undefined;
}

const meaningOf = (draft: MappingDraft, column: number): Meaning | "" =>
  meanings.find((meaning) => draft[meaning] === column) ?? "";

/** Another meaning for a column; what it meant, and who meant that, mean nothing then. */
function withMeaning(draft: MappingDraft, column: number, meaning: Meaning | ""): MappingDraft {
  const { inline, crossline, x, y, z, class: ofClass, ...rest } = draft;
  const places: Partial<Record<Meaning, number | undefined>> = { inline, crossline, x, y, z, class: ofClass };
  // Places are told in one way only.
  const gone: readonly Meaning[] =
    meaning === "x" || meaning === "y"
      ? ["inline", "crossline"]
      : meaning === "inline" || meaning === "crossline"
        ? ["x", "y"]
        : [];
  const next: Partial<Record<Meaning, number>> = {};
  for (const one of meanings) {
    const place = places[one];
    if (place !== undefined && place !== column && one !== meaning && !gone.includes(one)) next[one] = place;
  }
  if (meaning !== "") next[meaning] = column;
  return { ...rest, ...next };
}

const numberInWords = (value: number): string => String(Number(value.toPrecision(9)));

function rangeInWords(min: number, max: number): string {
  if (Number.isNaN(min)) return "words";
  return min === max ? numberInWords(min) : `${numberInWords(min)} … ${numberInWords(max)}`;
}

/** What a file of points or of a horizon holds, column by column, and what each is taken for. */
export function PointsMapping({
  preview,
  draft,
  disabled,
  onChange,
}: {
  readonly preview: PointsPreview;
  readonly draft: MappingDraft;
  readonly disabled: boolean;
  readonly onChange: (draft: MappingDraft) => void;
}): ReactNode {
  const { columns, sample, rows, fileName } = preview;
  return (
    <>
      <div className="scroll">
        <table className="data points-preview">
          <thead>
            <tr>
              <th scope="col" className="number">
                line
              </th>
              {columns.map(({ name }, column) => (
                <th key={column} scope="col">
                  <select
                    aria-label={`Column ${column + 1} of ${fileName}`}
                    value={meaningOf(draft, column)}
                    disabled={disabled}
                    onChange={(event) => {
                      const meaning = meanings.find((one) => one === event.target.value) ?? "";
                      onChange(withMeaning(draft, column, meaning));
                    }}
                  >
                    <option value="">left aside</option>
                    {meanings.map((meaning) => (
                      <option key={meaning} value={meaning}>
                        {meaningNames[meaning]}
                      </option>
                    ))}
                  </select>{" "}
                  {name && <span>{name}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.slice(0, 4).map(({ line, fields }) => (
              <tr key={line}>
                <td className="number faint">{line}</td>
                {columns.map((_, column) => (
                  <td key={column}>{fields[column]}</td>
                ))}
              </tr>
            ))}
            <tr className="ranges">
              <td className="number faint">all {count(rows)}</td>
              {columns.map(({ min, max, undefined: nothing, texts }, column) => (
                <td key={column} className="dim">
                  {rangeInWords(min, max)}
                  {nothing > 0 && <span className="warn">, {count(nothing)} undefined</span>}
                  {!Number.isNaN(min) && texts > 0 && (
                    <span className="warn">, {many(texts, "is no number", "are no numbers")}</span>
                  )}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <div className="form-row">
        <label className="field">
          Z in
          <select
            aria-label={`Unit of Z in ${fileName}`}
            value={draft.unit}
            disabled={disabled}
            onChange={(event) => {
              const unit = depthUnits.find((one) => one === event.target.value);
              if (unit) onChange({ ...draft, unit });
            }}
          >
            {depthUnits.map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={draft.upward}
            disabled={disabled}
            onChange={(event) => {
              onChange({ ...draft, upward: event.target.checked });
            }}
          />{" "}
          Z grows upwards
        </label>
        {draft.undefinedValues.length > 0 && (
          <label title="Beside 1e30 and the like">
            <input
              type="checkbox"
              checked
              disabled={disabled}
              onChange={() => {
                onChange({ ...draft, undefinedValues: [] });
              }}
            />{" "}
            {draft.undefinedValues.join(", ")} means nothing is known
          </label>
        )}
      </div>
    </>
  );
}
