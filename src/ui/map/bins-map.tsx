import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from "react";
import { lengthIn } from "../../pipeline/geometry/words.ts";
import type {
  BinColouring,
  BinsLegend,
  BinsView,
  BinValue,
  LatticePoint,
} from "../../services/bins-contract.ts";
import { amplitudeLabel, numberLabel } from "../section/axis-ticks.ts";
import { onThemeSwitch } from "../section/scene-theme.ts";
import { many, percent } from "../shared/words.ts";
import { listenToBinsInput } from "./bins-input.ts";
import { BinsScene, type BinPoint, type BinsPicture } from "./bins-scene.ts";
import type { MapView } from "./bins-view.ts";
import { exportBins, type PictureWords } from "./export-bins.ts";
import type { MapTool } from "./map-store.ts";
import { useSeenBin, type SeenBin } from "./use-bins.ts";

export interface BinsMapHandle {
  fit(): void;
  picture(words: PictureWords): Promise<Blob | undefined>;
}

export interface BinsMapProps {
  readonly picture: BinsPicture | undefined;
  readonly colouring: BinColouring;
  /** Of a colouring by values. */
  readonly legend: BinsLegend | undefined;
  /** Whether the picture is of what is asked for. */
  readonly isCurrent: boolean;
  readonly tool: MapTool;
  readonly onView: (view: MapView) => void;
  /** A bin was clicked; with Shift its crossline is meant. */
  readonly onOpen: (point: BinPoint, isCrossline: boolean) => void;
  readonly onShape: (polygon: readonly LatticePoint[], tool: MapTool) => void;
  readonly ref?: Ref<BinsMapHandle>;
}

function valueWords({ value, share, of }: BinValue, { unit }: BinsLegend): string {
  const own =
    typeof value === "number"
      ? `${amplitudeLabel(value)}${unit === undefined ? "" : `\u2009${unit}`}`
      : value;
  const how = share === undefined || share === 1 ? "" : `${percent(share)} of `;
  return of > 1 ? `${own} (${how || "of "}${numberLabel(of)})` : own;
}

function BinTip({
  seen,
  bins,
  legend,
}: {
  readonly seen: SeenBin;
  readonly bins: BinsView;
  readonly legend: BinsLegend | undefined;
}): ReactNode {
  const { facts } = seen;
  const { unit } = bins;
  return (
    <>
      <div>{`Inline ${seen.inline} · crossline ${seen.crossline}`}</div>
      {facts && <div>{facts.traces === 0 ? "no trace" : many(facts.traces, "trace")}</div>}
      {facts?.first && (facts.first.x !== 0 || facts.first.y !== 0) && (
        <div>{`X ${numberLabel(facts.first.x, 1)} · Y ${numberLabel(facts.first.y, 1)}${unit ? `\u2009${unit}` : ""}`}</div>
      )}
      {facts && legend && facts.traces > 0 && (
        <div>{`${legend.title}: ${facts.value ? valueWords(facts.value, legend) : "none"}`}</div>
      )}
      {facts?.residual !== undefined && <div>{`${lengthIn(facts.residual, unit)} from the fit`}</div>}
    </>
  );
}

/**
 * Bins under real axes. Wheel zooms at the pointer, drag pans, Shift and drag zooms into a box, F or 0 fits, arrows pan,
 * + and − zoom; a click or Enter opens the inline through a bin, with Shift the crossline. With the rectangle a drag selects; with
 * the polygon a click sets a corner, Enter or a click on the first corner closes, Backspace takes the last one back, Esc drops it.
 */
export function BinsMap(props: BinsMapProps): ReactNode {
  const { picture } = props;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoomBox = useRef<HTMLDivElement>(null);
  const scene = useRef<BinsScene>(undefined);
  const [seen, look] = useSeenBin(picture?.bins, props.colouring, props.legend);
  const latest = useRef({ ...props, look });
  useEffect(() => {
    latest.current = { ...props, look };
  });

  useEffect(() => {
    if (!place.current || !canvas.current || !zoomBox.current) return undefined;
    const element = place.current;
    const own = new BinsScene(canvas.current, zoomBox.current, {
      onView: (view) => {
        latest.current.onView(view);
      },
      onPoint: (point) => {
        latest.current.look(point);
      },
      onPick: (point, isCrossline) => {
        latest.current.onOpen(point, isCrossline);
      },
      onShape: (polygon, tool) => {
        latest.current.onShape(polygon, tool);
      },
    });
    scene.current = own;
    const fitSize = (): void => {
      own.resize(element.clientWidth, element.clientHeight, globalThis.devicePixelRatio);
    };
    fitSize();
    const observer = new ResizeObserver(fitSize);
    observer.observe(element);
    const stopInput = listenToBinsInput(own, element);
    const stopTheme = onThemeSwitch(() => {
      own.themeChanged();
    });
    void document.fonts.ready.then(() => {
      own.themeChanged();
    });
    return () => {
      observer.disconnect();
      stopInput();
      stopTheme();
      own.dispose();
      scene.current = undefined;
    };
  }, []);

  useEffect(() => {
    scene.current?.setPicture(picture);
  }, [picture]);
  useEffect(() => {
    scene.current?.setTool(props.tool);
  }, [props.tool]);

  useImperativeHandle(
    props.ref,
    () => ({
      fit: () => scene.current?.fit(),
      picture: async (words) => {
        const shown = latest.current.picture;
        if (!scene.current || !shown) return undefined;
        const { view, box } = scene.current;
        return exportBins(shown, view, box.height / box.width, words);
      },
    }),
    [],
  );

  const isReady = picture !== undefined && picture.rasters.length > 0 && props.isCurrent;
  return (
    <div
      ref={place}
      className={props.tool === "open" ? "bins-map" : "bins-map selecting"}
      tabIndex={0}
      role="application"
      aria-label="Bins. Wheel or plus and minus zoom, arrows or dragging pan, F fits, Enter opens the inline."
      aria-busy={!isReady}
    >
      <canvas ref={canvas} />
      <div className="zoom-box" ref={zoomBox} />
      {seen && picture && (
        <div
          className="map-tip"
          data-side={seen.point.x > (place.current?.clientWidth ?? 0) * 0.6 ? "left" : "right"}
          style={{ left: seen.point.x, top: seen.point.y }}
        >
          <BinTip
            seen={seen}
            bins={picture.bins}
            legend={seen.legend === props.legend ? props.legend : undefined}
          />
        </div>
      )}
    </div>
  );
}
