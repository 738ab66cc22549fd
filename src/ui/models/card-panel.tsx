import { useQuery } from "@tanstack/react-query";
import { FileDown, Pencil } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { ModelCard } from "../../pipeline/registry/contract.ts";
import type { Fault } from "../../services/contract.ts";
import { workspace } from "../clients.ts";
import { forgetFailed, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { recordsKey } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many, score } from "../shared/words.ts";
import { saveResult } from "./save-result.ts";
import { whoNow } from "../state/who.ts";

const isFault = (answer: ModelCard | Fault): answer is Fault => "code" in answer;
const familyNames = { boosting: "Gradient boosting", softmax: "Softmax regression" } as const;

function Data({ title, data }: { readonly title: string; readonly data: ModelCard["training"] }): ReactNode {
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {many(data.examples, "window")}
        {data.lines.length > 0 ? ` of ${data.lines.join(", ")}` : ", drawn at random"}
        <span className="faint"> · {data.files.map(({ fileName }) => fileName).join(", ")}</span>
      </dd>
    </>
  );
}

/** What a person has to know before using the model. */
export function CardText({ card }: { readonly card: ModelCard }): ReactNode {
  const { input, scores } = card;
  return (
    <dl className="card">
      <dt>Intended use</dt>
      <dd>
        {card.intendedUse.text}
        {card.intendedUse.by === "records" && (
          <span className="faint"> (derived from what the model is; its owner has not said)</span>
        )}
      </dd>
      <dt>Model</dt>
      <dd>
        {familyNames[card.family]} over {many(card.features, "feature")};{" "}
        {input.extent === "trace" ? "whole traces" : "windows"} of {count(input.samples)} samples at{" "}
        {input.intervalMs} {input.verticalUnit ?? "ms"}; classes {card.classes.join(", ")}
      </dd>
      <Data title="Trained on" data={card.training} />
      <Data title="Tested on" data={card.test} />
      <dt>Scores beside chance</dt>
      <dd>
        macro-F1 <b>{score(scores.model.macroF1)}</b>, time only {score(scores.timeOnly.macroF1)}, always{" "}
        {scores.majority.className} {score(scores.majority.macroF1)}
        {card.split === "random" && <span className="warn"> (inflated: random split)</span>}
      </dd>
      <dt>Limits</dt>
      <dd>
        {card.ownerLimits !== undefined && <p>{card.ownerLimits}</p>}
        <ul className="limits">
          {card.limits.map(({ code, text }) => (
            <li key={`${code} ${text}`}>{text}</li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}

function Texts({
  version,
  own,
  onDone,
}: {
  readonly version: number;
  readonly own: { readonly intendedUse: string; readonly limits: string };
  readonly onDone: () => void;
}): ReactNode {
  const [intendedUse, setIntendedUse] = useState(own.intendedUse);
  const [limits, setLimits] = useState(own.limits);
  const job = useJobOf("describe-model");
  const busy = isBusy(job);
  const changed = {
    ...(intendedUse.trim() === own.intendedUse ? {} : { intendedUse: intendedUse.trim() }),
    ...(limits.trim() === own.limits ? {} : { limits: limits.trim() }),
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        forgetFailed("describe-model");
        void runJob({ kind: "describe-model", version, ...changed, ...whoNow() }).then(({ state }) => {
          if (state === "done") onDone();
        });
      }}
    >
      <label className="field stacked">
        Intended use (empty: derived from the records)
        <textarea
          rows={3}
          autoFocus
          maxLength={8000}
          value={intendedUse}
          disabled={busy}
          onChange={(event) => {
            setIntendedUse(event.target.value);
          }}
        />
      </label>
      <label className="field stacked">
        Limits that the records cannot know
        <textarea
          rows={3}
          maxLength={8000}
          value={limits}
          disabled={busy}
          onChange={(event) => {
            setLimits(event.target.value);
          }}
        />
      </label>
      <div className="form-row">
        <button type="submit" className="button primary" disabled={busy || Object.keys(changed).length === 0}>
          Save the words
        </button>
        <button type="button" className="button" disabled={busy} onClick={onDone}>
          Leave them
        </button>
      </div>
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
    </form>
  );
}

/** A version's card, written from records; a person's own texts are edited in place. */
export function CardPanel({
  version,
  texts,
  readOnly,
}: {
  readonly version: number;
  readonly texts: { readonly intendedUse?: string; readonly limits?: string };
  readonly readOnly: boolean;
}): ReactNode {
  const [editing, setEditing] = useState(false);
  const { data: card } = useQuery({
    queryKey: [recordsKey, "card", version],
    queryFn: async (): Promise<ModelCard | Fault> => workspace.modelCard(version),
  });
  return (
    <Panel
      title="Model card"
      aside={
        <span className="form-row tight">
          <button
            type="button"
            className="button"
            disabled={readOnly || editing}
            onClick={() => {
              setEditing(true);
            }}
          >
            <Pencil size={12} aria-hidden />
            Edit
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void saveResult({ kind: "save-model-card", version })}
          >
            <FileDown size={12} aria-hidden />
            Markdown
          </button>
        </span>
      }
    >
      {editing && (
        <Texts
          version={version}
          own={{ intendedUse: texts.intendedUse ?? "", limits: texts.limits ?? "" }}
          onDone={() => {
            setEditing(false);
          }}
        />
      )}
      {card === undefined ? (
        <p className="dim" aria-busy="true">
          …
        </p>
      ) : isFault(card) ? (
        <FaultNote fault={card} />
      ) : (
        <CardText card={card} />
      )}
    </Panel>
  );
}
