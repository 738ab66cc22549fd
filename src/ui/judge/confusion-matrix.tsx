import type { ReactNode } from "react";
import type { RunRecord } from "../../pipeline/registry/contract.ts";
import { Panel } from "../shared/panel.tsx";
import { count, percent } from "../shared/words.ts";
import { useJudge } from "./judge-store.ts";

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};

/** True classes down, answers across; each cell leads to its windows. */
export function ConfusionMatrix({
  run,
  cell,
}: {
  readonly run: RunRecord;
  readonly cell: { readonly truth: number; readonly predicted: number } | undefined;
}): ReactNode {
  const { confusion } = run.evaluation;
  /** The next cell in a direction that holds windows. */
  const move = (from: HTMLElement, at: readonly [number, number], step: readonly [number, number]): void => {
    let [truth, predicted] = [at[0] + step[0], at[1] + step[1]];
    while (confusion[truth]?.[predicted] === 0) {
      truth += step[0];
      predicted += step[1];
    }
    from.closest("table")?.querySelector<HTMLButtonElement>(`[data-cell="${truth}-${predicted}"]`)?.focus();
  };
  return (
    <Panel title="Confusion" aside="click a cell to see its windows">
      <div className="scroll">
        <table className="data confusion">
          <thead>
            <tr>
              <th scope="col">true \ answered</th>
              {run.classes.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, truth) => {
              const total = row.reduce((sum, value) => sum + value, 0);
              return (
                <tr key={run.classes[truth]}>
                  <th scope="row">{run.classes[truth]}</th>
                  {row.map((value, predicted) => {
                    const share = total > 0 ? value / total : 0;
                    const selected = cell?.truth === truth && cell.predicted === predicted;
                    return (
                      <td key={run.classes[predicted]} className="number">
                        <button
                          type="button"
                          data-cell={`${truth}-${predicted}`}
                          className={`${truth === predicted ? "hit" : "miss"} ${selected ? "selected" : ""}`}
                          style={{ ["--share" as string]: share }}
                          disabled={value === 0}
                          aria-pressed={selected}
                          title={`${percent(share)} of true ${run.classes[truth] ?? ""}`}
                          onClick={() => {
                            useJudge.setState({ cell: { truth, predicted } });
                          }}
                          onKeyDown={(event) => {
                            const step = arrows[event.key];
                            if (!step) return;
                            event.preventDefault();
                            move(event.currentTarget, [truth, predicted], step);
                          }}
                        >
                          {count(value)}
                          <small>{percent(share)}</small>
                        </button>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
