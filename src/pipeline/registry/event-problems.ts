import { versionStateOf, foldEvents } from "./fold-events.ts";
import type { ModelVersion } from "./contract.ts";
import { eventId, registryEventKind, type RegistryEvent } from "./registry-event.ts";

/** Something that an untouched history never shows. */
export interface EventProblem {
  readonly code: "event-missing" | "event-unknown-version" | "event-other-run" | "event-inconsistent";
  readonly message: string;
  /** Of the event's file in the workspace. */
  readonly path: string;
}

const pathOf = (sequence: number): string => `records/${registryEventKind.name}/${eventId(sequence)}.json`;

/**
 * Whether a history is whole: numbers without a gap, versions and runs that there are, and each event begins where those
 * before it had led. What is missing at the very end shows nowhere.
 * @param events by ascending sequence
 */
export function eventProblems(
  versions: readonly ModelVersion[],
  events: readonly RegistryEvent[],
): EventProblem[] {
  const problems: EventProblem[] = [];
  const tell = (code: EventProblem["code"], sequence: number, message: string): void =>
    void problems.push({ code, message, path: pathOf(sequence) });
  const numbers = versions.map(({ version }) => version);
  let expected = 1;
  events.forEach((event, index) => {
    const { sequence, version, runId } = event;
    for (; expected < sequence; expected++)
      tell("event-missing", expected, `event ${expected} of the history is missing`);
    expected = sequence + 1;
    const known = versions.find((other) => other.version === version);
    if (!known) {
      tell(
        "event-unknown-version",
        sequence,
        `event ${sequence} is of model version ${version}, which is not there`,
      );
      return;
    }
    if (known.runId !== runId)
      tell(
        "event-other-run",
        sequence,
        `event ${sequence} says that model version ${version} is of run ${runId}; its record says ${known.runId}`,
      );
    const before = foldEvents(numbers, events.slice(0, index));
    const { stage } = versionStateOf(before, version);
    if (event.from !== undefined && event.from !== stage)
      tell(
        "event-inconsistent",
        sequence,
        `event ${sequence} takes model version ${version} from ${event.from}; the events before it had left it at ${stage}`,
      );
    const isReturn = event.action === "rolled-back";
    if (isReturn && before.predecessor !== version)
      tell(
        "event-inconsistent",
        sequence,
        `event ${sequence} rolls back to model version ${version}, which was not Production's predecessor`,
      );
    const displaced =
      event.to === "Production"
        ? before.production
        : event.action === "alias-set"
          ? before.aliases.find(({ alias }) => alias === event.alias)?.version
          : undefined;
    if (event.replaced !== displaced)
      tell(
        "event-inconsistent",
        sequence,
        `event ${sequence} says that it displaced ${event.replaced ?? "no version"}; the events before it had left ${displaced ?? "none"} there`,
      );
  });
  return problems;
}
