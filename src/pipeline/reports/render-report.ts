import { orientationOf } from "../lines.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { ReportedRun, ReportInput } from "./contract.ts";
import { findingsOf } from "./findings.ts";
import { html, table, type Html } from "./html.ts";
import { lineageSection } from "./lineage-section.ts";
import { narrate } from "./narrate.ts";
import { count, score } from "./number-words.ts";
import { reportStyle } from "./report-style.ts";
import { scoresSection } from "./scores-section.ts";
import { sectionFigure } from "./section-figure.ts";

const range = ({ min, max }: { min: number; max: number }): string =>
  min === max ? String(min) : `${min} – ${max}`;

function headline({ version, run }: ReportedRun): Html {
  const { evaluation } = run;
  const { timeOnly, majority } = evaluation.baselines;
  const tile = (name: string, own: number, chance: number, depth: number): Html =>
    html`<div class="tile">
      <span>${name}</span><b>${score(own)}</b
      ><span>majority ${score(chance)} · time only ${score(depth)}</span>
    </div>`;
  return html`<p>
      Model version ${version}: ${run.family === "boosting" ? "gradient boosting" : "softmax regression"},
      ${count(run.examples.train)} training and ${count(run.examples.test)} test examples.
    </p>
    <div class="headline">
      ${tile("macro-F1", evaluation.macroF1, majority.macroF1, timeOnly.macroF1)}
      ${tile("accuracy", evaluation.accuracy, majority.accuracy, timeOnly.accuracy)}
      ${tile("balanced accuracy", evaluation.balancedAccuracy, majority.balancedAccuracy, timeOnly.balancedAccuracy)}
    </div>`;
}

function surveysSection(surveys: readonly SurveyRecord[]): Html {
  const rows = surveys.map((survey) => [
    survey.name,
    orientationOf(survey),
    range(survey.inlines),
    range(survey.crosslines),
    count(survey.traces),
    `${survey.samplesPerTrace} × ${survey.intervalMicroseconds / 1000} ${survey.verticalUnit}`,
    survey.format.name,
    count(survey.quality.deadTraces),
  ]);
  const warned = surveys.filter(({ warnings }) => warnings.length > 0);
  return html`<section>
    <h2>Surveys</h2>
    <div class="scroll">
      ${table(["file", "kind", "inline", "crossline", "traces", "samples", "format", "dead"], rows, 2)}
    </div>
    ${
      warned.length > 0
        ? html`<ul class="findings">
            ${warned.flatMap(({ fileName, warnings }) => warnings.map(({ message, code }) => html`<li class="warning">${fileName}: ${message} <code>${code}</code></li>`))}
          </ul>`
        : html``
    }
  </section>`;
}

function versionsSection(runs: readonly ReportedRun[]): Html {
  const rows = [...runs]
    .reverse()
    .map(({ version, run }) => [
      `${version}`,
      run.family,
      run.evaluation.inflated ? "random (inflated)" : "by lines",
      score(run.evaluation.macroF1),
      score(run.evaluation.baselines.timeOnly.macroF1),
      score(run.evaluation.baselines.majority.macroF1),
      score(run.evaluation.accuracy),
      count(run.examples.train),
      count(run.examples.test),
      `${run.fitSeconds.toFixed(1)} s`,
    ]);
  return html`<section>
    <h2>Model versions</h2>
    <div class="scroll">
      ${table(["version", "family", "split", "macro-F1", "time only", "majority", "accuracy", "trained on", "tested on", "fit"], rows, 3)}
    </div>
  </section>`;
}

/** One self-contained page: no script, nothing fetched, ready to print. */
export function renderReport(input: ReportInput): string {
  const { surveys, runs, pictures, workspace, madeAt, codeVersion } = input;
  const newest = runs.at(-1);
  const body = html`<main>
    <header>
      <h1>Geophone report</h1>
      <p class="dim">${workspace} · ${madeAt} · Geophone ${codeVersion}</p>
    </header>
    ${newest ? headline(newest) : html``}
    <section>
      <h2>Findings</h2>
      <ul class="findings">
        ${findingsOf(input).map((finding) => html`<li class="${finding.severity}">${narrate(finding)}</li>`)}
      </ul>
    </section>
    ${newest ? scoresSection(newest.run) : html``}
    ${
      pictures.length > 0
        ? html`<section>
            <h2>Sections</h2>
            ${pictures.map(sectionFigure)}
          </section>`
        : html``
    }
    ${surveys.length > 0 ? surveysSection(surveys) : html``}
    ${runs.length > 0 ? versionsSection(runs) : html``} ${newest ? lineageSection(newest.run) : html``}
  </main>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Geophone report</title><style>${reportStyle}</style></head>
<body>${body.html}</body></html>
`;
}
