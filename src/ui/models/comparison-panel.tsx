import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { VersionComparison } from "../../pipeline/registry/contract.ts";
import type { Fault, OverviewModel } from "../../services/contract.ts";
import { workspace } from "../clients.ts";
import { recordsKey } from "../state/query.ts";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, score } from "../shared/words.ts";

const isFault = (answer: VersionComparison | Fault): answer is Fault => "code" in answer;

/** Hashes are told apart by their beginnings; the whole one is in the tip. */
function Value({ value }: { readonly value: string | number | null }): ReactNode {
  if (value === null) return <span className="faint">–</span>;
  const text = String(value);
  const hash = /^([0-9a-f]{12})[0-9a-f]{20,}(.*)$/.exec(text);
  return hash ? (
    <span title={text}>
      <code>{hash[1]}…</code>
      {hash[2]}
    </span>
  ) : (
    text
  );
}

function Differences({
  title,
  rows,
  heads,
}: {
  readonly title: string;
  readonly rows: VersionComparison["data"];
  readonly heads: readonly [string, string];
}): ReactNode {
  if (rows.length === 0) return <p className="dim">{title}: the same.</p>;
  return (
    <div className="scroll">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{heads[0]}</th>
            <th scope="col">{heads[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, a, b }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Value value={a} />
              </td>
              <td>
                <Value value={b} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Beside = VersionComparison["scores"][number]["a"];

function ScoreCell({ model, majority, timeOnly }: Beside): ReactNode {
  return (
    <td
      className="number"
      title={`always the commonest class ${score(majority)}, time only ${score(timeOnly)}`}
    >
      <b>{score(model)}</b>{" "}
      <span className="faint">
        ({score(timeOnly)}, {score(majority)})
      </span>
    </td>
  );
}

const change = (a: number, b: number): string => `${b >= a ? "+" : "−"}${Math.abs(b - a).toFixed(3)}`;

function Compared({ comparison }: { readonly comparison: VersionComparison }): ReactNode {
  const { a, b, parameters, data, scores, perClass, sameTestRows, warnings } = comparison;
  const heads = [`version ${a}`, `version ${b}`] as const;
  // A difference of scores is said only where both were tested on the same windows.
  const changeOf = (from: number, to: number): ReactNode =>
    sameTestRows ? (
      <td className={to >= from ? "number good" : "number bad"}>{change(from, to)}</td>
    ) : (
      <td className="number faint" title="Not tested on the same windows">
        –
      </td>
    );
  return (
    <>
      {warnings.length > 0 && (
        <ul className="warnings">
          {warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert size={13} aria-hidden /> {warning}
            </li>
          ))}
        </ul>
      )}
      <div className="comparison">
        <div className="scroll">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">score (time only, majority)</th>
                {heads.map((head) => (
                  <th key={head} scope="col" className="number">
                    {head}
                  </th>
                ))}
                <th scope="col" className="number">
                  change
                </th>
              </tr>
            </thead>
            <tbody>
              {scores.map(({ name, a: first, b: second }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <ScoreCell {...first} />
                  <ScoreCell {...second} />
                  {changeOf(first.model, second.model)}
                </tr>
              ))}
              {perClass.map(({ name, a: first, b: second }, index) => (
                <tr key={`F1 ${name}`}>
                  <th scope="row">
                    F1 of <ClassSwatch name={name} index={index} /> {name}
                  </th>
                  {[first, second].map((own, side) => (
                    <td key={heads[side]} className="number">
                      {own ? score(own.f1) : "–"}{" "}
                      <span className="faint">{own ? `${count(own.support)} windows` : ""}</span>
                    </td>
                  ))}
                  {first && second ? changeOf(first.f1, second.f1) : <td className="number faint">–</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="stack">
          <Differences title="Parameters" rows={parameters} heads={heads} />
          <Differences title="Data" rows={data} heads={heads} />
        </div>
      </div>
    </>
  );
}

/** A version beside another one: what differs, and whether their scores may be held against each other. */
export function ComparisonPanel({
  models,
  version,
}: {
  readonly models: readonly OverviewModel[];
  readonly version: number;
}): ReactNode {
  const others = models.map((model) => model.version.version).filter((other) => other !== version);
  const [picked, setPicked] = useState<number | undefined>();
  const other = picked !== undefined && others.includes(picked) ? picked : undefined;
  const { data: comparison } = useQuery({
    queryKey: [recordsKey, "comparison", other, version],
    queryFn: async (): Promise<VersionComparison | Fault> => workspace.compareVersions(other!, version),
    enabled: other !== undefined,
  });
  return (
    <Panel title="Compare">
      <div className="form-row">
        <span className="dim">Version {version} beside</span>
        <select
          aria-label="Version to compare with"
          value={other ?? ""}
          disabled={others.length === 0}
          onChange={(event) => {
            setPicked(event.target.value === "" ? undefined : Number(event.target.value));
          }}
        >
          <option value="">{others.length === 0 ? "there is no other yet" : "no other"}</option>
          {others.toReversed().map((own) => (
            <option key={own} value={own}>
              version {own}
            </option>
          ))}
        </select>
      </div>
      {other !== undefined &&
        (comparison === undefined ? (
          <p className="dim" aria-busy="true">
            Comparing …
          </p>
        ) : isFault(comparison) ? (
          <FaultNote fault={comparison} />
        ) : (
          <Compared comparison={comparison} />
        ))}
    </Panel>
  );
}
