import type { ReactNode } from "react";
import type { Evaluation } from "../../pipeline/evaluation/contract.ts";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, score } from "../shared/words.ts";

const rows = [
  { key: "macroF1", name: "Macro-F1" },
  { key: "accuracy", name: "Accuracy" },
  { key: "balancedAccuracy", name: "Balanced accuracy" },
] as const;

const gain = (own: number, other: number): string =>
  `${own >= other ? "+" : "−"}${Math.abs(own - other).toFixed(3)}`;

/** No score without what chance and depth alone would give. */
export function ScoresTable({ evaluation }: { readonly evaluation: Evaluation }): ReactNode {
  const { majority, timeOnly } = evaluation.baselines;
  return (
    <Panel title="Scores" aside={`${count(evaluation.examples)} tested windows`}>
      <div className="scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col"></th>
              <th scope="col" className="number">
                this model
              </th>
              <th scope="col" className="number">
                time only
              </th>
              <th scope="col" className="number" title={`always "${majority.className}"`}>
                majority
              </th>
              <th scope="col" className="number">
                over time only
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className="number">
                  <b>{score(evaluation[key])}</b>
                </td>
                <td className="number">{score(timeOnly[key])}</td>
                <td className="number">{score(majority[key])}</td>
                <td className={evaluation[key] > timeOnly[key] ? "number good" : "number bad"}>
                  {gain(evaluation[key], timeOnly[key])}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="faint">
        Time only: the same kind of model, on the same rows, that sees nothing but the window&apos;s time.
        Majority: always &ldquo;{majority.className}&rdquo;, the best constant answer.
      </p>
    </Panel>
  );
}

export function ClassScores({ evaluation }: { readonly evaluation: Evaluation }): ReactNode {
  return (
    <Panel title="By class">
      <div className="scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">class</th>
              <th scope="col" className="number">
                precision
              </th>
              <th scope="col" className="number">
                recall
              </th>
              <th scope="col" className="number">
                F1
              </th>
              <th scope="col" className="number">
                windows
              </th>
            </tr>
          </thead>
          <tbody>
            {evaluation.perClass.map(({ name, precision, recall, f1, support }, index) => (
              <tr key={name}>
                <td>
                  <ClassSwatch name={name} index={index} /> {name}
                </td>
                <td className="number">{score(precision)}</td>
                <td className="number">{score(recall)}</td>
                <td className="number">{score(f1)}</td>
                <td className="number">{count(support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
