import {
  appendEvent,
  describeVersion,
  findModelVersion,
  readRegistry,
  removeAlias,
  requireAliased,
  setAlias,
  type RegistryEvent,
} from "../registry/contract.ts";
import type { WorkspacePorts } from "./context.ts";

/** Points an alias at a version; one that it had is displaced. @throws InputError `model-unknown`, `alias-invalid`, `alias-unchanged` */
export async function setModelAlias(
  ports: WorkspacePorts,
  { alias, model, note }: { readonly alias: string; readonly model: string; readonly note?: string },
): Promise<RegistryEvent> {
  const { version } = await findModelVersion(ports.workspace, model);
  return appendEvent(ports.workspace, ports, (state) => setAlias(state, version, alias, note));
}

/** @throws InputError `alias-unknown`; JobError `registry-changed` */
export async function removeModelAlias(
  ports: WorkspacePorts,
  { alias, note }: { readonly alias: string; readonly note?: string },
): Promise<RegistryEvent> {
  const { state } = await readRegistry(ports.workspace);
  const { version } = await findModelVersion(ports.workspace, String(requireAliased(state, alias)));
  return appendEvent(ports.workspace, ports, (now) => removeAlias(now, version, alias, note));
}

/** A person's own texts for a version's card; an empty one takes a text away. @throws InputError `model-unknown`, `description-empty` */
export async function describeModel(
  ports: WorkspacePorts,
  request: {
    readonly model: string;
    readonly intendedUse?: string;
    readonly limits?: string;
    readonly note?: string;
  },
): Promise<RegistryEvent> {
  const { version } = await findModelVersion(ports.workspace, request.model);
  return appendEvent(ports.workspace, ports, () => describeVersion(version, request, request.note));
}
