import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { GateResult, RegistryState, Stage } from "../../pipeline/registry/contract.ts";
import type { Fault, JobRequest } from "../../services/contract.ts";
import { workspace } from "../clients.ts";
import { forgetFailed, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { recordsKey } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { GateList } from "./gate-list.tsx";
import { StageChip } from "./stage-chip.tsx";
import { whoNow } from "../state/who.ts";

type VersionState = RegistryState["versions"][number];

const isFault = (answer: readonly GateResult[] | Fault): answer is Fault => "code" in answer;

/** What a person would most likely do next. */
function likelyNext(stage: Stage): Stage {
  if (stage === "None") return "Staging";
  return stage === "Production" ? "Archived" : "Production";
}

const consequences = (to: Stage, state: VersionState, production: number | undefined): string => {
  if (to === "Production")
    return production === undefined
      ? "No version is in Production now."
      : `Version ${production} leaves Production for it and is archived; a rollback brings it back.`;
  if (state.stage === "Production") return "Production is empty after that.";
  return to === "Staging" ? "Staging may hold several versions." : "Nothing is deleted by that.";
};

/** Moves a version to a stage: what the gates say is seen before the button is pressed. */
function Move({
  state,
  production,
  readOnly,
}: {
  readonly state: VersionState;
  readonly production: number | undefined;
  readonly readOnly: boolean;
}): ReactNode {
  const { version, stage } = state;
  const [picked, setPicked] = useState<Stage | undefined>();
  const [note, setNote] = useState("");
  const [override, setOverride] = useState("");
  const to = picked !== undefined && picked !== stage ? picked : likelyNext(stage);
  const hasNote = note.trim() !== "";
  const { data: gates } = useQuery({
    // The words of the note are not judged, only that there are some.
    queryKey: [recordsKey, "gates", version, to, hasNote],
    queryFn: async (): Promise<readonly GateResult[] | Fault> => workspace.judgePromotion(version, to, note),
  });
  const job = useJobOf("promote");
  const busy = isBusy(job);
  const judged = gates !== undefined && !isFault(gates) ? gates : undefined;
  const failed = judged?.filter(({ passed }) => !passed) ?? [];
  // A missing note is written, not overridden.
  const refusing = failed.filter(({ gate }) => gate !== "owner-note");
  const overriding = override.trim() !== "";
  const move = (): void => {
    forgetFailed("promote");
    const request: JobRequest = {
      kind: "promote",
      version,
      to,
      note: note.trim(),
      ...(refusing.length > 0 ? { override: override.trim() } : {}),
      ...whoNow(),
    };
    void runJob(request).then(({ state: ended }) => {
      if (ended !== "done") return;
      setNote("");
      setOverride("");
      setPicked(undefined);
    });
  };
  return (
    <form
      className="move"
      onSubmit={(event) => {
        event.preventDefault();
        move();
      }}
    >
      <div className="form-row">
        <span className="dim">Move to</span>
        <Segmented
          label="Stage to move to"
          value={to}
          choices={(["None", "Staging", "Production", "Archived"] as const).map((value) => ({
            value,
            label: value,
            disabled: value === stage,
            ...(value === stage ? { title: "It stands there now" } : {}),
          }))}
          onChange={setPicked}
        />
        <span className="faint">{consequences(to, state, production)}</span>
      </div>
      {gates === undefined ? (
        <p className="dim" aria-busy="true">
          The gates look at it: the golden windows are scored anew …
        </p>
      ) : isFault(gates) ? (
        <FaultNote fault={gates} />
      ) : (
        <>
          {gates.length > 0 && <GateList gates={gates} />}
          <label className="field stacked">
            {to === "Production" ? "Owner's note: why this one, for what" : "Why"}
            <textarea
              rows={2}
              maxLength={2000}
              value={note}
              disabled={readOnly || busy}
              onChange={(event) => {
                setNote(event.target.value);
              }}
            />
          </label>
          {refusing.length > 0 && (
            <label className="field stacked">
              <span className="warn">
                {refusing.length === 1 ? "A gate refuses it." : `${refusing.length} gates refuse it.`} To move
                it in spite of that, say why; the reason stays in the history
              </span>
              <textarea
                rows={2}
                maxLength={2000}
                aria-label="Reason to override the gates"
                value={override}
                disabled={readOnly || busy}
                onChange={(event) => {
                  setOverride(event.target.value);
                }}
              />
            </label>
          )}
          <div className="form-row">
            <button
              type="submit"
              className={refusing.length > 0 ? "button danger" : "button primary"}
              disabled={readOnly || busy || !hasNote || (refusing.length > 0 && !overriding)}
            >
              {refusing.length > 0 ? `Override and move to ${to}` : `Move to ${to}`}
            </button>
            {!hasNote && <span className="faint">It needs a word on why.</span>}
          </div>
        </>
      )}
      {job?.state === "failed" && job.fault && job.request.version === version && (
        <FaultNote fault={job.fault} />
      )}
    </form>
  );
}

function Aliases({
  state,
  all,
  readOnly,
}: {
  readonly state: VersionState;
  readonly all: RegistryState["aliases"];
  readonly readOnly: boolean;
}): ReactNode {
  const [name, setName] = useState("");
  const job = useJobOf("set-alias", "remove-alias");
  const busy = isBusy(job);
  const alias = name.trim();
  const held = all.find((known) => known.alias === alias)?.version;
  return (
    <>
      <form
        className="form-row"
        onSubmit={(event) => {
          event.preventDefault();
          forgetFailed("set-alias", "remove-alias");
          void runJob({ kind: "set-alias", alias, version: state.version, ...whoNow() }).then((ended) => {
            if (ended.state === "done") setName("");
          });
        }}
      >
        <span className="dim">Aliases</span>
        {state.aliases.map((own) => (
          <span key={own} className="chip alias">
            {own}
            <button
              type="button"
              aria-label={`Take the alias ${own} away`}
              title={`Take the alias ${own} away`}
              disabled={readOnly || busy}
              onClick={() => {
                forgetFailed("set-alias", "remove-alias");
                void runJob({ kind: "remove-alias", alias: own, ...whoNow() });
              }}
            >
              <X size={11} aria-hidden />
            </button>
          </span>
        ))}
        <input
          type="text"
          className="alias-name"
          aria-label="New alias"
          placeholder="champion"
          title="A small letter, then small letters, digits and dashes"
          value={name}
          disabled={readOnly || busy}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <button
          type="submit"
          className="button"
          disabled={readOnly || busy || alias === "" || held === state.version}
        >
          {held === undefined || held === state.version ? "Set" : `Take it from version ${held}`}
        </button>
      </form>
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
    </>
  );
}

/** Where a version stands, what it is called, and where it may go. */
export function StagePanel({
  registry,
  state,
  readOnly,
}: {
  readonly registry: RegistryState;
  readonly state: VersionState;
  readonly readOnly: boolean;
}): ReactNode {
  return (
    <Panel title={`Stage of version ${state.version}`} aside={<StageChip stage={state.stage} />}>
      <Aliases state={state} all={registry.aliases} readOnly={readOnly} />
      <Move state={state} production={registry.production} readOnly={readOnly} />
    </Panel>
  );
}
