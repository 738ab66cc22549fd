import { create } from "zustand";
import type { SectionLine } from "../../services/section-contract.ts";
import type { SectionWindow } from "./scene-types.ts";
import type { ViewBox } from "./view-transform.ts";

export type OverlayKind = "amplitude" | "labels" | "prediction" | "confidence";

/** Windows that another page sent a person here to see. */
export interface ShownWindows {
  readonly survey: string;
  readonly line?: SectionLine | undefined;
  readonly windows: readonly SectionWindow[];
  /** What they have in common: "boundary called normal". */
  readonly title: string;
  /** The one that is looked at. */
  readonly selected: number;
}

interface SectionState {
  /** The survey that is open; undefined: the first one. */
  readonly survey: string | undefined;
  readonly line: SectionLine | undefined;
  /** Whether muted zones are marked. */
  readonly mutes: boolean;
  /** What a press that moves does. */
  readonly tool: "pan" | "box";
  readonly overlay: OverlayKind;
  /** 0 … 1 */
  readonly opacity: number;
  /** undefined: the newest. */
  readonly labelSetId: string | undefined;
  readonly predictionId: string | undefined;
  /** Classes that are not laid over the amplitudes. */
  readonly hiddenClasses: readonly string[];
  /** Where a person was in each line. */
  readonly views: Readonly<Record<string, ViewBox>>;
  /** The line that was looked at last. */
  readonly seen: { readonly survey: string; readonly line?: SectionLine | undefined } | undefined;
  /** The trace whose samples are plotted, by its place along the line. */
  readonly pickedTrace: number | undefined;
  /** Where on it, in the vertical unit. */
  readonly pickedMs: number | undefined;
  readonly shown: ShownWindows | undefined;
}

export const useSectionStore = create<SectionState>(() => ({
  survey: undefined,
  line: undefined,
  mutes: true,
  tool: "pan",
  overlay: "amplitude",
  opacity: 0.45,
  labelSetId: undefined,
  predictionId: undefined,
  // Most of a section is of this class, and a tint over all of it hides what it is about.
  hiddenClasses: ["normal"],
  views: {},
  seen: undefined,
  pickedTrace: undefined,
  pickedMs: undefined,
  shown: undefined,
}));

export const lineKey = (survey: string, line?: SectionLine): string =>
  line ? `${survey} ${line.axis} ${line.number}` : survey;

/** Opens a line; the rest stays as the person set it. */
export function openLine(survey: string, line?: SectionLine): void {
  useSectionStore.setState((state) => {
    const isSame = state.survey === survey && lineKey(survey, state.line) === lineKey(survey, line);
    return isSame ? {} : { survey, line, pickedTrace: undefined };
  });
}

/** Opens a line with windows highlighted on it: the way here from every number on other pages. */
export function showWindows(
  survey: string,
  line: SectionLine | undefined,
  windows: readonly SectionWindow[],
  title = "windows",
): void {
  openLine(survey, line);
  useSectionStore.setState({ shown: { survey, line, windows, title, selected: 0 } });
}

export function selectWindow(selected: number): void {
  useSectionStore.setState(({ shown }) =>
    shown && selected >= 0 && selected < shown.windows.length ? { shown: { ...shown, selected } } : {},
  );
}

export function toggleClass(name: string): void {
  useSectionStore.setState(({ hiddenClasses }) => ({
    hiddenClasses: hiddenClasses.includes(name)
      ? hiddenClasses.filter((other) => other !== name)
      : [...hiddenClasses, name],
  }));
}

export function clearWindows(): void {
  useSectionStore.setState({ shown: undefined });
}

/** Where a person came to rest. */
export function rememberView(seen: NonNullable<SectionState["seen"]>, view: ViewBox): void {
  const key = lineKey(seen.survey, seen.line);
  useSectionStore.setState(({ views }) => ({ seen, views: { ...views, [key]: view } }));
}

/** The settings that a person turns. */
export const setSection = (
  change: Partial<
    Pick<
      SectionState,
      "mutes" | "tool" | "overlay" | "opacity" | "labelSetId" | "predictionId" | "pickedTrace" | "pickedMs"
    >
  >,
): void => {
  useSectionStore.setState(change);
};
