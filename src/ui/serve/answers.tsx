import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { useOverview } from "../state/query.ts";
import type { TraceScore } from "../../services/score-contract.ts";
import { numberLabel } from "../section/axis-ticks.ts";
import { colourOfClass } from "../shared/class-colours.ts";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { Panel } from "../shared/panel.tsx";
import { agreementOf, predictedClasses, type PlacedAnswer } from "./compare-answers.ts";
import type { ModelInfo, TimedAnswer } from "./scoring-server.ts";
import { useServe } from "./serve-store.ts";
import { WindowPlot } from "./window-plot.tsx";

export interface ServerSide extends TimedAnswer {
  readonly info: ModelInfo;
  readonly placed: PlacedAnswer;
}

const duration = (milliseconds: number): string =>
  milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;

/** 0, or a power of ten: what matters is how small it is. */
const differenceLabel = (difference: number): string =>
  difference === 0 ? "0" : difference.toExponential(1).replace("e-", "\u2009e\u2212");

/** By what scores and judges: a card or a signature around it makes another zip, not another model. */
const isSameBundle = (score: TraceScore, { answer, info }: Pick<ServerSide, "answer" | "info">): boolean =>
  info.model_version === answer.model_version && info.content_sha256 === score.contentSha256;

function Bar({ value, colour }: { readonly value: number; readonly colour: string }): ReactNode {
  if (Number.isNaN(value)) return <span className="faint">–</span>;
  return (
    <span className="probability">
      <span className="track">
        <span style={{ width: `${100 * value}%`, background: colour }} />
      </span>
      <span className="value">{value.toFixed(4)}</span>
    </span>
  );
}

/** Local and served answer of one window, class by class. */
function WindowAnswer({
  score,
  server,
  window,
}: {
  readonly score: TraceScore;
  readonly server: ServerSide | undefined;
  readonly window: number;
}): ReactNode {
  const { data: overview } = useOverview();
  const { classes, probabilities } = score;
  const at = window * classes.length;
  const here = predictedClasses(score)[window];
  const there = server?.placed.predicted[window];
  const confidence = (values: Float64Array): number => Math.max(...values.subarray(at, at + classes.length));
  return (
    <table className="data probabilities">
      <thead>
        <tr>
          <th scope="col">class</th>
          <th scope="col">here</th>
          {server && <th scope="col">server</th>}
          {server && (
            <th scope="col" className="number">
              difference
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {classes.map((name, c) => {
          const own = probabilities[at + c]!;
          const other = server?.placed.probabilities[at + c] ?? NaN;
          const colour = colourOfClass(overview, c, name);
          return (
            <tr key={name}>
              <th scope="row">
                <ClassSwatch index={c} name={name} /> {name}
              </th>
              <td>
                <Bar value={own} colour={colour} />
              </td>
              {server && (
                <td>
                  <Bar value={other} colour={colour} />
                </td>
              )}
              {server && (
                <td className="number">
                  {Number.isNaN(own - other) ? "–" : differenceLabel(Math.abs(own - other))}
                </td>
              )}
            </tr>
          );
        })}
        <tr>
          <th scope="row">answer</th>
          <td>
            {here === undefined ? (
              <span className="faint">not scored</span>
            ) : (
              <b>{`${here} ${confidence(probabilities).toFixed(3)}`}</b>
            )}
          </td>
          {server && (
            <td>
              {there === undefined ? (
                <span className="faint">not asked</span>
              ) : (
                <b>{`${there} ${confidence(server.placed.probabilities).toFixed(3)}`}</b>
              )}
            </td>
          )}
          {server && (
            <td className={here === there ? "number good" : "number bad"}>
              {here === there ? "same" : "other"}
            </td>
          )}
        </tr>
      </tbody>
    </table>
  );
}

function Facts({
  score,
  server,
  hasServer,
}: {
  readonly score: TraceScore;
  readonly server: ServerSide | undefined;
  readonly hasServer: boolean;
}): ReactNode {
  const short = score.contentSha256.slice(0, 12);
  return (
    <table className="data serve-facts">
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col">here</th>
          {hasServer && <th scope="col">server</th>}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">model</th>
          <td>{score.label}</td>
          {hasServer && <td>{server ? `its bundle, ${server.info.model_type}` : "–"}</td>}
        </tr>
        <tr>
          <th scope="row">content, SHA-256</th>
          <td>
            <code title={score.contentSha256}>{short}</code>
          </td>
          {hasServer && (
            <td>
              {server?.info.content_sha256 === undefined ? (
                "–"
              ) : (
                <code title={server.info.content_sha256}>{server.info.content_sha256.slice(0, 12)}</code>
              )}
            </td>
          )}
        </tr>
        <tr>
          <th scope="row">features</th>
          <td>{score.features}</td>
          {hasServer && <td>{server ? server.answer.num_features : "–"}</td>}
        </tr>
        <tr>
          <th scope="row">time taken</th>
          <td>{`${duration(score.milliseconds)}, scoring alone`}</td>
          {hasServer && <td>{server ? `${duration(server.milliseconds)}, there and back` : "–"}</td>}
        </tr>
      </tbody>
    </table>
  );
}

function Agreement({
  score,
  server,
}: {
  readonly score: TraceScore;
  readonly server: ServerSide;
}): ReactNode {
  const { windows, sameClass, largestDifference } = agreementOf(score, server.placed);
  const isSame = isSameBundle(score, server);
  const agrees = sameClass === windows && largestDifference <= 1e-6;
  return (
    <>
      {!isSame && (
        <p className="dim serve-note" data-models="two">
          <Info size={14} aria-hidden /> These are two models: the server runs another bundle than{" "}
          {score.label}, so their answers may differ. Choose the server&apos;s model above, or serve this one,
          and they are the same.
        </p>
      )}
      <p
        className={`serve-note ${agrees ? "good" : isSame ? "bad" : "dim"}`}
        data-agreement={agrees ? "same" : "other"}
      >
        {sameClass === windows ? "Same class" : `${sameClass} of ${windows} classes the same`}
        {windows === 1 ? "" : sameClass === windows ? ` in all ${windows} windows` : ""} · largest difference
        of probabilities{" "}
        <b>
          {Number.isNaN(largestDifference)
            ? "unknown: other class names"
            : differenceLabel(largestDifference)}
        </b>
      </p>
    </>
  );
}

/** What the model says of the trace: here, and through the server where there is one. */
export function Answers({
  score,
  server,
  window,
  hasServer,
}: {
  readonly score: TraceScore;
  readonly server: ServerSide | undefined;
  readonly window: number;
  readonly hasServer: boolean;
}): ReactNode {
  const { data: overview } = useOverview();
  const { classes, startMs, endMs, verticalUnit, asked, isWholeTrace } = score;
  const unscored = startMs.length - asked.length;
  return (
    <Panel
      title="What it says"
      aside={
        isWholeTrace
          ? "the whole trace is one window"
          : `${startMs.length} windows${unscored > 0 ? `, ${unscored} not scored (mute, NaN or infinity)` : ""}`
      }
    >
      {server && asked.length > 0 && <Agreement score={score} server={server} />}
      <div className={isWholeTrace ? "serve-answer" : "serve-answer with-plot"}>
        {!isWholeTrace && (
          <WindowPlot
            score={score}
            server={server?.placed}
            window={window}
            colours={classes.map((name, c) => colourOfClass(overview, c, name))}
            onChoose={(next) => {
              useServe.setState({ window: next });
            }}
          />
        )}
        <div className="stack">
          <h3>
            {isWholeTrace ? "The trace" : `Window ${window + 1} of ${startMs.length}`}
            <span className="dim">
              {" "}
              {numberLabel(startMs[window]!)} – {numberLabel(endMs[window]!)} {verticalUnit}
            </span>
          </h3>
          <WindowAnswer score={score} server={server} window={window} />
          <Facts score={score} server={server} hasServer={hasServer} />
          {!isWholeTrace && (
            <p className="faint">
              Lines and dots: scored here{server ? "; rings: through the server" : ""}. Click or <kbd>↑</kbd>{" "}
              <kbd>↓</kbd> choose the window.
            </p>
          )}
        </div>
      </div>
    </Panel>
  );
}
