import { useEffect, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from "react";
import type { VerticalUnit } from "../../quantities/units.ts";
import type { SectionView } from "../../services/section-contract.ts";
import type { SelectedTraces } from "../state/selection.ts";
import { numberLabel } from "./axis-ticks.ts";
import type { PictureWords } from "./export-picture.ts";
import { listenToInput } from "./scene-input.ts";
import { onThemeSwitch } from "./scene-theme.ts";
import { panTool, type SectionTool } from "./scene-tools.ts";
import type { SceneInk, SectionLayer, SectionWindow } from "./scene-types.ts";
import { SectionScene, type ScenePoint } from "./section-scene.ts";
import type { Frame, ViewBox } from "./view-transform.ts";

/** What a page may ask of a section it shows. */
export interface SectionHandle {
  fit(): void;
  showWindow(index: number): void;
  setView(view: ViewBox): void;
  /** What is seen now. */
  view(): ViewBox | undefined;
  /** The section as it is seen, with its axes, as PNG. */
  picture(words: PictureWords): Promise<Blob | undefined>;
}

export interface SectionCanvasProps {
  /** The line at its base density first; closer pieces of it after. Empty: nothing is open. */
  readonly layers: readonly SectionLayer[];
  readonly opacity?: number;
  /** Whether muted zones are marked; they are where absent. */
  readonly mutes?: boolean;
  /** Draws over the amplitudes, or instead of them. */
  readonly ink?: SceneInk | undefined;
  /** Whether the line runs from right to left. */
  readonly isMirrored?: boolean;
  /** How much higher a sample is than a trace is wide, where that is held. */
  readonly aspect?: number | undefined;
  /** What a press that moves does; it pans where absent. */
  readonly tool?: SectionTool | undefined;
  readonly windows?: readonly SectionWindow[];
  readonly selectedWindow?: number | undefined;
  /** Traces or windows that a person picked out on some page. */
  readonly selected?: SelectedTraces | undefined;
  /** Where to begin when another line is shown; fitted where absent. */
  readonly startView?: ViewBox | undefined;
  readonly loading?: boolean;
  /** Said to screen readers: "Section inline 310". */
  readonly label: string;
  readonly onView?: (view: ViewBox, section: SectionView, frame: Frame) => void;
  readonly onPoint?: (point: ScenePoint | undefined) => void;
  readonly onPick?: (point: ScenePoint) => void;
  /** Beside the cursor, one `div` a line; a window's own words where absent. */
  readonly tip?: (point: ScenePoint) => ReactNode;
  /** Small things in the row of the axis' title: a colour bar, a word about the data. */
  readonly notes?: ReactNode;
  /** Shown over the empty frame. */
  readonly children?: ReactNode;
  readonly ref?: Ref<SectionHandle>;
}

const noWindows: readonly SectionWindow[] = [];

/** What a highlighted window says of itself. */
export function windowLines({ window }: ScenePoint, unit: VerticalUnit): readonly string[] {
  if (!window) return [];
  const { startMs, endMs, title, details = [] } = window.window;
  return [
    ...(title === undefined ? [] : [title]),
    `${numberLabel(startMs)} – ${numberLabel(endMs)} ${unit}`,
    ...details,
  ];
}

/**
 * A section under real axes. Wheel zooms at the cursor (Shift: across only), drag pans, Shift and drag zooms into a box,
 * double-click, F or 0 fits, arrows pan, + and − zoom.
 */
export function SectionCanvas(props: SectionCanvasProps): ReactNode {
  const {
    layers,
    opacity = 0.5,
    mutes = true,
    ink,
    isMirrored = false,
    aspect,
    tool = panTool,
    windows = noWindows,
    selectedWindow,
    selected,
    startView,
    loading,
    label,
  } = props;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const vertical = useRef<HTMLDivElement>(null);
  const horizontal = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const scene = useRef<SectionScene>(undefined);
  const [point, setPoint] = useState<ScenePoint>();
  const listeners = useRef(props);
  useEffect(() => {
    listeners.current = props;
  });

  useEffect(() => {
    if (!place.current || !canvas.current || !vertical.current || !horizontal.current || !box.current)
      return undefined;
    const element = place.current;
    const own = new SectionScene(
      {
        canvas: canvas.current,
        vertical: vertical.current,
        horizontal: horizontal.current,
        box: box.current,
      },
      {
        onView: (view, section, frame) => listeners.current.onView?.(view, section, frame),
        onPick: (picked) => listeners.current.onPick?.(picked),
        onPoint: (next) => {
          listeners.current.onPoint?.(next);
          setPoint(next);
        },
      },
    );
    scene.current = own;
    const fitSize = (): void => {
      own.resize(element.clientWidth, element.clientHeight, globalThis.devicePixelRatio);
    };
    fitSize();
    const observer = new ResizeObserver(fitSize);
    observer.observe(element);
    const stopInput = listenToInput(own, element);
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
    scene.current?.setLayers(layers, startView);
    // The view to begin with counts when a line is opened, not when a person moves on from it.
  }, [layers]);
  useEffect(() => {
    scene.current?.setOpacity(opacity);
  }, [opacity]);
  useEffect(() => {
    scene.current?.setMutes(mutes);
  }, [mutes]);
  useEffect(() => {
    scene.current?.setInk(ink);
    return ink?.listen(() => scene.current?.redraw());
  }, [ink]);
  useEffect(() => {
    scene.current?.setMirrored(isMirrored);
  }, [isMirrored]);
  useEffect(() => {
    scene.current?.setAspect(aspect);
  }, [aspect]);
  useEffect(() => {
    scene.current?.setTool(tool);
  }, [tool]);
  useEffect(() => {
    scene.current?.setWindows(windows, selectedWindow);
  }, [windows, selectedWindow, layers]);
  useEffect(() => {
    scene.current?.setSelection(selected);
  }, [selected]);

  useImperativeHandle(
    props.ref,
    () => ({
      fit: () => scene.current?.fit(),
      showWindow: (index) => scene.current?.showWindow(index),
      setView: (view) => scene.current?.setView(view),
      view: () => (scene.current?.isEmpty === false ? scene.current.view : undefined),
      picture: async (words) => {
        const { exportPicture } = await import("./export-picture.ts");
        return scene.current && exportPicture(scene.current, words);
      },
    }),
    [],
  );

  return (
    <div
      ref={place}
      className={loading ? "section-canvas loading" : "section-canvas"}
      data-tool={tool.name}
      tabIndex={0}
      role="application"
      aria-label={`${label}. Wheel or plus and minus zoom, arrows or dragging pan, F fits.`}
      aria-busy={loading === true}
    >
      <canvas ref={canvas} />
      <div className="cross vertical" ref={vertical} />
      <div className="cross horizontal" ref={horizontal} />
      <div className="zoom-box" ref={box} />
      {point && layers.length > 0 && (props.tip !== undefined || point.window) && (
        <div
          className="section-tip"
          data-side={point.x > (place.current?.clientWidth ?? 0) * 0.6 ? "left" : "right"}
          data-edge={point.y > (place.current?.clientHeight ?? 0) * 0.75 ? "bottom" : "top"}
          style={{ left: point.x, top: point.y }}
        >
          {props.tip
            ? props.tip(point)
            : windowLines(point, layers[0]!.section.verticalUnit).map((line) => <div key={line}>{line}</div>)}
        </div>
      )}
      {loading && <div className="section-loading">Reading…</div>}
      {layers.length === 0 && !loading && <div className="section-empty">{props.children}</div>}
      <div className="section-notes">{props.notes}</div>
    </div>
  );
}
