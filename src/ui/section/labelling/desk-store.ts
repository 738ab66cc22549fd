import { create } from "zustand";
import type { LabelEdit, LabelSetRecord } from "../../../pipeline/labels/contract.ts";
import { classColour } from "../../../pipeline/reports/class-colours.ts";
import type { LabelDraftState } from "../../../pipeline/steps/label-draft.ts";
import type { Fault } from "../../../services/contract.ts";
import type { DraftAct } from "../../../services/label-desk.ts";
import { workspace } from "../../clients.ts";
import { faultIn, valueOf } from "../../shared/answers.ts";

export type LabelToolName = "brush" | "rectangle" | "polygon" | "pick";
export const labelToolNames: readonly LabelToolName[] = ["brush", "rectangle", "polygon", "pick"];

interface DeskState {
  /** Whether the section is being labelled. */
  readonly isOn: boolean;
  /** Whether it is known if there is a draft. */
  readonly isLoaded: boolean;
  readonly draft: LabelDraftState | undefined;
  /** Goes up with each act: what is drawn of the draft is asked for anew. */
  readonly revision: number;
  readonly isBusy: boolean;
  readonly fault: Fault | undefined;
  readonly tool: LabelToolName;
  /** Class that is painted; undefined: what is there is erased. */
  readonly paints: string | undefined;
  /** Of the brush: traces, and milliseconds, metres or feet. */
  readonly radiusTraces: number;
  readonly radiusMs: number;
  /** Of a pick, to either side. */
  readonly halfWidthMs: number;
}

export const useDesk = create<DeskState>(() => ({
  isOn: false,
  isLoaded: false,
  draft: undefined,
  revision: 0,
  isBusy: false,
  fault: undefined,
  tool: "brush",
  paints: undefined,
  radiusTraces: 6,
  radiusMs: 16,
  halfWidthMs: 12,
}));

/** What a person turns. */
export const setDesk = (
  change: Partial<
    Pick<DeskState, "isOn" | "tool" | "paints" | "radiusTraces" | "radiusMs" | "halfWidthMs" | "fault">
  >,
): void => {
  useDesk.setState(change);
};

function take(draft: LabelDraftState | undefined): void {
  useDesk.setState(({ paints, revision, draft: before }) => {
    const names = draft?.labels.scheme.map(({ name }) => name) ?? [];
    // The first class that is not what everything is; the eraser only where a person chose it.
    const isNew = before?.draft.id !== draft?.draft.id;
    const kept = paints !== undefined && names.includes(paints) ? paints : undefined;
    return {
      draft,
      isLoaded: true,
      revision: revision + 1,
      paints: kept ?? (isNew || paints !== undefined ? (names[1] ?? names[0]) : undefined),
    };
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One act after the other, in the order in which they were asked for. @returns whether it was done */
function inTurn(work: () => Promise<void>): Promise<boolean> {
  const done = last.then(async () => {
    useDesk.setState({ isBusy: true, fault: undefined });
    try {
      await work();
      return true;
    } catch (error) {
      useDesk.setState({ fault: faultIn(error) });
      return false;
    } finally {
      useDesk.setState({ isBusy: false });
    }
  });
  last = done;
  return done;
}

/** Finds the draft that was left, if any. */
export const openDesk = (): Promise<boolean> =>
  inTurn(async () => {
    take(await valueOf(workspace.labelDraft()));
  });

export const actOnDraft = (act: DraftAct): Promise<boolean> =>
  inTurn(async () => {
    take(await valueOf(workspace.actOnLabels(act)));
  });

export const editDraft = (edit: LabelEdit): Promise<boolean> => actOnDraft({ kind: "edit", edit });

/** Makes a label set of the draft; what was left of another draft is open then. */
export async function saveDraft(words: {
  readonly author?: string;
  readonly note?: string;
}): Promise<LabelSetRecord | undefined> {
  let saved: LabelSetRecord | undefined;
  await inTurn(async () => {
    saved = await valueOf(workspace.saveLabels(words));
    take(await valueOf(workspace.labelDraft()));
  });
  return saved;
}

const hex = (channel: number): string => channel.toString(16).padStart(2, "0");

/** `#rrggbb` of a class: what a person gave it, or its place's. */
export function colourOf(scheme: LabelDraftState["labels"]["scheme"], index: number): string {
  return scheme[index]?.colour ?? `#${classColour(index).map(hex).join("")}`;
}
