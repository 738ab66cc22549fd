import type { ExampleQuery } from "../sql/sql-panel.tsx";

/** Queries to start from; each is offered when its table is there. */
export const exampleQueries: readonly ExampleQuery[] = [
  {
    label: "Features by class",
    table: "features",
    sql: `SELECT class, count(*) AS windows, round(avg(rms), 1) AS rms,
       round(avg(dominant_frequency), 1) AS dominant_hz
FROM features
GROUP BY class
ORDER BY windows DESC`,
  },
  {
    label: "Loudest windows",
    table: "features",
    sql: `SELECT survey, inline, crossline, start_ms, class, rms
FROM features
ORDER BY rms DESC NULLS LAST
LIMIT 50`,
  },
  {
    label: "Surest mistakes",
    table: "tested",
    sql: `SELECT survey, inline, crossline, start_ms, truth, predicted, round(confidence, 3) AS confidence
FROM tested
WHERE correct = 0
ORDER BY confidence DESC
LIMIT 100`,
  },
  {
    label: "Right by time",
    table: "tested",
    sql: `SELECT 200 * floor(start_ms / 200) AS from_ms, count(*) AS windows, round(avg(correct), 3) AS right_share
FROM tested
GROUP BY from_ms
ORDER BY from_ms`,
  },
  {
    label: "Quality of surveys",
    table: "traces",
    sql: `SELECT survey, count(*) AS traces, sum(dead) AS dead, sum(non_finite_samples) AS bad_samples,
       round(median(rms), 1) AS median_rms
FROM traces
GROUP BY survey`,
  },
  {
    label: "Labelled time",
    table: "labels",
    sql: `SELECT class, count(*) AS stretches, round(sum(end_ms - start_ms) / 1000, 1) AS seconds
FROM labels
GROUP BY class
ORDER BY seconds DESC`,
  },
];
