import type { SectionScene } from "./section-scene.ts";
import { boxTool, panTool, type SectionTool } from "./scene-tools.ts";
import { isInside } from "./view-transform.ts";

/** How far a press may move and still be a click, in pixels. */
const clickSlack = 4;
const keyZoom = 1.4;
const keyPan = 0.12;

function place(element: HTMLElement, event: { clientX: number; clientY: number }): [number, number] {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function zoomMiddle(scene: SectionScene, factor: number): void {
  const { frame } = scene;
  scene.zoomAt(frame.left + frame.width / 2, frame.top + frame.height / 2, factor, factor);
}

function panShares(scene: SectionScene, across: number, down: number): void {
  scene.panBy(across * scene.frame.width, down * scene.frame.height);
}

/** What each key does; the same words stand in the help of the page. */
const keys: Readonly<Record<string, (scene: SectionScene) => void>> = {
  ArrowLeft: (scene) => {
    panShares(scene, -keyPan, 0);
  },
  ArrowRight: (scene) => {
    panShares(scene, keyPan, 0);
  },
  ArrowUp: (scene) => {
    panShares(scene, 0, -keyPan);
  },
  ArrowDown: (scene) => {
    panShares(scene, 0, keyPan);
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
  let drag:
    | { readonly from: [number, number]; last: [number, number]; readonly tool: SectionTool; moved: boolean }
    | undefined;

  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const [x, y] = place(element, event);
      // With Shift, many systems turn the wheel sideways by themselves.
      const turn = event.deltaY || event.deltaX;
      const pixels = event.deltaMode === 1 ? turn * 24 : turn;
      const factor = Math.exp(-Math.max(-240, Math.min(240, pixels)) * 0.0022);
      scene.zoomAt(x, y, factor, event.shiftKey ? 1 : factor);
      scene.setCursor({ x, y });
    },
    { signal, passive: false },
  );
  element.addEventListener(
    "pointerdown",
    (event) => {
      // An empty frame holds buttons of its own: capturing the pointer would take their clicks.
      if (event.button > 1 || scene.isEmpty) return;
      const from = place(element, event);
      // Shift draws a box and the middle button pans, whatever the tool.
      const tool = event.button === 1 ? panTool : event.shiftKey ? boxTool : scene.tool;
      drag = { from, last: from, tool, moved: false };
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
        if (drag.moved) {
          drag.tool.drag(scene, drag.from, drag.last, [x, y]);
          drag.last = [x, y];
          element.classList.toggle("panning", drag.tool === panTool);
        }
        // While the section moves under the hand there is nothing to read out.
        if (drag.moved) {
          scene.setCursor(undefined);
          return;
        }
      } else scene.tool.hover?.(scene, [x, y]);
      scene.setCursor({ x, y });
    },
    { signal },
  );
  const cancel = (): void => {
    (drag?.tool ?? scene.tool).cancel(scene);
    drag = undefined;
    element.classList.remove("panning");
  };
  const end = (event: PointerEvent): void => {
    if (!drag) return;
    if (event.type === "pointercancel") {
      cancel();
      return;
    }
    const at = place(element, event);
    const { from, tool, moved } = drag;
    drag = undefined;
    element.classList.remove("panning");
    if (moved) tool.drop(scene, from, at);
    else if (event.button === 0) {
      if (tool.click && isInside(scene.frame, ...at)) tool.click(scene, at);
      else scene.pick(...at);
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
      if (!isInside(scene.frame, ...place(element, event))) return;
      if (scene.tool.doubleClick) scene.tool.doubleClick(scene);
      else if (!scene.tool.click) scene.fit();
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") cancel();
      else if (scene.tool.key?.(scene, event.key)) {
        event.preventDefault();
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
