import type { SectionScene } from "./section-scene.ts";
import { boxView, isInside, panView, zoomView } from "./view-transform.ts";

/** How far a press may move and still be a click, in pixels. */
const clickSlack = 4;
const keyZoom = 1.4;
const keyPan = 0.12;

function place(element: HTMLElement, event: { clientX: number; clientY: number }): [number, number] {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function zoomAt(scene: SectionScene, x: number, y: number, factorX: number, factorY: number): void {
  const { frame } = scene;
  scene.setView(
    zoomView(
      scene.view,
      Math.min(1, Math.max(0, (x - frame.left) / frame.width)),
      Math.min(1, Math.max(0, (y - frame.top) / frame.height)),
      factorX,
      factorY,
      scene.extent,
    ),
  );
}

function zoomMiddle(scene: SectionScene, factor: number): void {
  const { frame } = scene;
  zoomAt(scene, frame.left + frame.width / 2, frame.top + frame.height / 2, factor, factor);
}

/** What each key does; the same words stand in the help of the page. */
const keys: Readonly<Record<string, (scene: SectionScene) => void>> = {
  ArrowLeft: (scene) => {
    scene.setView(panView(scene.view, -keyPan, 0, scene.extent));
  },
  ArrowRight: (scene) => {
    scene.setView(panView(scene.view, keyPan, 0, scene.extent));
  },
  ArrowUp: (scene) => {
    scene.setView(panView(scene.view, 0, -keyPan, scene.extent));
  },
  ArrowDown: (scene) => {
    scene.setView(panView(scene.view, 0, keyPan, scene.extent));
  },
  "+": (scene) => {
    zoomMiddle(scene, keyZoom);
  },
  "=": (scene) => {
    zoomMiddle(scene, keyZoom);
  },
  "-": (scene) => {
    zoomMiddle(scene, 1 / keyZoom);
  },
  "0": (scene) => {
    scene.fit();
  },
  f: (scene) => {
    scene.fit();
  },
};

/** Joins a scene to pointer, wheel and keys of its element; returns how to leave it. */
export function listenToInput(scene: SectionScene, element: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let drag: { from: [number, number]; last: [number, number]; isBox: boolean; moved: boolean } | undefined;

  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const [x, y] = place(element, event);
      // With Shift, many systems turn the wheel sideways by themselves.
      const turn = event.deltaY || event.deltaX;
      const pixels = event.deltaMode === 1 ? turn * 24 : turn;
      const factor = Math.exp(-Math.max(-240, Math.min(240, pixels)) * 0.0022);
      zoomAt(scene, x, y, factor, event.shiftKey ? 1 : factor);
      scene.setCursor({ x, y });
    },
    { signal, passive: false },
  );
  element.addEventListener(
    "pointerdown",
    (event) => {
      // An empty frame holds buttons of its own: capturing the pointer would take their clicks.
      if (event.button !== 0 || scene.isEmpty) return;
      const from = place(element, event);
      drag = { from, last: from, isBox: event.shiftKey, moved: false };
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const [x, y] = place(element, event);
      if (drag) {
        drag.moved ||= Math.hypot(x - drag.from[0], y - drag.from[1]) > clickSlack;
        if (drag.moved && drag.isBox) scene.setBox([...drag.from, x, y]);
        else if (drag.moved) {
          const { frame } = scene;
          scene.setView(
            panView(
              scene.view,
              (drag.last[0] - x) / frame.width,
              (drag.last[1] - y) / frame.height,
              scene.extent,
            ),
          );
          drag.last = [x, y];
          element.classList.add("panning");
        }
        // While the section moves under the hand there is nothing to read out.
        if (drag.moved) {
          scene.setCursor(undefined);
          return;
        }
      }
      scene.setCursor({ x, y });
    },
    { signal },
  );
  const end = (event: PointerEvent): void => {
    if (!drag) return;
    const [x, y] = place(element, event);
    const { from, isBox, moved } = drag;
    drag = undefined;
    element.classList.remove("panning");
    scene.setBox(undefined);
    if (event.type === "pointercancel") return;
    if (!moved) scene.pick(x, y);
    else if (isBox) {
      const view = boxView(scene.view, scene.frame, from, [x, y], scene.extent);
      if (view) scene.setView(view);
    }
  };
  element.addEventListener("pointerup", end, { signal });
  element.addEventListener("pointercancel", end, { signal });
  element.addEventListener(
    "pointerleave",
    () => {
      scene.setCursor(undefined);
    },
    { signal },
  );
  element.addEventListener(
    "dblclick",
    (event) => {
      if (isInside(scene.frame, ...place(element, event))) scene.fit();
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
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
