import type { Workspace } from "../workspace/contract.ts";
import { modelVersionKind } from "./contract.ts";
import { foldEvents, type RegistryState } from "./fold-events.ts";
import { eventId, registryEventKind, type RegistryEvent } from "./registry-event.ts";

/** What an act says; its number, moment and author are given when it is stored. */
export type EventContent = Omit<RegistryEvent, "sequence" | "at" | "who">;

/** Who acts, and when. */
export interface ActPorts {
  /** Absent: "unknown". */
  readonly who?: string;
  now(): string;
}

export interface Registry {
  readonly state: RegistryState;
  /** All events, oldest first. */
  readonly history: readonly RegistryEvent[];
}

/** A folder that is listed while another writer adds to it may show a later event and not the one before. */
async function listEvents(workspace: Workspace): Promise<RegistryEvent[]> {
  const events = new Map(
    (await workspace.listRecords(registryEventKind)).map((event) => [event.sequence, event]),
  );
  const last = Math.max(0, ...events.keys());
  for (let sequence = 1; sequence < last; sequence++) {
    if (events.has(sequence)) continue;
    const late = await workspace.getRecord(registryEventKind, eventId(sequence));
    if (late) events.set(sequence, late);
  }
  return [...events.values()].sort((a, b) => a.sequence - b.sequence);
}

/** @throws InputError `record-damaged` */
export async function readRegistry(workspace: Workspace): Promise<Registry> {
  const history = await listEvents(workspace);
  const versions = await workspace.listRecords(modelVersionKind);
  return {
    history,
    state: foldEvents(
      versions.map(({ version }) => version),
      history,
    ),
  };
}

/**
 * Appends one event. Of two writers at once one is first; the other decides anew, over what is there then.
 * @param decide what happens, given the present; what it throws, nothing is stored of
 */
export async function appendEvent(
  workspace: Workspace,
  ports: ActPorts,
  decide: (state: RegistryState) => EventContent,
): Promise<RegistryEvent> {
  for (;;) {
    const { state, history } = await readRegistry(workspace);
    const event: RegistryEvent = {
      ...decide(state),
      sequence: (history.at(-1)?.sequence ?? 0) + 1,
      at: ports.now(),
      who: ports.who?.trim() || "unknown",
    };
    if (await workspace.createRecord(registryEventKind, event)) return event;
  }
}
