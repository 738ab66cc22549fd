import type { SectionScene } from "./section-scene.ts";

type Place = readonly [x: number, y: number];

/** What a press on the section that moves does. All pointer modes are here; a press that does not move picks a trace. */
export interface SectionTool {
  readonly name: string;
  /** @param from where the press began @param last where it was before */
  drag(scene: SectionScene, from: Place, last: Place, at: Place): void;
  drop(scene: SectionScene, from: Place, at: Place): void;
  /** The press was taken away, or Escape was pressed. */
  cancel(scene: SectionScene): void;
}

export const panTool: SectionTool = {
  name: "pan",
  drag: (scene, _from, last, at) => {
    scene.panBy(last[0] - at[0], last[1] - at[1]);
  },
  drop: () => undefined,
  cancel: () => undefined,
};

export const boxTool: SectionTool = {
  name: "box",
  drag: (scene, from, _last, at) => {
    scene.setBox([...from, ...at]);
  },
  drop: (scene, from, at) => {
    scene.setBox(undefined);
    scene.zoomInto(from, at);
  },
  cancel: (scene) => {
    scene.setBox(undefined);
  },
};
