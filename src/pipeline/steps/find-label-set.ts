import { InputError } from "../errors.ts";
import { labelSetKind, type LabelSetRecord } from "../labels/contract.ts";
import type { Workspace } from "../workspace/contract.ts";

/** All label sets, the oldest first. */
export async function listLabelSets(workspace: Workspace): Promise<readonly LabelSetRecord[]> {
  return (await workspace.listRecords(labelSetKind)).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/**
 * A label set by its id, the beginning of it, or `latest`.
 * @throws InputError `label-set-unknown`, `label-set-ambiguous`, `no-labels`
 */
export async function findLabelSet(workspace: Workspace, name: string): Promise<LabelSetRecord> {
  const all = await listLabelSets(workspace);
  const latest = all.at(-1);
  if (!latest)
    throw new InputError("no-labels", "this workspace has no labels yet", {
      advice: "Run geophone labels import first.",
    });
  if (name === "latest") return latest;
  const found = all.filter(({ id }) => id.startsWith(name));
  const [only, another] = found;
  if (only && !another) return only;
  if (only)
    throw new InputError("label-set-ambiguous", `${found.length} label sets begin with ${name}`, {
      advice: `Write more of it: ${found.map(({ id }) => id).join(", ")}.`,
    });
  throw new InputError("label-set-unknown", `there is no label set ${name} in this workspace`, {
    advice: `There are ${all
      .slice(-5)
      .map(({ id }) => id)
      .join(", ")}, and latest.`,
  });
}
