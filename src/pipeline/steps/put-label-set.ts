import {
  labelSetKind,
  labelsToTable,
  type EditableLabels,
  type LabelSetRecord,
  type SchemeClass,
} from "../labels/contract.ts";
import { sha256Hex, stableJson } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";

/** What a label set says of itself beside its labels. */
export interface LabelSetWords {
  readonly author?: string | undefined;
  readonly note?: string | undefined;
  /** The label set that it was made from. */
  readonly parent?: string | undefined;
}

/** Hash of intervals, whatever file they came from. */
export async function intervalsSha256(
  { scheme, intervals }: Pick<EditableLabels, "scheme" | "intervals">,
  source?: number,
): Promise<string> {
  const rows = Int32Array.from(intervals.sourceIndex.keys()).filter(
    (row) => source === undefined || intervals.sourceIndex[row] === source,
  );
  const { inline, crossline, startMs, endMs, classIndex, sourceIndex } = intervals;
  const columns = [inline, crossline, startMs, endMs, classIndex, sourceIndex];
  const bytes = new Uint8Array(columns.length * 4 * rows.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const column of columns)
    for (const row of rows) {
      if (column instanceof Float32Array) view.setFloat32(at, column[row]!, true);
      else view.setInt32(at, column === sourceIndex && source !== undefined ? 0 : column[row]!, true);
      at += 4;
    }
  const names = new TextEncoder().encode(stableJson(scheme.map(({ name }) => name)));
  const all = new Uint8Array(names.length + bytes.length);
  all.set(names);
  all.set(bytes, names.length);
  return sha256Hex(all);
}

/** Colours of a scheme as a record has them; undefined where no class has one of its own. */
export const coloursOf = (scheme: readonly SchemeClass[]): string[] | undefined =>
  scheme.some(({ colour }) => colour !== undefined) ? scheme.map(({ colour }) => colour ?? "") : undefined;

/**
 * Stores labels as a label set. The table goes first, the record last.
 * @param identity what makes this label set another than others, but for its classes
 */
export async function putLabelSet(
  ports: Pick<WorkspacePorts, "workspace" | "now">,
  { scheme, sources, intervals }: EditableLabels,
  made: {
    readonly identity: Readonly<Record<string, unknown>>;
    readonly sources: LabelSetRecord["sources"];
    readonly verticalUnit: LabelSetRecord["verticalUnit"];
    readonly words: LabelSetWords;
  },
): Promise<LabelSetRecord> {
  const classes = scheme.map(({ name }) => name);
  const colours = coloursOf(scheme);
  const { author, note, parent } = made.words;
  const identity = { classes, ...made.identity };
  const id = (await sha256Hex(new TextEncoder().encode(stableJson(identity)))).slice(0, 16);
  const path = `labels/${id}.parquet`;
  const table = labelsToTable({ classes, sources, intervals });
  const tableSha256 = await ports.workspace.putTable(path, table);
  const labelSet: LabelSetRecord = {
    id,
    classes,
    ...(colours ? { colours } : {}),
    ...(author ? { author } : {}),
    ...(note ? { note } : {}),
    ...(parent ? { parent } : {}),
    sources: made.sources,
    path,
    tableSha256,
    intervals: table.rows,
    ...(made.verticalUnit ? { verticalUnit: made.verticalUnit } : {}),
    rule: { window: "centre-sample", trace: "most-covered" },
    createdAt: ports.now(),
  };
  await ports.workspace.putRecord(labelSetKind, labelSet);
  return labelSet;
}
