import { ListChecks, Tag } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { LabelQueue, QueuedWindow } from "../../pipeline/steps/label-queue.ts";
import type { Fault, Overview, OverviewModel } from "../../services/contract.ts";
import { workspace } from "../clients.ts";
import { Plot } from "../plots/plot.tsx";
import { setDesk } from "../section/labelling/desk-store.ts";
import { selectWindow, showWindows } from "../section/section-store.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { NumberField } from "../shared/number-field.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many } from "../shared/words.ts";
import { learningCurveOf } from "./learning-curve.ts";

interface Choice {
  readonly key: string;
  readonly name: string;
  readonly scorer: Scorer;
}

/** Models that have scored lines here, the newest first. */
function choicesOf({ models, bundles, predictions }: Overview): readonly Choice[] {
  const all: readonly Choice[] = [
    ...models.toReversed().map(({ version, run }) => ({
      key: `version-${version.version}`,
      name: `version ${version.version} (${run.family})`,
      scorer: { kind: "version", version: version.version } as const,
    })),
    ...bundles.map(({ id, fileName }) => ({
      key: `bundle-${id}`,
      name: fileName,
      scorer: { kind: "bundle", id } as const,
    })),
  ];
  const keyOf = (scorer: Scorer): string =>
    scorer.kind === "version" ? `version-${scorer.version}` : `bundle-${scorer.id}`;
  const used = new Set(predictions.map(({ scorer }) => keyOf(scorer)));
  return all.filter(({ key }) => used.has(key));
}

const titleOf = ({ first, second, firstProbability, secondProbability }: QueuedWindow): string =>
  `${first} ${firstProbability.toFixed(2)} or ${second} ${secondProbability.toFixed(2)}`;

function Windows({
  queue,
  overview,
}: {
  readonly queue: LabelQueue;
  readonly overview: Overview;
}): ReactNode {
  const [, navigate] = useLocation();
  const open = (chosen: QueuedWindow): void => {
    const survey = overview.surveys.find(({ name }) => name === chosen.survey);
    const isVolume = survey?.orientation === "volume";
    const together = queue.windows.filter(
      ({ survey: name, inline }) => name === chosen.survey && (!isVolume || inline === chosen.inline),
    );
    showWindows(
      chosen.survey,
      isVolume ? { axis: "inline", number: chosen.inline } : undefined,
      together.map((window) => ({
        traceIndex: window.traceIndex,
        startMs: window.startMs,
        endMs: window.endMs,
        title: titleOf(window),
      })),
      "to label",
    );
    selectWindow(together.indexOf(chosen));
    setDesk({ isOn: true });
    navigate("/section");
  };
  return (
    <>
      <p className="dim" role="status">
        {count(queue.windows.length)} of {many(queue.scored - queue.labelled, "unlabelled window")} on{" "}
        {many(queue.surveys.length, "scored line")}
        {queue.labelled > 0 ? `; ${count(queue.labelled)} are labelled already` : ""}.
      </p>
      <div className="scroll window-list">
        <table className="data">
          <thead>
            <tr>
              <th scope="col" className="number">
                #
              </th>
              <th scope="col">line</th>
              <th scope="col" className="number">
                inline
              </th>
              <th scope="col" className="number">
                crossline
              </th>
              <th scope="col" className="number">
                {overview.surveys.find(({ name }) => name === queue.windows[0]?.survey)?.verticalUnit ?? "ms"}
              </th>
              <th scope="col">the model is torn between</th>
              <th scope="col"></th>
            </tr>
          </thead>
          <tbody>
            {queue.windows.map((window, index) => (
              <tr key={`${window.survey} ${window.traceIndex} ${window.startMs}`}>
                <td className="number">{index + 1}</td>
                <td>{window.survey}</td>
                <td className="number">{window.inline}</td>
                <td className="number">{window.crossline}</td>
                <td className="number">
                  {window.startMs} – {window.endMs}
                </td>
                <td>{titleOf(window)}</td>
                <td>
                  <div className="form-row tight">
                    <button
                      type="button"
                      className="button"
                      onClick={() => {
                        open(window);
                      }}
                    >
                      <Tag size={12} aria-hidden />
                      Label
                    </button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Curve({ models }: { readonly models: readonly OverviewModel[] }): ReactNode {
  const curve = useMemo(() => learningCurveOf(models), [models]);
  const plot = useMemo(
    () =>
      curve && {
        data: (
          [
            { name: "model", of: "macroF1" },
            { name: "time only", of: "timeOnly" },
          ] as const
        ).map(({ name, of }) => ({
          type: "scatter" as const,
          mode: "lines+markers" as const,
          name,
          x: curve.points.map(({ windows }) => windows),
          y: curve.points.map((point) => point[of]),
          text: curve.points.map(({ version }) => `version ${version}`),
          hovertemplate: "%{text}: %{y:.3f} from %{x} windows<extra>%{fullData.name}</extra>",
        })),
        layout: {
          xaxis: { title: { text: "windows trained on" }, rangemode: "tozero" as const },
          yaxis: { title: { text: "macro-F1" }, range: [0, 1] as [number, number] },
        },
      },
    [curve],
  );
  if (!curve || !plot) return null;
  return (
    <>
      <Plot
        title={`What labels bought: ${curve.family} on ${curve.lines.join(", ")}`}
        csvName="learning-curve"
        height={220}
        {...plot}
      />
      {!curve.sameTest && (
        <p className="warn">
          The labels of the test lines changed between these versions, so the points are not of one measure.
        </p>
      )}
    </>
  );
}

/** The windows whose labels would teach a model most, and what labels have bought so far. */
export function LabelQueuePanel({ overview }: { readonly overview: Overview }): ReactNode {
  const choices = choicesOf(overview);
  const [key, setKey] = useState("");
  const [most, setMost] = useState(30);
  const [apartBins, setApartBins] = useState(20);
  const [queue, setQueue] = useState<LabelQueue>();
  const [fault, setFault] = useState<Fault>();
  const [isBusy, setBusy] = useState(false);
  const chosen = choices.find((choice) => choice.key === key) ?? choices[0];
  const find = (): void => {
    if (!chosen) return;
    setBusy(true);
    setFault(undefined);
    valueOf(workspace.labelQueue({ scorer: chosen.scorer, most, apartBins, apartMs: 100 }))
      .then(setQueue)
      .catch((error: unknown) => {
        setFault(faultIn(error));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <Panel title="Label next">
      {chosen ? (
        <form
          className="form-row"
          onSubmit={(event) => {
            event.preventDefault();
            find();
          }}
        >
          <label className="field">
            Ask
            <select
              aria-label="Model to ask"
              value={chosen.key}
              onChange={(event) => {
                setKey(event.target.value);
                setQueue(undefined);
              }}
            >
              {choices.map((choice) => (
                <option key={choice.key} value={choice.key}>
                  {choice.name}
                </option>
              ))}
            </select>
          </label>
          <span className="field">
            for
            <NumberField label="Windows to label" value={most} min={1} max={500} onCommit={setMost} />
            windows, none within
            <NumberField
              label="Bins between windows"
              value={apartBins}
              min={1}
              max={1000}
              onCommit={setApartBins}
            />
            bins and 100 {overview.surveys[0]?.verticalUnit ?? "ms"} of another
          </span>
          <button type="submit" className="button primary" disabled={isBusy} aria-busy={isBusy}>
            <ListChecks size={14} aria-hidden />
            {isBusy ? "Looking …" : "Find what would teach most"}
          </button>
        </form>
      ) : (
        <p className="dim">
          Once a model has scored lines (on the Models page), the windows that it is most torn over are listed
          here, in turn for each pair of classes that it mixes up: their labels teach it most.
        </p>
      )}
      {fault && <FaultNote fault={fault} />}
      {queue &&
        (queue.windows.length === 0 ? (
          <p className="dim">Every scored window is labelled: score lines that have no labels yet.</p>
        ) : (
          <Windows queue={queue} overview={overview} />
        ))}
      <Curve models={overview.models} />
    </Panel>
  );
}
