import { RefreshCw } from "lucide-react";
import { useState, type ReactNode } from "react";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many, moment, score } from "../shared/words.ts";
import { useServe } from "./serve-store.ts";
import type { FoundServer } from "./use-server.ts";

function HowToStart(): ReactNode {
  return (
    <>
      <p className="dim">
        None is configured. Here the answers come from this browser alone; a scoring server gives the same
        ones to other programs. On this machine:
      </p>
      <ol className="serve-steps">
        <li>
          On Models, save the bundle of a version. <code>geophone serve --bundle bundle.zip</code>
        </li>
        <li>
          Serve the app with it: <code>npm start -- --api http://127.0.0.1:8000</code>
        </li>
        <li>
          For many people: nginx, whose <code>location /api/</code> in <code>nginx.conf</code> does the same.
        </li>
      </ol>
    </>
  );
}

/** A key is shown with each request, and forgotten with the page. */
function KeyField({ message }: { readonly message: string }): ReactNode {
  const [text, setText] = useState("");
  const shown = useServe(({ key }) => key);
  return (
    <form
      className="form-row"
      onSubmit={(event) => {
        event.preventDefault();
        useServe.setState({ key: text.trim() });
      }}
    >
      <span className={shown === "" ? "" : "warn"}>
        {shown === "" ? "It answers those who show a key." : `It did not answer: ${message}.`}
      </span>
      <input
        type="password"
        aria-label="Key of the scoring server"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <button type="submit" className="button" disabled={text.trim() === ""}>
        Show it
      </button>
    </form>
  );
}

function Ready({ state }: { readonly state: Extract<FoundServer["state"], { kind: "ready" }> }): ReactNode {
  const { info, predictions } = state;
  const { evaluation } = info;
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd className="good">ready</dd>
      <dt>Bundle</dt>
      <dd>
        <code title={info.sha256}>{info.model_version}</code> · {info.model_type} ·{" "}
        {many(info.num_features, "feature")} · since {moment(info.loaded_at)}
      </dd>
      <dt>Macro-F1</dt>
      <dd className={evaluation.inflated ? "warn" : ""}>
        <b>{score(evaluation.macro_f1)}</b> · time only {score(evaluation.time_only.macro_f1)} · majority{" "}
        {score(evaluation.majority.macro_f1)}
        {evaluation.inflated && " · inflated (random split)"}
      </dd>
      {predictions !== undefined && (
        <>
          <dt>Predictions so far</dt>
          <dd>{count(predictions)}</dd>
        </>
      )}
    </dl>
  );
}

function StateOf({ server: { state, looking } }: { readonly server: FoundServer }): ReactNode {
  if (looking) return <p className="dim">Looking at /api/ …</p>;
  switch (state.kind) {
    case "none":
      return <HowToStart />;
    case "locked":
      return <KeyField message={state.message} />;
    case "ready":
      return <Ready state={state} />;
    case "away":
      return (
        <FaultNote
          fault={{
            code: "scoring-server-away",
            kind: "job",
            message: `the scoring server is not ready: ${state.message}`,
            ...(state.advice === undefined ? {} : { advice: state.advice }),
          }}
        />
      );
  }
}

const chips: Readonly<Record<FoundServer["state"]["kind"], { words: string; className: string }>> = {
  none: { words: "no scoring server", className: "" },
  away: { words: "scoring server away", className: "bad" },
  locked: { words: "scoring server asks for a key", className: "warn" },
  ready: { words: "scoring server ready", className: "good" },
};

/** The server's state in a word, wherever its panel is. */
export function ServerChip({ server: { state, looking } }: { readonly server: FoundServer }): ReactNode {
  if (looking) return null;
  const { words, className } = chips[state.kind];
  return (
    <span className="chip">
      <span className={className}>{words}</span>
    </span>
  );
}

/** The scoring server at `/api/`: what it is, or how to get one. */
export function ServerPanel({ server }: { readonly server: FoundServer }): ReactNode {
  return (
    <Panel
      title="Scoring server"
      aside={
        <button type="button" className="button quiet" onClick={server.lookAgain}>
          <RefreshCw size={13} aria-hidden />
          Look again
        </button>
      }
    >
      <StateOf server={server} />
    </Panel>
  );
}
