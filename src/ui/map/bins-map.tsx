import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from "react";
import { lengthIn } from "../../pipeline/geometry/words.ts";
import type { BinsView } from "../../services/bins-contract.ts";
import { numberLabel } from "../section/axis-ticks.ts";
import { onThemeSwitch } from "../section/scene-theme.ts";
import { many } from "../shared/words.ts";
import { listenToBinsInput } from "./bins-input.ts";
import type { LegendPart } from "./bins-legend.tsx";
import { BinsScene, type BinPoint, type BinsPicture } from "./bins-scene.ts";
import { numbersAt, type MapView } from "./bins-view.ts";
import { exportBins } from "./export-bins.ts";
import { useSeenBin, type SeenBin } from "./use-bins.ts";

export interface BinsMapHandle {
  fit(): void;
  picture(title: string, legend: readonly LegendPart[]): Promise<Blob | undefined>;
}

export interface BinsMapProps {
  readonly picture: BinsPicture | undefined;
  readonly onView: (view: MapView) => void;
  /** A bin was clicked; with Shift its crossline is meant. */
  readonly onOpen: (inline: number, crossline: number, isCrossline: boolean) => void;
  readonly ref?: Ref<BinsMapHandle>;
}

function BinTip({ seen, bins }: { readonly seen: SeenBin; readonly bins: BinsView }): ReactNode {
  const { facts } = seen;
  const { unit } = bins;
  return (
    <>
      <div>{`Inline ${seen.inline} · crossline ${seen.crossline}`}</div>
      {facts && <div>{facts.traces === 0 ? "no trace" : many(facts.traces, "trace")}</div>}
      {facts?.first && (facts.first.x !== 0 || facts.first.y !== 0) && (
        <div>{`X ${numberLabel(facts.first.x, 1)} · Y ${numberLabel(facts.first.y, 1)}${unit ? `\u2009${unit}` : ""}`}</div>
      )}
      {facts?.residual !== undefined && <div>{`${lengthIn(facts.residual, unit)} from the fit`}</div>}
    </>
  );
}

/**
 * Bins under real axes. Wheel zooms at the pointer, drag pans, Shift and drag zooms into a box, F or 0 fits, arrows pan,
 * + and − zoom; a click or Enter opens the inline through a bin, with Shift the crossline.
 */
export function BinsMap(props: BinsMapProps): ReactNode {
  const { picture } = props;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoomBox = useRef<HTMLDivElement>(null);
  const scene = useRef<BinsScene>(undefined);
  const [seen, look] = useSeenBin(picture?.bins);
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
      onPick: ({ column, row }: BinPoint, isCrossline) => {
        const { picture: shown, onOpen } = latest.current;
        if (!shown) return;
        const { inline, crossline } = numbersAt(shown.bins, column, row);
        onOpen(inline, crossline, isCrossline);
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

  useImperativeHandle(
    props.ref,
    () => ({
      fit: () => scene.current?.fit(),
      picture: async (title, legend) => {
        const shown = latest.current.picture;
        if (!scene.current || !shown) return undefined;
        const { view, box } = scene.current;
        return exportBins(shown, view, box.height / box.width, title, legend);
      },
    }),
    [],
  );

  const isReady = picture !== undefined && picture.rasters.length > 0;
  return (
    <div
      ref={place}
      className="bins-map"
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
          <BinTip seen={seen} bins={picture.bins} />
        </div>
      )}
    </div>
  );
}
