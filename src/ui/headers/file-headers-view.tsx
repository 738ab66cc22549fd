import type { ReactNode } from "react";
import type { BinaryHeaderValue, SegyLayout } from "../../pipeline/segy/contract.ts";
import { Panel } from "../shared/panel.tsx";
import { count, many } from "../shared/words.ts";

const cardsPerHeader = 40;

/** The text header card by card, and the binary header field by field. */
export function FileHeadersView({
  layout,
  binary,
}: {
  readonly layout: Pick<SegyLayout, "text" | "container">;
  readonly binary: readonly BinaryHeaderValue[];
}): ReactNode {
  const { lines, encoding } = layout.text;
  return (
    <div className="file-headers">
      <Panel
        title="Text header"
        aside={lines.length === 0 ? "" : `${encoding.toUpperCase()}, ${many(lines.length, "line")} of 80`}
      >
        {lines.length === 0 ? (
          <p className="dim">Seismic Unix has none.</p>
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label="Text header, line by line">
            <ol className="cards">
              {lines.map((line, i) => (
                <li key={i} className={i > 0 && i % cardsPerHeader === 0 ? "next-header" : ""}>
                  {line || " "}
                </li>
              ))}
            </ol>
          </div>
        )}
      </Panel>
      <Panel title="Binary header" aside={binary.length === 0 ? "" : many(binary.length, "field")}>
        {binary.length === 0 ? (
          <p className="dim">Seismic Unix has none.</p>
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label="Binary header, field by field">
            <table className="data">
              <thead>
                <tr>
                  <th scope="col" className="number">
                    bytes
                  </th>
                  <th scope="col">field</th>
                  <th scope="col" className="number">
                    value
                  </th>
                  <th scope="col">what it is</th>
                </tr>
              </thead>
              <tbody>
                {binary.map(({ name, byte, bytes, value, about, unit, means }) => (
                  <tr key={name} className={value === 0 ? "zero" : ""}>
                    <td className="number dim">{bytes === 1 ? byte : `${byte}–${byte + bytes - 1}`}</td>
                    <td>{name}</td>
                    <td className="number">{Number.isInteger(value) ? count(value) : value}</td>
                    <td className="dim">
                      {about}
                      {unit ? `, ${unit}` : ""}
                      {means && (
                        <>
                          : <span className="means">{means}</span>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </div>
  );
}
