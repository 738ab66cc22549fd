import { useState, type ReactNode } from "react";
import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import type { LabelSetAgreement, LabelSetDifference } from "../../pipeline/steps/compare-label-sets.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many, score } from "../shared/words.ts";
import { cancelJob, forgetFailed, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { setInWords } from "./set-words.ts";

function ClassName({
  name,
  classes,
}: {
  readonly name: string;
  readonly classes: readonly string[];
}): ReactNode {
  if (name === "") return <span className="faint">no label</span>;
  return (
    <>
      <ClassSwatch index={classes.indexOf(name)} name={name} /> {name}
    </>
  );
}

const kappaInWords = (kappa: number | null): string => (kappa === null ? "–" : score(kappa));

function Difference({
  difference,
  classes,
}: {
  readonly difference: LabelSetDifference;
  readonly classes: readonly string[];
}): ReactNode {
  const { changes, traces, verticalUnit } = difference;
  if (changes.length === 0) return <p>Both say the same on every trace here.</p>;
  return (
    <div>
      <p className="dim">{many(traces, "trace")} differ.</p>
      <div className="scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">was</th>
              <th scope="col">became</th>
              <th scope="col" className="number">
                traces
              </th>
              <th scope="col" className="number">
                {verticalUnit}, all together
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={`${change.from}>${change.to}`}>
                <td>
                  <ClassName name={change.from} classes={classes} />
                </td>
                <td>
                  <ClassName name={change.to} classes={classes} />
                </td>
                <td className="number">{count(change.traces)}</td>
                <td className="number">{count(change.totalMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Agreement({ agreement }: { readonly agreement: LabelSetAgreement }): ReactNode {
  const { kappa, agreed, samples, onlyA, onlyB, perClass, perLine, classes } = agreement;
  return (
    <div>
      <p>
        Cohen’s κ <b>{kappaInWords(kappa)}</b>
        {agreed !== null && (
          <span className="dim">
            : the same class on {(100 * agreed).toFixed(1)} % of {count(samples)} samples that both label
            {onlyA + onlyB > 0 &&
              `; only the other labels ${count(onlyA)} more, only this one ${count(onlyB)}`}
            .
          </span>
        )}
      </p>
      <div className="scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">class</th>
              <th
                scope="col"
                className="number"
                title="Against all other classes; – where chance would agree everywhere"
              >
                κ
              </th>
              <th scope="col" className="number">
                samples, other
              </th>
              <th scope="col" className="number">
                this
              </th>
              <th scope="col" className="number">
                both
              </th>
            </tr>
          </thead>
          <tbody>
            {perClass.map(({ name, kappa: own, inA, inB, inBoth }) => (
              <tr key={name}>
                <td>
                  <ClassName name={name} classes={classes} />
                </td>
                <td className="number">{kappaInWords(own)}</td>
                <td className="number">{count(inA)}</td>
                <td className="number">{count(inB)}</td>
                <td className="number">{count(inBoth)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {perLine.length > 1 && (
        <details>
          <summary>Line by line ({count(perLine.length)})</summary>
          <div className="scroll label-versions">
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">line</th>
                  <th scope="col" className="number">
                    κ
                  </th>
                  <th scope="col" className="number">
                    the same
                  </th>
                  <th scope="col" className="number">
                    samples
                  </th>
                </tr>
              </thead>
              <tbody>
                {perLine.map(({ survey, inline, kappa: own, agreed: same, samples: both }) => (
                  <tr key={`${survey} ${inline ?? ""}`}>
                    <td>
                      {survey}
                      {inline === undefined ? "" : `, inline ${inline}`}
                    </td>
                    <td className="number">{kappaInWords(own)}</td>
                    <td className="number">{same === null ? "–" : `${(100 * same).toFixed(1)} %`}</td>
                    <td className="number">{count(both)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </div>
  );
}

/** A label set beside an earlier or later one: what changed, and how far they agree. */
export function ComparePanel({
  labelSets,
  labelSet,
}: {
  readonly labelSets: readonly LabelSetRecord[];
  readonly labelSet: LabelSetRecord;
}): ReactNode {
  const job = useJobOf("compare-labels");
  const busy = isBusy(job);
  const others = labelSets.filter(({ id }) => id !== labelSet.id);
  const [picked, setPicked] = useState("");
  const usual = others.find(({ id }) => id === labelSet.parent) ?? others.at(-1);
  const other = others.find(({ id }) => id === picked) ?? usual;
  const isOwn = job?.request.from === other?.id && job?.request.to === labelSet.id;
  const result = isOwn && job.result?.kind === "compared-labels" ? job.result : undefined;
  return (
    <Panel title="Compare">
      <div className="form-row">
        <span className="dim">This label set against</span>
        <select
          aria-label="Label set to compare with"
          className="label-set-choice"
          value={other?.id ?? ""}
          disabled={busy || others.length === 0}
          onChange={(event) => {
            setPicked(event.target.value);
          }}
        >
          {others.length === 0 && <option value="">there is no other yet</option>}
          {others.toReversed().map((one) => (
            <option key={one.id} value={one.id}>
              {setInWords(one)}
            </option>
          ))}
        </select>
        {busy ? (
          <CancelButton
            key="cancel"
            onCancel={() => {
              cancelJob(job!.id);
            }}
          />
        ) : (
          <button
            type="button"
            className="button"
            disabled={!other}
            onClick={() => {
              forgetFailed("compare-labels");
              void runJob({ kind: "compare-labels", from: other!.id, to: labelSet.id });
            }}
          >
            Compare
          </button>
        )}
      </div>
      {isOwn && job.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {result && (
        <div className="comparison">
          <Difference difference={result.difference} classes={result.agreement.classes} />
          <Agreement agreement={result.agreement} />
        </div>
      )}
    </Panel>
  );
}
