import type { Evaluation } from "../evaluation/contract.ts";
import { html, type Html } from "./html.ts";
import { score } from "./number-words.ts";

const left = 150;
const width = 620;
const rowHeight = 38;

/** Scores from 0 to 1, each on one line with what chance and depth give. */
export function scorePlot({ accuracy, macroF1, balancedAccuracy, baselines }: Evaluation): Html {
  const rows = [
    { name: "accuracy", own: accuracy, key: "accuracy" },
    { name: "macro-F1", own: macroF1, key: "macroF1" },
    { name: "balanced accuracy", own: balancedAccuracy, key: "balancedAccuracy" },
  ] as const;
  const x = (value: number): number => left + value * width;
  const bottom = 18 + rows.length * rowHeight;
  return html`<svg
      class="scores"
      viewBox="0 0 ${left + width + 30} ${bottom + 24}"
      role="img"
      aria-label="scores beside majority and time only, from 0 to 1"
    >
      ${[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => html`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="12" y2="${bottom}" /><text x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${tick.toFixed(1)}</text>`)}
      ${rows.map(({ name, own, key }, i) => {
        const y = 18 + (i + 0.5) * rowHeight;
        return html`<text x="${left - 12}" y="${y + 4}" text-anchor="end">${name}</text>
          <line
            class="span"
            x1="${x(Math.min(own, baselines.timeOnly[key], baselines.majority[key]))}"
            x2="${x(Math.max(own, baselines.timeOnly[key], baselines.majority[key]))}"
            y1="${y}"
            y2="${y}"
          />
          <circle class="majority" cx="${x(baselines.majority[key])}" cy="${y}" r="8"
            ><title>majority ${score(baselines.majority[key])}</title></circle
          >
          <circle class="time-only" cx="${x(baselines.timeOnly[key])}" cy="${y}" r="5"
            ><title>time only ${score(baselines.timeOnly[key])}</title></circle
          >
          <circle class="own" cx="${x(own)}" cy="${y}" r="6"
            ><title>this model ${score(own)}</title></circle
          >`;
      })}
    </svg>
    <p class="keys">
      <span class="key"><span class="dot own"></span>this model</span
      ><span class="key"><span class="dot time-only"></span>time only</span
      ><span class="key"><span class="dot majority"></span>majority</span>
    </p>`;
}
