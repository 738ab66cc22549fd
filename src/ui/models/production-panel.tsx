import { Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { RegistryEvent, RegistryState } from "../../pipeline/registry/contract.ts";
import { forgetFailed, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { moment } from "../shared/words.ts";
import { whoNow } from "../state/who.ts";

/** What is in Production, since when and by whom; and the way back, in one step. */
export function ProductionPanel({
  registry,
  history,
  readOnly,
}: {
  readonly registry: RegistryState;
  readonly history: readonly RegistryEvent[];
  readonly readOnly: boolean;
}): ReactNode {
  const { production, predecessor } = registry;
  const [reason, setReason] = useState("");
  const job = useJobOf("rollback");
  const busy = isBusy(job);
  const entered = history.findLast(({ version, to }) => version === production && to === "Production");
  return (
    <Panel title="Production" aside={entered ? `since ${moment(entered.at)}, by ${entered.who}` : undefined}>
      <p>
        {production === undefined ? (
          <span className="dim">
            No version is in Production.
            {predecessor === undefined ? "" : ` The last that was there is version ${predecessor}.`}
          </span>
        ) : (
          <>
            <b>Version {production}</b>
            {entered?.overridden && <span className="warn"> · in spite of gates that refused it</span>}
            <span className="dim">
              {predecessor === undefined
                ? " · the first: there is none to go back to"
                : ` · before it version ${predecessor}`}
            </span>
          </>
        )}
      </p>
      {predecessor !== undefined && (
        <form
          className="form-row"
          onSubmit={(event) => {
            event.preventDefault();
            forgetFailed("rollback");
            void runJob({ kind: "rollback", reason: reason.trim(), ...whoNow() }).then(({ state }) => {
              if (state === "done") setReason("");
            });
          }}
        >
          <input
            type="text"
            className="reason"
            aria-label="Reason to roll back"
            placeholder="Why go back"
            maxLength={2000}
            value={reason}
            disabled={readOnly || busy}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
          <button type="submit" className="button" disabled={readOnly || busy || reason.trim() === ""}>
            <Undo2 size={14} aria-hidden />
            Roll back to version {predecessor}
          </button>
        </form>
      )}
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
    </Panel>
  );
}
