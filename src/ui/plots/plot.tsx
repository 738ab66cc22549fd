import { FileSpreadsheet, Image, PenTool } from "lucide-react";
import type { Data, Layout, PlotlyHTMLElement } from "plotly.js";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { saveFile } from "../shared/save-file.ts";
import { drawQueue } from "./draw-queue.ts";
import { framedPicture, pngOf } from "./framed-picture.ts";
import { plotCsv } from "./plot-csv.ts";
import { onThemeChange, pictureLook, themedLayout } from "./plot-theme.ts";
import { provenance } from "./provenance.ts";

export interface Figure {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

export interface PlotProps {
  readonly data: readonly Data[];
  /** Axis titles with their units, ranges, bar mode …; colours and fonts come from the theme. */
  readonly layout: Partial<Layout>;
  readonly title: string;
  /** Name of saved files, without ending; from the title where it is left out. */
  readonly csvName?: string;
  /** In CSS pixels. */
  readonly height?: number;
  /** More controls beside the title. */
  readonly actions?: ReactNode;
  /** What the numbers come from, for the footer of what is saved. */
  readonly madeFrom?: string;
  /** The numbers behind, where they are not those of `data`. */
  readonly csv?: () => Promise<string>;
  /** Called after each drawing, also of another size. */
  readonly onDrawn?: (element: PlotlyHTMLElement) => void;
  /** The chart as it is seen, as it is to be saved: with what lies beside or over it on the page. */
  readonly forPicture?: (seen: Figure) => Figure;
  /** Lies over the chart. */
  readonly children?: ReactNode;
}

const config = { displayModeBar: false, displaylogo: false, showTips: false, doubleClick: "reset" } as const;

type LoadedPlotly = (typeof import("./plotly-bundle.ts"))["Plotly"];
/** Plotly comes with the first plot, not with the page. */
const loadPlotly = async (): Promise<LoadedPlotly> => (await import("./plotly-bundle.ts")).Plotly;

/** A chart with our own frame: title, saving as picture and as table, colours of the theme, and the size of its place. */
export function Plot(props: PlotProps): ReactNode {
  const { data, layout, title, csvName, height = 240, actions, madeFrom, csv, onDrawn, forPicture } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawnBy = useRef<LoadedPlotly>(undefined);
  const tellDrawn = useRef(onDrawn);
  tellDrawn.current = onDrawn;
  const [theme, setTheme] = useState(0);
  const [fault, setFault] = useState<string>();
  useEffect(
    () =>
      onThemeChange(() => {
        setTheme((count) => count + 1);
      }),
    [],
  );
  useEffect(() => {
    const element = place.current;
    let stopped = false;
    const fail = (cause: unknown): void => {
      if (!stopped) setFault(cause instanceof Error ? cause.message : String(cause));
    };
    loadPlotly()
      .then((plotly) => {
        if (stopped || !element) return;
        drawQueue.add(element, () => {
          drawnBy.current = plotly;
          const drawing = async (): Promise<PlotlyHTMLElement> =>
            plotly.react(
              element,
              [...data],
              { ...themedLayout(), height, autosize: true, ...layout },
              config,
            );
          drawing()
            .then((drawn) => {
              if (stopped) return;
              setFault(undefined);
              tellDrawn.current?.(drawn);
            })
            .catch(fail);
        });
      })
      .catch(fail);
    return () => {
      stopped = true;
    };
  }, [data, layout, height, theme]);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    return () => {
      drawQueue.drop(element);
      drawnBy.current?.purge(element);
    };
  }, []);
  useResize(place, drawnBy, tellDrawn);

  const name = csvName ?? title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const savePicture = async (ending: "png" | "svg"): Promise<void> => {
    const plotly = drawnBy.current;
    const element = place.current as PlotlyHTMLElement | null;
    if (!element || !plotly) return;
    // As it is seen now: where a person has zoomed into it, that part.
    const size = { width: element.clientWidth, height: element.clientHeight };
    const seen = { data: element.data, layout: element.layout };
    const { data: saved, layout: savedLayout } = forPicture?.(seen) ?? seen;
    const address = await plotly.toImage(
      { data: [...saved], layout: savedLayout, config },
      { format: "svg", ...size },
    );
    const chart = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    const picture = framedPicture(chart, size, { title, footer: provenance(madeFrom) }, pictureLook());
    saveFile({
      name: `${name}.${ending}`,
      blob: ending === "svg" ? new Blob([picture.svg], { type: "image/svg+xml" }) : await pngOf(picture, 2),
    });
  };
  const saveTable = async (): Promise<void> => {
    const table = csv ? await csv() : plotCsv(data, layout);
    const footer = `# ${provenance(madeFrom)}\r\n`;
    saveFile({ name: `${name}.csv`, blob: new Blob([table, footer], { type: "text/csv" }) });
  };
  const settle = (saving: Promise<void>): void => {
    saving.catch((cause: unknown) => {
      setFault(cause instanceof Error ? cause.message : String(cause));
    });
  };
  return (
    <figure className="plot" aria-label={title}>
      <figcaption>
        <span className="plot-title" title={title}>
          {title}
        </span>
        <span className="plot-actions">
          {actions}
          <button
            type="button"
            className="button icon quiet"
            title="Save as picture (PNG)"
            aria-label={`Save ${title} as picture`}
            onClick={() => {
              settle(savePicture("png"));
            }}
          >
            <Image size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="button icon quiet"
            title="Save as drawing (SVG)"
            aria-label={`Save ${title} as drawing`}
            onClick={() => {
              settle(savePicture("svg"));
            }}
          >
            <PenTool size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="button icon quiet"
            title="Save the drawn numbers (CSV)"
            aria-label={`Save ${title} as table`}
            onClick={() => {
              settle(saveTable());
            }}
          >
            <FileSpreadsheet size={14} aria-hidden />
          </button>
        </span>
      </figcaption>
      <div className="plot-frame">
        <div className="plot-place" ref={place} style={{ height }} />
        {props.children}
      </div>
      {fault !== undefined && <p className="bad">This plot could not be drawn: {fault}</p>}
    </figure>
  );
}

/** Draws anew when the place gets another width. */
function useResize(
  place: { readonly current: HTMLDivElement | null },
  drawnBy: { readonly current: LoadedPlotly | undefined },
  tellDrawn: { readonly current: PlotProps["onDrawn"] },
): void {
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      // A drawing that waits will see the new size.
      if (drawQueue.has(element)) return;
      drawQueue.add(element, () => {
        // Hidden places have no size, and not yet drawn ones nothing to resize.
        if (element.clientWidth === 0) return;
        const resizing = drawnBy.current?.Plots.resize(element);
        void Promise.resolve(resizing).then(() => {
          if (drawnBy.current) tellDrawn.current?.(element as unknown as PlotlyHTMLElement);
        });
      });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [place, drawnBy, tellDrawn]);
}
