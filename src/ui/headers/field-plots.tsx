import type { Data, Layout } from "plotly.js";
import { useMemo, type ReactNode } from "react";
import type { FieldSummary } from "../../services/headers-contract.ts";
import { Plot } from "../plots/plot.tsx";
import { Panel } from "../shared/panel.tsx";
import { many, percent } from "../shared/words.ts";
import { alongPlot, valuePlot } from "./field-plot-data.ts";
import { numberWords } from "./fields-view.tsx";

interface Drawn {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/** What a field is, its course along the file, and how often which values come. */
export function FieldPlots({
  summary,
  traces,
}: {
  readonly summary: FieldSummary;
  readonly traces: number;
}): ReactNode {
  const { field, isConstant, zeros, nonFinite, first, last, distinct } = summary;
  const along: Drawn = useMemo(() => alongPlot(summary), [summary]);
  const values: Drawn = useMemo(() => valuePlot(summary), [summary]);
  return (
    <Panel
      title={field.name}
      aside={`${field.byte > 240 ? "extension 1, byte" : "bytes"} ${field.byte}–${field.byte + field.bytes - 1}, ${field.kind}`}
      className="field-plots"
    >
      <p className="dim">
        {field.about}
        {field.unit ? ` (${field.unit})` : ""}.{" "}
        {isConstant
          ? `It is ${numberWords(first)} in ${traces === 1 ? "the one trace" : `all ${many(traces, "trace")}`}.`
          : `First ${numberWords(first)}, last ${numberWords(last)}; ${distinct.isExact ? "" : "about "}${many(distinct.count, "different value")}${zeros > 0 ? `; 0 in ${percent(zeros / traces)}` : ""}${nonFinite > 0 ? `; no number in ${many(nonFinite, "trace")}` : ""}.`}
      </p>
      {!isConstant && (
        <>
          <Plot title="Along the file" csvName={`${field.name}-along-the-file`} {...along} height={250} />
          <Plot title="Values" csvName={`${field.name}-values`} {...values} height={220} />
        </>
      )}
    </Panel>
  );
}
