import { useQuery } from "@tanstack/react-query";
import type { Remote } from "comlink";
import { Maximize2, Minimize2 } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { classColour, cssColour } from "../../pipeline/reports/class-colours.ts";
import type { FeatureHistogram, FeatureHistograms as Histograms } from "../../services/tables-contract.ts";
import type { TablesFace } from "../../services/tables-face.ts";
import { Plot } from "../plots/plot.tsx";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { count, many } from "../shared/words.ts";
import { tablesKeys } from "../sql/ask-tables.ts";
import { histogramPlot, words, type HistogramScale } from "./histogram-plot.ts";

const title = "Features by class";

/** The eight features of the newest feature set, by class of the newest labels; one of them can be enlarged. */
export function FeatureHistograms({ tables }: { readonly tables: Remote<TablesFace> }): ReactNode {
  const [scale, setScale] = useState<HistogramScale>("share");
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [large, setLarge] = useState<string>();
  const { data, error } = useQuery({
    queryKey: tablesKeys.histograms,
    queryFn: () => valueOf(tables.histograms()),
  });
  if (error)
    return (
      <Panel title={title}>
        <FaultNote fault={faultIn(error)} />
      </Panel>
    );
  if (!data)
    return (
      <Panel title={title}>
        <p className="dim">Counting the features of all windows …</p>
      </Panel>
    );
  const enlarged = data.histograms.find(({ feature }) => feature === large);
  const total = data.rows.reduce((sum, rows) => sum + rows, 0);
  const toggleClass = (index: number): void => {
    const next = new Set(hidden);
    if (!next.delete(index)) next.add(index);
    setHidden(next);
  };
  return (
    <Panel title={title} aside={many(total, "window")} className="histograms">
      <div className="histograms-bar">
        <ClassLegend histograms={data} hidden={hidden} onToggle={toggleClass} />
        <Segmented
          label="Scale of the histograms"
          value={scale}
          choices={[
            {
              value: "share",
              label: "Share of class",
              title: "Compares the shapes of large and small classes",
            },
            { value: "windows", label: "Windows" },
          ]}
          onChange={setScale}
        />
      </div>
      {enlarged && (
        <OneHistogram
          histogram={enlarged}
          all={data}
          scale={scale}
          hidden={hidden}
          large
          onResize={() => {
            setLarge(undefined);
          }}
        />
      )}
      <div className="histograms-grid">
        {data.histograms
          .filter((histogram) => histogram !== enlarged)
          .map((histogram) => (
            <OneHistogram
              key={histogram.feature}
              histogram={histogram}
              all={data}
              scale={scale}
              hidden={hidden}
              onResize={() => {
                setLarge(histogram.feature);
              }}
            />
          ))}
      </div>
      <p className="faint">
        Drawn from the 0.5 % to the 99.5 % quantile of all windows, counted over every window.
        {data.nonFinite > 0 &&
          ` ${many(data.nonFinite, "window")} with NaN or infinite samples ${data.nonFinite === 1 ? "is" : "are"} not drawn.`}
      </p>
    </Panel>
  );
}

/** Classes with their colours and windows; a press hides or shows one. */
function ClassLegend({
  histograms: { classes, rows },
  hidden,
  onToggle,
}: {
  readonly histograms: Histograms;
  readonly hidden: ReadonlySet<number>;
  readonly onToggle: (index: number) => void;
}): ReactNode {
  return (
    <div className="histograms-legend" role="group" aria-label="Classes">
      {classes.map((name, index) => (
        <button
          key={name ?? ""}
          type="button"
          className="chip"
          aria-pressed={!hidden.has(index)}
          disabled={rows[index] === 0}
          title={hidden.has(index) ? "Show this class" : "Hide this class"}
          onClick={() => {
            onToggle(index);
          }}
        >
          <span
            className={name === null ? "swatch no-class" : "swatch"}
            style={name === null ? {} : { background: cssColour(classColour(index)) }}
            aria-hidden
          />
          {name ?? "no label"} <span className="faint">{count(rows[index]!)}</span>
        </button>
      ))}
    </div>
  );
}

function OneHistogram({
  histogram,
  all,
  scale,
  hidden,
  large = false,
  onResize,
}: {
  readonly histogram: FeatureHistogram;
  readonly all: Histograms;
  readonly scale: HistogramScale;
  readonly hidden: ReadonlySet<number>;
  readonly large?: boolean;
  readonly onResize: () => void;
}): ReactNode {
  const { data, layout } = useMemo(
    () => histogramPlot(histogram, all, scale, hidden),
    [histogram, all, scale, hidden],
  );
  const name = words(histogram.feature);
  const outside = [...histogram.below, ...histogram.above].reduce((sum, part) => sum + part, 0);
  return (
    <div className={large ? "histogram large" : "histogram"}>
      <Plot
        title={name.charAt(0).toUpperCase() + name.slice(1)}
        csvName={`histogram-${histogram.feature}`}
        data={data}
        layout={layout}
        height={large ? 380 : 190}
        actions={
          <button
            type="button"
            className="button icon quiet"
            title={large ? "Back to its place" : "Enlarge"}
            aria-label={large ? `Make ${name} small` : `Enlarge ${name}`}
            onClick={onResize}
          >
            {large ? <Minimize2 size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
          </button>
        }
      />
      <p className="faint histogram-outside">{many(outside, "window")} outside</p>
    </div>
  );
}
