import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { InputError } from "../../pipeline/errors.ts";
import { parseModelParameters } from "../../pipeline/models/contract.ts";
import type { SuggestedLines } from "../../pipeline/steps/suggest-lines.ts";
import type { TrainRequest } from "../../pipeline/steps/train-request.ts";
import type { Fault, Overview } from "../../services/contract.ts";
import { faultOf } from "../../services/fault.ts";
import { workspace } from "../clients.ts";
import { SurveyMap, type RoledLine } from "../map/survey-map.tsx";
import { resolveLine } from "../../pipeline/lines.ts";
import { useOutlines } from "../state/outlines.ts";
import { isBusy, useJobOf, useJobs } from "../state/jobs.ts";
import { recordsKey, useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { LineChoice } from "./line-choice.tsx";
import { ModelChoice } from "./model-choice.tsx";
import { TrainingRun } from "./training-run.tsx";
import { useTrainChoices, type TrainChoices } from "./train-store.ts";

const isFault = (value: SuggestedLines | Fault): value is Fault => "code" in value;

/** What the person asked for, or why it cannot be asked. */
function requestOf(choices: TrainChoices, suggested: SuggestedLines): TrainRequest | Fault {
  const entries = Object.fromEntries(
    Object.entries(choices.parameters[choices.family]).filter(([, text]) => text.trim() !== ""),
  );
  const train = [...(choices.train ?? suggested.train)];
  const test = [...(choices.test ?? suggested.test)];
  try {
    if (choices.split === "lines" && (train.length === 0 || test.length === 0))
      throw new InputError(
        "lines-missing",
        `no line is chosen to ${train.length === 0 ? "train" : "test"} on`,
        {
          advice: "Choose at least one line of each.",
        },
      );
    return {
      specification: parseModelParameters(choices.family, entries),
      withTime: choices.withTime,
      withoutClasses: [...choices.withoutClasses],
      classWeight: choices.classWeight,
      seed: choices.seed,
      split:
        choices.split === "lines"
          ? { kind: "lines", train, test, bufferTraces: choices.bufferTraces }
          : { kind: "random", seed: choices.seed, trainShare: 0.64, validationShare: 0.16, testShare: 0.2 },
    };
  } catch (error) {
    return faultOf(error);
  }
}

/** The chosen lines as the map draws them; a name that fits no line (yet) is not drawn. */
function rolesOf({ surveys }: Overview, train: readonly string[], test: readonly string[]): RoledLine[] {
  const roled = (names: readonly string[], role: "train" | "test"): RoledLine[] =>
    names.flatMap((name) => {
      try {
        const { survey, within } = resolveLine(name, surveys);
        return [{ survey: survey.name, role, ...(within ? { line: within } : {}) }];
      } catch {
        return [];
      }
    });
  return [...roled(train, "train"), ...roled(test, "test")];
}

function Missing({ overview }: { readonly overview: Overview }): ReactNode {
  const next =
    overview.surveys.length === 0
      ? { path: "/", words: "Open lines first" }
      : overview.labelSets.length === 0
        ? { path: "/labels", words: "Add labels first" }
        : { path: "/features", words: "Compute features first" };
  return (
    <EmptyPage
      title="Train: learn from some lines, be tested on others"
      action={
        <Link href={next.path} className="button primary">
          {next.words}
        </Link>
      }
    >
      <p>
        Neighbouring traces look alike, so a score on neighbours of what was trained on is no judgement. Whole
        lines are held out here, with a buffer where lines cross, and the score stands beside what chance and
        depth alone would give.
      </p>
    </EmptyPage>
  );
}

export function TrainPage(): ReactNode {
  const { data: overview } = useOverview();
  const { data: suggestion } = useQuery({
    queryKey: [recordsKey, "suggested-lines"],
    queryFn: async (): Promise<SuggestedLines | Fault> => workspace.suggestLines(),
  });
  const choices = useTrainChoices();
  const outlines = useOutlines();
  const job = useJobOf("train");
  const writer = useJobs(({ writer: current }) => current);
  if (!overview || !suggestion) return <div className="loading" aria-busy="true" />;
  if (overview.featureSets.length === 0 || overview.labelSets.length === 0)
    return <Missing overview={overview} />;
  const suggested = isFault(suggestion) ? { train: [], test: [] } : suggestion;
  const request = requestOf(choices, suggested);
  const busy = isBusy(job);
  const train = choices.train ?? suggested.train;
  const test = choices.test ?? suggested.test;
  return (
    <div className="train-page">
      <div className="stack">
        <Panel
          title="Lines"
          aside={
            <Segmented
              label="Split"
              value={choices.split}
              choices={[
                { value: "lines", label: "Whole lines", disabled: busy },
                { value: "random", label: "Random windows", disabled: busy },
              ]}
              onChange={(split) => {
                useTrainChoices.setState({ split });
              }}
            />
          }
        >
          {choices.split === "lines" ? (
            <>
              <LineChoice surveys={overview.surveys} suggested={suggested} disabled={busy} />
              <label className="field">
                buffer at crossings
                <input
                  type="number"
                  min={0}
                  value={choices.bufferTraces}
                  disabled={busy}
                  onChange={(event) => {
                    useTrainChoices.setState({
                      bufferTraces: Math.max(0, Math.floor(Number(event.target.value))),
                    });
                  }}
                />
                <span className="unit">traces to either side are left out</span>
              </label>
            </>
          ) : (
            <p className="warn">
              Random windows of all lines, 64 / 16 / 20: test windows are neighbours of training windows. The
              score is inflated and is marked so everywhere; it says nothing about a new line. It is here to
              compare with.
            </p>
          )}
        </Panel>
        <Panel title="Model">
          <ModelChoice classes={overview.labelSets.at(-1)!.classes} disabled={busy} />
        </Panel>
        {isFault(suggestion) && !choices.train && !choices.test && choices.split === "lines" ? (
          <FaultNote fault={suggestion} />
        ) : (
          "code" in request && !busy && <FaultNote fault={request} />
        )}
        <TrainingRun
          request={"code" in request ? undefined : request}
          backend={choices.backend}
          readOnly={writer === false}
        />
      </div>
      <div className="stack">
        <Panel title="Where they lie">
          <SurveyMap
            outlines={outlines}
            roles={choices.split === "lines" ? rolesOf(overview, train, test) : []}
          />
        </Panel>
      </div>
    </div>
  );
}
