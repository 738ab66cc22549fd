import type { ReactNode } from "react";
import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { Panel } from "../shared/panel.tsx";
import { count } from "../shared/words.ts";
import { shortId } from "./set-words.ts";

const kinds: Readonly<Record<LabelSetRecord["sources"][number]["kind"], string>> = {
  volume: "label volume (SEG-Y)",
  csv: "table (CSV)",
  points: "points",
  horizon: "horizons",
  painted: "painted",
};

/** What one label set is made of. */
export function LabelSetPanel({
  labelSet,
  isNewest,
}: {
  readonly labelSet: LabelSetRecord;
  readonly isNewest: boolean;
}): ReactNode {
  return (
    <Panel
      title={isNewest ? "In use: the newest label set" : "Earlier label set"}
      aside={<code title={labelSet.id}>{shortId(labelSet.id)}</code>}
    >
      <div className="class-list">
        {labelSet.classes.map((name, index) => (
          <span key={name} className="chip">
            <ClassSwatch index={index} />
            {name}
          </span>
        ))}
      </div>
      <div className="scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">from</th>
              <th scope="col">kind</th>
              <th scope="col" className="number">
                intervals
              </th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {labelSet.sources.map(({ fileName, kind, intervals, sha256 }) => (
              <tr key={fileName}>
                <td>{fileName}</td>
                <td>{kinds[kind]}</td>
                <td className="number">{count(intervals)}</td>
                <td>
                  <code title={sha256}>{sha256.slice(0, 12)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="faint">
        A window takes the class at its centre sample; a whole trace the class that covers most of its
        labelled samples. Labels belong to the line that their file was made for, also where lines cross.
      </p>
    </Panel>
  );
}
