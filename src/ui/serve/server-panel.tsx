import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count } from "../shared/words.ts";
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

/** The scoring server at `/api/`: what it is, or how to get one. */
export function ServerPanel({ server }: { readonly server: FoundServer }): ReactNode {
  const { state, looking, lookAgain } = server;
  return (
    <Panel
      title="Scoring server"
      aside={
        <button type="button" className="button quiet" onClick={lookAgain}>
          <RefreshCw size={13} aria-hidden />
          Look again
        </button>
      }
    >
      {looking ? (
        <p className="dim">Looking at /api/ …</p>
      ) : state.kind === "none" ? (
        <HowToStart />
      ) : state.kind === "away" ? (
        <FaultNote
          fault={{
            code: "scoring-server-away",
            kind: "job",
            message: `The scoring server is not ready: ${state.message}`,
            ...(state.advice === undefined ? {} : { advice: state.advice }),
          }}
        />
      ) : (
        <dl className="facts">
          <dt>State</dt>
          <dd className="good">ready</dd>
          <dt>Bundle</dt>
          <dd>
            <code>{state.info.model_version}</code>
          </dd>
          {state.requests !== undefined && (
            <>
              <dt>Predictions so far</dt>
              <dd>{count(state.requests)}</dd>
            </>
          )}
        </dl>
      )}
    </Panel>
  );
}
