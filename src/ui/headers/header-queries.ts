import type { ExampleQuery } from "../sql/sql-panel.tsx";

/** Questions to the trace headers that come up with most files. */
export const headerQueries: readonly ExampleQuery[] = [
  {
    label: "Traces by inline",
    table: "headers",
    sql: `SELECT INLINE_3D, count(*) AS traces, min(CROSSLINE_3D) AS first_crossline, max(CROSSLINE_3D) AS last_crossline
FROM headers
GROUP BY INLINE_3D
ORDER BY INLINE_3D`,
  },
  {
    label: "Bins with several traces",
    table: "headers",
    sql: `SELECT INLINE_3D, CROSSLINE_3D, count(*) AS traces, min(trace_index) AS first_trace
FROM headers
GROUP BY INLINE_3D, CROSSLINE_3D
HAVING count(*) > 1
ORDER BY traces DESC
LIMIT 200`,
  },
  {
    label: "Jumps between neighbours",
    table: "headers",
    sql: `SELECT trace_index, INLINE_3D, CROSSLINE_3D,
       round(sqrt(power(CDP_X - lag(CDP_X) OVER w, 2) + power(CDP_Y - lag(CDP_Y) OVER w, 2)), 1) AS jump_raw
FROM headers
WINDOW w AS (ORDER BY trace_index)
ORDER BY jump_raw DESC NULLS LAST
LIMIT 100`,
  },
  {
    label: "What kinds of traces",
    table: "headers",
    sql: `SELECT TraceIdentificationCode, TRACE_SAMPLE_COUNT, TRACE_SAMPLE_INTERVAL, DelayRecordingTime, count(*) AS traces
FROM headers
GROUP BY ALL
ORDER BY traces DESC`,
  },
];
