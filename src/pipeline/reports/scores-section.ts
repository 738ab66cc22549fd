import type { Evaluation } from "../evaluation/contract.ts";
import type { RunRecord } from "../registry/contract.ts";
import { html, table, type Html } from "./html.ts";
import { count, percent, score } from "./number-words.ts";
import { scorePlot } from "./score-plot.ts";

function besideChance({
  accuracy,
  macroF1,
  balancedAccuracy,
  baselines: { majority, timeOnly },
}: Evaluation): Html {
  return table(
    ["score", "this model", "time only", `majority (${majority.className})`],
    [
      ["accuracy", score(accuracy), score(timeOnly.accuracy), score(majority.accuracy)],
      ["macro-F1", score(macroF1), score(timeOnly.macroF1), score(majority.macroF1)],
      [
        "balanced accuracy",
        score(balancedAccuracy),
        score(timeOnly.balancedAccuracy),
        score(majority.balancedAccuracy),
      ],
    ],
  );
}

/** Counts and shares of each true class; shade grows with the share. */
function confusionTable({ confusion, perClass }: Evaluation): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col" class="text">true \\ predicted</th>
        ${perClass.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${confusion.map((row, truth) => {
        const total = row.reduce((sum, value) => sum + value, 0);
        return html`<tr>
          <th scope="row" class="text">${perClass[truth]!.name}</th>
          ${row.map((value, answer) => {
            const share = total > 0 ? value / total : 0;
            return html`<td
              class="number ${truth === answer ? "hit" : "miss"}"
              style="--share:${share.toFixed(3)}"
            >
              ${count(value)} <small>${percent(share)}</small>
            </td>`;
          })}
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** Scores of a run beside chance, the confusion matrix, and each class. */
export function scoresSection({ evaluation }: RunRecord): Html {
  return html`<section>
      <h2>Scores beside chance${evaluation.inflated ? " (inflated: random split)" : ""}</h2>
      ${scorePlot(evaluation)} ${besideChance(evaluation)}
    </section>
    <section>
      <h2>Confusion matrix</h2>
      <div class="scroll">${confusionTable(evaluation)}</div>
    </section>
    <section>
      <h2>Classes</h2>
      ${table(
        ["class", "precision", "recall", "F1", "test windows"],
        evaluation.perClass.map(({ name, precision, recall, f1, support }) => [
          name,
          score(precision),
          score(recall),
          score(f1),
          count(support),
        ]),
      )}
    </section>`;
}
