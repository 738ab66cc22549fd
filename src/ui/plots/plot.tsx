import { FileSpreadsheet, Image } from "lucide-react";
import type { Data, Layout } from "plotly.js";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { saveFile } from "../shared/save-file.ts";
import { drawQueue } from "./draw-queue.ts";
import { plotCsv } from "./plot-csv.ts";
import { onThemeChange, themedLayout } from "./plot-theme.ts";

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
}

const config = { displayModeBar: false, displaylogo: false, showTips: false, doubleClick: "reset" } as const;

type LoadedPlotly = (typeof import("./plotly-bundle.ts"))["Plotly"];
/** Plotly comes with the first plot, not with the page. */
const loadPlotly = async (): Promise<LoadedPlotly> => (await import("./plotly-bundle.ts")).Plotly;

/** A chart with our own frame: title, saving as picture and as table, colours of the theme, and the size of its place. */
export function Plot({ data, layout, title, csvName, height = 240, actions }: PlotProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const drawnBy = useRef<LoadedPlotly>(undefined);
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
          const drawing = async (): Promise<unknown> =>
            plotly.react(
              element,
              [...data],
              { ...themedLayout(), height, autosize: true, ...layout },
              config,
            );
          drawing()
            .then(() => {
              if (!stopped) setFault(undefined);
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
  useResize(place, drawnBy);

  const name = csvName ?? title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const savePicture = async (): Promise<void> => {
    const plotly = drawnBy.current;
    if (!place.current || !plotly) return;
    const { clientWidth: width, clientHeight } = place.current;
    const address = await plotly.toImage(place.current, {
      format: "png",
      width,
      height: clientHeight,
      scale: 2,
    });
    saveFile({ name: `${name}.png`, blob: blobOf(address) });
  };
  return (
    <figure className="plot" aria-label={title}>
      <figcaption>
        <span className="plot-title">{title}</span>
        <span className="plot-actions">
          {actions}
          <button
            type="button"
            className="button icon quiet"
            title="Save as picture (PNG)"
            aria-label={`Save ${title} as picture`}
            onClick={() => void savePicture()}
          >
            <Image size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="button icon quiet"
            title="Save the drawn numbers (CSV)"
            aria-label={`Save ${title} as table`}
            onClick={() => {
              saveFile({
                name: `${name}.csv`,
                blob: new Blob([plotCsv(data, layout)], { type: "text/csv" }),
              });
            }}
          >
            <FileSpreadsheet size={14} aria-hidden />
          </button>
        </span>
      </figcaption>
      <div className="plot-place" ref={place} style={{ height }} />
      {fault !== undefined && <p className="bad">This plot could not be drawn: {fault}</p>}
    </figure>
  );
}

/** Draws anew when the place gets another width. */
function useResize(
  place: { readonly current: HTMLDivElement | null },
  drawnBy: { readonly current: LoadedPlotly | undefined },
): void {
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      // A drawing that waits will see the new size.
      if (drawQueue.has(element)) return;
      drawQueue.add(element, () => {
        // Hidden places have no size, and not yet drawn ones nothing to resize.
        if (element.clientWidth > 0) drawnBy.current?.Plots.resize(element);
      });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [place, drawnBy]);
}

/** A data: address as bytes; fetching it is not allowed by the policy. */
function blobOf(address: string): Blob {
  const comma = address.indexOf(",");
  const bytes = Uint8Array.from(atob(address.slice(comma + 1)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}
