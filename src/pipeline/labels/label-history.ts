import { applyEdit } from "./apply-edit.ts";
import type { EditableLabels, LabelEdit, LabelRestore } from "./contract.ts";

/** Labels as a start and a log of edits, of which the first `done` hold: undo and redo go along the log. */
export class LabelHistory {
  #labels: EditableLabels;
  #edits: readonly LabelEdit[];
  /** What takes back each of the edits that hold. */
  #inverses: LabelRestore[] = [];

  /**
   * @param done how many of the edits hold
   * @throws InputError as `applyEdit`, where the log is not of this start
   */
  constructor(base: EditableLabels, edits: readonly LabelEdit[] = [], done: number = edits.length) {
    this.#labels = base;
    this.#edits = [...edits];
    while (this.#inverses.length < Math.min(done, edits.length)) this.redo();
  }

  get labels(): EditableLabels {
    return this.#labels;
  }

  /** All that can be done again among them. */
  get edits(): readonly LabelEdit[] {
    return this.#edits;
  }

  get done(): number {
    return this.#inverses.length;
  }

  /** Edits that were taken back before are gone then. Nothing changes where it throws. @throws InputError as `applyEdit` */
  apply(edit: LabelEdit): void {
    const { labels, inverse } = applyEdit(this.#labels, edit);
    this.#edits = [...this.#edits.slice(0, this.done), edit];
    this.#inverses.push(inverse);
    this.#labels = labels;
  }

  /** @returns whether there was anything to take back */
  undo(): boolean {
    const inverse = this.#inverses.pop();
    if (!inverse) return false;
    this.#labels = applyEdit(this.#labels, inverse).labels;
    return true;
  }

  /** @returns whether there was anything to do again */
  redo(): boolean {
    const edit = this.#edits[this.done];
    if (!edit) return false;
    const { labels, inverse } = applyEdit(this.#labels, edit);
    this.#inverses.push(inverse);
    this.#labels = labels;
    return true;
  }
}
