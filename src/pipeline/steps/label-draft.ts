import { InputError } from "../errors.ts";
import {
  LabelHistory,
  classTotals,
  editableLabels,
  labelDraftKind,
  labelEditKind,
  labelSetKind,
  labelsFromTable,
  type ClassTotal,
  type EditableLabels,
  type LabelDraftRecord,
  type LabelEdit,
  type LabelSetRecord,
} from "../labels/contract.ts";
import { surveyKind } from "../survey-record.ts";
import { sha256Hex, stableJson, type Workspace } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { coloursOf, intervalsSha256, putLabelSet, type LabelSetWords } from "./put-label-set.ts";

type DraftPorts = Pick<WorkspacePorts, "workspace" | "now">;

/** The classes that a person begins with where there are no labels yet. */
const usualClasses = ["normal", "anomaly", "boundary"];

/** @throws InputError `label-set-unknown` */
export async function requireLabelSet(workspace: Workspace, id: string): Promise<LabelSetRecord> {
  const labelSet = await workspace.getRecord(labelSetKind, id);
  if (labelSet) return labelSet;
  throw new InputError("label-set-unknown", `there is no label set ${id} in this workspace`, {
    advice: "geophone labels list tells which there are.",
  });
}

/** @throws InputError `label-set-unknown`, `table-missing`, `table-damaged`, `label-table-damaged` */
export async function readLabelSet(
  workspace: Workspace,
  id: string,
): Promise<{ readonly labelSet: LabelSetRecord; readonly labels: EditableLabels }> {
  const labelSet = await requireLabelSet(workspace, id);
  const merged = labelsFromTable(await workspace.getTable(labelSet.path));
  return { labelSet, labels: editableLabels(merged, labelSet.colours) };
}

/** A draft as a person sees it. */
export interface LabelDraftState {
  readonly draft: LabelDraftRecord;
  /** Edits that hold, and all that are noted. */
  readonly done: number;
  readonly edits: number;
  readonly labels: Pick<EditableLabels, "scheme" | "sources">;
  readonly totals: readonly ClassTotal[];
}

/**
 * Labels in work, kept in the workspace edit by edit: a tab that dies loses nothing. One writer at a time.
 */
export class LabelDraft {
  #draft: LabelDraftRecord;
  readonly #history: LabelHistory;

  private constructor(
    private readonly ports: DraftPorts,
    draft: LabelDraftRecord,
    private readonly base: LabelSetRecord | undefined,
    history: LabelHistory,
  ) {
    this.#draft = draft;
    this.#history = history;
  }

  /**
   * Begins a draft.
   * @param base the label set to begin from; absent: no labels, and the usual classes
   * @throws InputError `label-set-unknown`, `label-unit-differs` where surveys are in time and in depth
   */
  static async begin(ports: DraftPorts, base?: string): Promise<LabelDraft> {
    const labelSet = base === undefined ? undefined : await requireLabelSet(ports.workspace, base);
    const verticalUnit = labelSet ? labelSet.verticalUnit : await unitOfSurveys(ports.workspace);
    const createdAt = ports.now();
    const identity = stableJson({ base: base ?? null, createdAt });
    const draft: LabelDraftRecord = {
      id: (await sha256Hex(new TextEncoder().encode(identity))).slice(0, 16),
      ...(base === undefined ? {} : { base }),
      classes: labelSet ? [...labelSet.classes] : usualClasses,
      ...(verticalUnit ? { verticalUnit } : {}),
      done: 0,
      createdAt,
    };
    await ports.workspace.putRecord(labelDraftKind, draft);
    return LabelDraft.open(ports, draft.id);
  }

  /**
   * Opens a draft and does again what was done.
   * @throws InputError `label-draft-unknown`, `label-set-unknown`, `label-draft-damaged`, and as reading a label set
   */
  static async open(ports: DraftPorts, id: string): Promise<LabelDraft> {
    const { workspace } = ports;
    const draft = await workspace.getRecord(labelDraftKind, id);
    if (!draft)
      throw new InputError("label-draft-unknown", `there is no label draft ${id} in this workspace`, {
        advice: "It was saved or thrown away; begin another.",
      });
    const base = draft.base === undefined ? undefined : await readLabelSet(workspace, draft.base);
    const edits = await editsOf(workspace, draft);
    try {
      const history = new LabelHistory(base?.labels ?? emptyLabels(draft.classes), edits, draft.done);
      return new LabelDraft(ports, draft, base?.labelSet, history);
    } catch (cause) {
      throw damaged(draft, "an edit does not fit the labels that it was made on", cause);
    }
  }

  get id(): string {
    return this.#draft.id;
  }

  get labels(): EditableLabels {
    return this.#history.labels;
  }

  state(): LabelDraftState {
    const { scheme, sources } = this.labels;
    return {
      draft: this.#draft,
      done: this.#history.done,
      edits: this.#history.edits.length,
      labels: { scheme, sources },
      totals: classTotals(this.labels),
    };
  }

  /** Does an edit and keeps it; what was taken back before cannot be done again then. @throws InputError as `applyEdit` */
  async apply(edit: LabelEdit): Promise<void> {
    const { workspace, now } = this.ports;
    const { done, edits } = this.#history;
    this.#history.apply(edit);
    // From the end, so that what is there is without a gap whenever this is broken off.
    for (let sequence = edits.length; sequence > done; sequence--)
      await workspace.removeRecord(labelEditKind, labelEditKind.idOf(this.#noted(sequence, edit)));
    await workspace.putRecord(labelEditKind, this.#noted(done + 1, edit, now()));
    await this.#keepDone();
  }

  /** @returns whether there was anything to take back */
  async undo(): Promise<boolean> {
    return this.#history.undo() && this.#keepDone();
  }

  /** @returns whether there was anything to do again */
  async redo(): Promise<boolean> {
    return this.#history.redo() && this.#keepDone();
  }

  /**
   * Makes a label set of it: the newest, and so the one in use. The draft is gone then.
   * @throws InputError `labels-empty` where nothing is labelled
   */
  async save({ author, note }: Omit<LabelSetWords, "parent">): Promise<LabelSetRecord> {
    const { labels, base } = this;
    const { scheme, sources, intervals } = labels;
    if (intervals.inline.length === 0)
      throw new InputError("labels-empty", "nothing is labelled yet", {
        advice: "Paint something, or throw the draft away.",
      });
    const made: LabelSetRecord["sources"] = [];
    for (const [source, name] of sources.entries()) {
      const known = base?.sources.find(({ fileName }) => fileName === name);
      made.push({
        fileName: name,
        // Of the file that it came from; what is painted has no file but itself.
        sha256: known && known.kind !== "painted" ? known.sha256 : await intervalsSha256(labels, source),
        kind: known?.kind ?? "painted",
        intervals: intervals.sourceIndex.reduce((count, index) => count + Number(index === source), 0),
      });
    }
    const labelSet = await putLabelSet(this.ports, labels, {
      identity: {
        parent: base?.id ?? null,
        colours: coloursOf(scheme) ?? null,
        sources,
        intervals: await intervalsSha256(labels),
      },
      sources: made,
      verticalUnit: this.#draft.verticalUnit,
      words: { author, note, parent: base?.id },
    });
    await this.discard();
    return labelSet;
  }

  /** Throws the draft away. */
  async discard(): Promise<void> {
    const { workspace } = this.ports;
    // The draft first: edits without one are nothing that could be opened by half.
    await workspace.removeRecord(labelDraftKind, this.id);
    await removeEdits(workspace, this.id);
  }

  async #keepDone(): Promise<true> {
    this.#draft = { ...this.#draft, done: this.#history.done };
    await this.ports.workspace.putRecord(labelDraftKind, this.#draft);
    return true;
  }

  #noted(sequence: number, edit: LabelEdit, at = "") {
    return { draft: this.id, sequence, edit, at };
  }
}

/** The draft that was begun last, if any. */
export async function newestLabelDraft(workspace: Workspace): Promise<LabelDraftRecord | undefined> {
  const drafts = await workspace.listRecords(labelDraftKind);
  return drafts.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).at(-1);
}

const emptyLabels = (classes: readonly string[]): EditableLabels => ({
  scheme: classes.map((name) => ({ name })),
  sources: [],
  intervals: {
    inline: new Int32Array(0),
    crossline: new Int32Array(0),
    startMs: new Float32Array(0),
    endMs: new Float32Array(0),
    classIndex: new Int32Array(0),
    sourceIndex: new Int32Array(0),
  },
});

/** All edits of a draft in their order. @throws InputError `label-draft-damaged` where some that hold are missing */
async function editsOf(workspace: Workspace, draft: LabelDraftRecord): Promise<LabelEdit[]> {
  const noted = (await workspace.listRecords(labelEditKind))
    .filter((record) => record.draft === draft.id)
    .sort((a, b) => a.sequence - b.sequence);
  const edits = noted.filter(({ sequence }, i) => sequence === i + 1).map(({ edit }) => edit);
  if (edits.length < draft.done)
    throw damaged(draft, `${draft.done} edits hold, and ${edits.length} are there`);
  return edits;
}

async function removeEdits(workspace: Workspace, draft: string): Promise<void> {
  for (const record of await workspace.listRecords(labelEditKind))
    if (record.draft === draft) await workspace.removeRecord(labelEditKind, labelEditKind.idOf(record));
}

function damaged({ id }: LabelDraftRecord, what: string, cause?: unknown): InputError {
  return new InputError("label-draft-damaged", `the label draft ${id} cannot be opened: ${what}`, {
    place: { file: `records/${labelDraftKind.name}/${id}.json` },
    cause,
    advice: "Restore its records from a copy, or throw it away and begin another.",
  });
}

/** Undefined: time. @throws InputError `label-unit-differs` */
async function unitOfSurveys(workspace: Workspace): Promise<LabelDraftRecord["verticalUnit"]> {
  const units = new Set((await workspace.listRecords(surveyKind)).map(({ verticalUnit }) => verticalUnit));
  if (units.size > 1)
    throw new InputError(
      "label-unit-differs",
      `some surveys here are in ${[...units].join(", others in ")}`,
      {
        advice: "Label time and depth apart, each with its surveys in a workspace of its own.",
      },
    );
  const [unit = "ms"] = units;
  return unit === "ms" ? undefined : unit;
}
