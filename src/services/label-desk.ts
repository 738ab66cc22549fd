import { InputError } from "../pipeline/errors.ts";
import {
  effectiveIntervals,
  previewEdit,
  type ClassTotal,
  type LabelEdit,
  type LabelIntervals,
  type LabelSetRecord,
} from "../pipeline/labels/contract.ts";
import { LabelDraft, newestLabelDraft, type LabelDraftState } from "../pipeline/steps/label-draft.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import { answerOf, type Answer } from "./answer.ts";

/** Traces whose labels are asked for: of a survey, in any order. */
export interface TracesToLabel {
  readonly survey: string;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
}

/** What can be done to labels in work. */
export type DraftAct =
  | { readonly kind: "begin"; /** A label set; absent: from nothing. */ readonly base?: string }
  | { readonly kind: "edit"; readonly edit: LabelEdit }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" }
  | { readonly kind: "discard" };

/** Labels in work: the draft that was begun last, held in memory and kept edit by edit. One act after the other. */
export class LabelDesk {
  #draft: LabelDraft | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: { workspace(): Promise<Workspace>; now(): string }) {}

  /** Of the draft as it is now; undefined where there is none. */
  state(): Promise<Answer<LabelDraftState | undefined>> {
    return this.#after(async () => (await this.#open())?.state());
  }

  /** Does something, and tells how the draft is then; undefined once there is none. */
  act(act: DraftAct): Promise<Answer<LabelDraftState | undefined>> {
    return this.#after(async () => {
      if (act.kind === "begin") {
        // Another draft is not lost by it: it is there again once this one is saved or thrown away.
        this.#draft = await LabelDraft.begin(await this.#ports(), act.base);
        return this.#draft.state();
      }
      const draft = await this.#require();
      if (act.kind === "edit") await draft.apply(act.edit);
      if (act.kind === "undo") await draft.undo();
      if (act.kind === "redo") await draft.redo();
      if (act.kind === "discard") {
        await draft.discard();
        this.#draft = undefined;
        return (await this.#open())?.state();
      }
      return draft.state();
    });
  }

  /** Makes a label set of the draft. */
  save(words: { readonly author?: string; readonly note?: string }): Promise<Answer<LabelSetRecord>> {
    return this.#after(async () => {
      const labelSet = await (await this.#require()).save(words);
      this.#draft = undefined;
      return labelSet;
    });
  }

  /** How much there would be of each class after an edit. */
  preview(
    edit: LabelEdit,
  ): Promise<Answer<{ readonly before: readonly ClassTotal[]; readonly after: readonly ClassTotal[] }>> {
    return this.#after(async () => previewEdit((await this.#require()).labels, edit));
  }

  /** The draft's labels as they apply to traces; class indices are of its scheme. */
  on({ survey, inline, crossline }: TracesToLabel): Promise<Answer<LabelIntervals>> {
    return this.#after(async () =>
      effectiveIntervals((await this.#require()).labels, {
        name: survey,
        count: inline.length,
        inline,
        crossline,
      }),
    );
  }

  /** Lets go of what is in memory: the records may be others now. */
  forget(): void {
    this.#draft = undefined;
  }

  async #ports(): Promise<{ workspace: Workspace; now: () => string }> {
    return { workspace: await this.ports.workspace(), now: () => this.ports.now() };
  }

  async #open(): Promise<LabelDraft | undefined> {
    if (this.#draft) return this.#draft;
    const ports = await this.#ports();
    const newest = await newestLabelDraft(ports.workspace);
    if (newest) this.#draft = await LabelDraft.open(ports, newest.id);
    return this.#draft;
  }

  /** @throws InputError `label-draft-missing` */
  async #require(): Promise<LabelDraft> {
    const draft = await this.#open();
    if (draft) return draft;
    throw new InputError("label-draft-missing", "no labels are in work", {
      advice: "Begin from a label set, or from nothing.",
    });
  }

  #after<T>(work: () => Promise<T>): Promise<Answer<T>> {
    const answer = this.#last.then(() =>
      answerOf(async () => {
        try {
          return await work();
        } catch (error) {
          // What could not be kept must not look as if it were.
          this.#draft = undefined;
          throw error;
        }
      }),
    );
    this.#last = answer;
    return answer;
  }
}
