import { useState, type ReactNode } from "react";
import type { RegistryEvent } from "../../pipeline/registry/contract.ts";
import { happened } from "../../pipeline/registry/event-words.ts";
import { Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { many, moment } from "../shared/words.ts";
import { gateNames } from "./gate-names.ts";
import { GateList } from "./gate-list.tsx";

function Entry({ event }: { readonly event: RegistryEvent }): ReactNode {
  const { at, who, runId, reason, gates, overridden, overrideReason, action, intendedUse, limits } = event;
  const failed = gates.filter(({ passed }) => !passed);
  return (
    <li className={overridden ? "overridden" : action}>
      <div className="what">
        <b>{happened(event)}</b>
        <span className="faint" title={at}>
          {moment(at)} · {who} · run <code title={runId}>{runId.slice(0, 8)}</code>
        </span>
      </div>
      {reason !== "" && <p className="reason">{reason}</p>}
      {overridden && (
        <p className="warn">
          Overridden {failed.map(({ gate }) => gateNames[gate].toLowerCase()).join(", ")}:{" "}
          {overrideReason ?? "no reason is kept"}
        </p>
      )}
      {intendedUse !== undefined && (
        <p className="dim">Intended use: {intendedUse === "" ? "taken away" : intendedUse}</p>
      )}
      {limits !== undefined && <p className="dim">Limits: {limits === "" ? "taken away" : limits}</p>}
      {gates.length > 0 && (
        <details>
          <summary className="faint">
            {failed.length === 0
              ? `${many(gates.length, "gate")} passed`
              : `${gates.length - failed.length} of ${many(gates.length, "gate")} passed`}
          </summary>
          <GateList gates={gates} />
        </details>
      )}
    </li>
  );
}

/** All that happened, newest first; nothing here can be changed. */
export function HistoryPanel({
  history,
  version,
}: {
  readonly history: readonly RegistryEvent[];
  /** The version that is looked at; absent for an imported bundle. */
  readonly version: number | undefined;
}): ReactNode {
  const [scope, setScope] = useState<"all" | "version">("all");
  const shown = history
    .filter(
      (event) =>
        scope === "all" || version === undefined || event.version === version || event.replaced === version,
    )
    .toReversed();
  return (
    <Panel
      title="History"
      aside={
        version === undefined ? undefined : (
          <Segmented
            label="History of"
            value={scope}
            choices={[
              { value: "all", label: "all versions" },
              { value: "version", label: `version ${version}` },
            ]}
            onChange={setScope}
          />
        )
      }
    >
      {shown.length === 0 ? (
        <p className="dim">
          Nothing has happened yet. Moves, aliases, rollbacks and words for the card are kept here, with who,
          when and why; nothing is ever taken out.
        </p>
      ) : (
        <ol className="history" tabIndex={0} aria-label="History, newest first">
          {shown.map((event) => (
            <Entry key={event.sequence} event={event} />
          ))}
        </ol>
      )}
    </Panel>
  );
}
