import type { SectionScene } from "./section-scene.ts";

/** On the canvas, in CSS pixels. */
export type ScreenPlace = readonly [x: number, y: number];

/** What a press on the section that moves does. A press that does not move picks a trace, unless the tool takes it. */
export interface SectionTool {
  readonly name: string;
  /** @param from where the press began @param last where it was before */
  drag(scene: SectionScene, from: ScreenPlace, last: ScreenPlace, at: ScreenPlace): void;
  drop(scene: SectionScene, from: ScreenPlace, at: ScreenPlace): void;
  /** A press that did not move. */
  click?(scene: SectionScene, at: ScreenPlace): void;
  /** The pointer moved with no button held. */
  hover?(scene: SectionScene, at: ScreenPlace): void;
  doubleClick?(scene: SectionScene): void;
  /** @returns whether the tool made use of the key */
  key?(scene: SectionScene, key: string): boolean;
  /** The press was taken away, Escape was pressed, or another tool was chosen. */
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
