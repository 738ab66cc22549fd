import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WindowRequest } from "../../services/points-contract.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { count, many } from "../shared/words.ts";
import { amplitudeLabel } from "../section/axis-ticks.ts";
import { tablesKeys } from "../sql/ask-tables.ts";
import { tables } from "../table-client.ts";
import { words } from "./histogram-plot.ts";

const percentile = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(1));

/** The features of one window, with units, and where they stand among all windows and among those of its class. */
export function WindowFeatures({ request }: { readonly request: WindowRequest }): ReactNode {
  const { data, error } = useQuery({
    queryKey: tablesKeys.window(request),
    queryFn: () => valueOf(tables.windowFeatures(request)),
    // While another window's features are looked up, the last ones stay.
    placeholderData: (last) => last,
  });
  if (error) {
    const fault = faultIn(error);
    return fault.kind === "cancelled" ? null : <FaultNote fault={fault} />;
  }
  if (!data) return <p className="dim">Looking up the window …</p>;
  const { label, windows, windowsOfClass, startMs, endMs, verticalUnit } = data;
  return (
    <div className="window-features">
      <p>
        {`inline ${data.inline} · crossline ${data.crossline} · ${count(startMs)} – ${count(endMs)} ${verticalUnit} · `}
        <strong>{label ?? "no label"}</strong>
      </p>
      {data.traceIndex !== request.traceIndex && (
        <p className="faint">The nearest trace that has windows in the table.</p>
      )}
      <table className="data">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              feature
            </th>
            <th scope="col" rowSpan={2} className="number">
              value
            </th>
            <th scope="colgroup" colSpan={label === undefined ? 1 : 2} className="number">
              percentile
            </th>
          </tr>
          <tr>
            <th scope="col" className="number" title={`Among ${many(windows, "window")}`}>
              of all
            </th>
            {label !== undefined && (
              <th
                scope="col"
                className="number"
                title={`Among ${many(windowsOfClass, "window")} of ${label}`}
              >
                of class
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.features.map((feature) => (
            <tr key={feature.feature}>
              <th scope="row">
                {words(feature.feature)} <span className="unit">{feature.unit}</span>
              </th>
              <td className="number">{amplitudeLabel(feature.value)}</td>
              <td className="number">{percentile(feature.percentile)}</td>
              {label !== undefined && <td className="number">{percentile(feature.percentileInClass)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint">
        {`Percentiles among all ${many(windows, "window")}${label === undefined ? "" : ` and the ${count(windowsOfClass)} of ${label}`}; equal values count half.`}
      </p>
    </div>
  );
}
