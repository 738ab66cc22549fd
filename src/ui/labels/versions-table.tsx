import type { ReactNode } from "react";
import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many, moment } from "../shared/words.ts";
import { shortId } from "./set-words.ts";

/** More classes than this are only counted. */
const mostShown = 4;

function Classes({ classes }: Pick<LabelSetRecord, "classes">): ReactNode {
  if (classes.length > mostShown)
    return (
      <>
        {classes.map((name, index) => (
          <ClassSwatch key={name} index={index} />
        ))}{" "}
        {many(classes.length, "class", "classes")}
      </>
    );
  return classes.map((name, index) => (
    <span key={name} className="class-name">
      <ClassSwatch index={index} /> {name}
    </span>
  ));
}

/** All label sets, the newest first; one is looked at. */
export function VersionsTable({
  labelSets,
  chosen,
  onChoose,
}: {
  readonly labelSets: readonly LabelSetRecord[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const newest = labelSets.at(-1)?.id;
  return (
    <Panel
      title="Versions"
      aside={`${many(labelSets.length, "label set")}; an import makes another, none is ever changed`}
    >
      <div className="scroll label-versions">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">when</th>
              <th scope="col">who and what for</th>
              <th scope="col">classes</th>
              <th scope="col" className="number">
                intervals
              </th>
              <th scope="col">made from</th>
            </tr>
          </thead>
          <tbody>
            {labelSets
              .toReversed()
              .map(({ id, createdAt, author, note, classes, intervals, parent, sources }) => (
                <tr key={id} className={id === chosen ? "selected" : ""}>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-pressed={id === chosen}
                      title={id}
                      onClick={() => {
                        onChoose(id);
                      }}
                    >
                      {moment(createdAt)}
                    </button>{" "}
                    {id === newest && <span className="chip">in use</span>}
                  </td>
                  <td>
                    {author && <b>{author}</b>}
                    {author && note ? ": " : ""}
                    {note}
                    {!author && !note && <span className="faint">nobody said</span>}
                  </td>
                  <td>
                    <Classes classes={classes} />
                  </td>
                  <td className="number">{count(intervals)}</td>
                  <td>
                    {parent ? (
                      <>
                        <code title={parent}>{shortId(parent)}</code>
                      </>
                    ) : (
                      <span title={sources.map(({ fileName }) => fileName).join(", ")}>
                        {many(sources.length, "file")}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
