import type { BinsScene } from "./bins-scene.ts";
import { panMap, zoomMap } from "./bins-view.ts";

/** How far a press may move and still be a click, in pixels. */
const clickSlack = 4;
const keyZoom = 1.4;
const keyPan = 0.12;

function middleOf({ box }: BinsScene): [number, number] {
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function zoomAt(scene: BinsScene, x: number, y: number, factor: number): void {
  scene.setView(zoomMap(scene.view, scene.placeAt(x, y), factor));
}

const pan = (across: number, up: number) => (scene: BinsScene) => {
  scene.setView(panMap(scene.view, across, up));
};
const zoom = (factor: number) => (scene: BinsScene) => {
  zoomAt(scene, ...middleOf(scene), factor);
};
const fit = (scene: BinsScene): void => {
  scene.fit();
};
const keys: Readonly<Record<string, (scene: BinsScene) => void>> = {
  ArrowLeft: pan(-keyPan, 0),
  ArrowRight: pan(keyPan, 0),
  ArrowUp: pan(0, keyPan),
  ArrowDown: pan(0, -keyPan),
  "+": zoom(keyZoom),
  "=": zoom(keyZoom),
  "-": zoom(1 / keyZoom),
  "0": fit,
  f: fit,
};

/** Joins a map to pointer, wheel and keys of its element; returns how to leave it. */
export function listenToBinsInput(scene: BinsScene, element: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const place = (event: { clientX: number; clientY: number }): [number, number] => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  let drag:
    | { from: [number, number]; last: [number, number]; isBox: boolean; isShape: boolean; moved: boolean }
    | undefined;
  let pointer: [number, number] | undefined;

  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const pixels = event.deltaMode === 1 ? event.deltaY * 24 : event.deltaY;
      zoomAt(scene, ...place(event), Math.exp(-Math.max(-240, Math.min(240, pixels)) * 0.0022));
      scene.setCursor(place(event));
    },
    { signal, passive: false },
  );
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      const from = place(event);
      const isShape = scene.tool === "rectangle" && !event.shiftKey;
      drag = { from, last: from, isBox: event.shiftKey || isShape, isShape, moved: false };
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const [x, y] = place(event);
      pointer = [x, y];
      if (drag) {
        drag.moved ||= Math.hypot(x - drag.from[0], y - drag.from[1]) > clickSlack;
        if (drag.moved && drag.isBox) scene.setBox([...drag.from, x, y]);
        else if (drag.moved) {
          const { box } = scene;
          scene.setView(panMap(scene.view, (drag.last[0] - x) / box.width, (y - drag.last[1]) / box.height));
          drag.last = [x, y];
          element.classList.add("panning");
        }
        if (drag.moved) {
          scene.setCursor(undefined);
          return;
        }
      }
      scene.setCursor([x, y]);
    },
    { signal },
  );
  const end = (event: PointerEvent): void => {
    if (!drag) return;
    const [x, y] = place(event);
    const { from, isBox, isShape, moved } = drag;
    drag = undefined;
    element.classList.remove("panning");
    scene.setBox(undefined);
    if (event.type === "pointercancel") return;
    if (!moved) {
      if (scene.tool === "polygon") scene.addCorner(x, y);
      else if (scene.tool === "open") scene.pick(x, y, event.shiftKey);
    } else if (isShape) scene.takeRectangle(...from, x, y);
    else if (isBox && Math.abs(x - from[0]) > 5 && Math.abs(y - from[1]) > 5) {
      const [one, other] = [scene.placeAt(...from), scene.placeAt(x, y)];
      const { box } = scene;
      // The scale of both axes stays to each other as it is: the view holds all of the box.
      const { x0, x1, y0, y1 } = scene.view;
      const share = Math.max(Math.abs(x - from[0]) / box.width, Math.abs(y - from[1]) / box.height);
      const [midX, midY] = [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
      const [width, height] = [share * (x1 - x0), share * (y1 - y0)];
      scene.setView({
        x0: midX - width / 2,
        x1: midX + width / 2,
        y0: midY - height / 2,
        y1: midY + height / 2,
      });
    }
  };
  // The second click of a double click has added a corner already.
  element.addEventListener(
    "dblclick",
    () => {
      if (scene.tool === "polygon") scene.closeDraft();
    },
    { signal },
  );
  element.addEventListener("pointerup", end, { signal });
  element.addEventListener("pointercancel", end, { signal });
  element.addEventListener(
    "pointerleave",
    () => {
      pointer = undefined;
      scene.setCursor(undefined);
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter") {
        event.preventDefault();
        if (scene.tool === "polygon") scene.closeDraft();
        else scene.pick(...(pointer ?? middleOf(scene)), event.shiftKey);
        return;
      }
      if (scene.isDrafting && (event.key === "Escape" || event.key === "Backspace")) {
        event.preventDefault();
        if (event.key === "Escape") scene.dropDraft();
        else scene.dropCorner();
        return;
      }
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act(scene);
    },
    { signal },
  );
  return () => {
    stop.abort();
  };
}
