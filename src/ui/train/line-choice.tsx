import { useState, type ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { SuggestedLines } from "../../pipeline/steps/suggest-lines.ts";
import { useTrainChoices } from "./train-store.ts";

type Part = "train" | "test" | "none";

/** Adds one line of a volume by its number. */
function VolumeLines({
  survey,
  onAdd,
}: {
  readonly survey: OverviewSurvey;
  readonly onAdd: (line: string, part: Part) => void;
}): ReactNode {
  const [axis, setAxis] = useState<"inline" | "crossline">("inline");
  const range = axis === "inline" ? survey.inlines : survey.crosslines;
  const [number, setNumber] = useState(range.min);
  return (
    <div className="form-row">
      <select
        aria-label="Axis"
        value={axis}
        onChange={(event) => {
          const chosen = event.target.value === "crossline" ? "crossline" : "inline";
          setAxis(chosen);
          setNumber((chosen === "inline" ? survey.inlines : survey.crosslines).min);
        }}
      >
        <option value="inline">inline</option>
        <option value="crossline">crossline</option>
      </select>
      <input
        type="number"
        aria-label="Line number"
        min={range.min}
        max={range.max}
        value={number}
        onChange={(event) => {
          setNumber(Number(event.target.value));
        }}
      />
      <button
        type="button"
        className="button"
        onClick={() => {
          onAdd(`${axis}-${number}`, "train");
        }}
      >
        Train on it
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          onAdd(`${axis}-${number}`, "test");
        }}
      >
        Test on it
      </button>
      <span className="faint">
        {axis}s {range.min} – {range.max}
      </span>
    </div>
  );
}

/** Which lines train and which are held out. */
export function LineChoice({
  surveys,
  suggested,
  disabled,
}: {
  readonly surveys: readonly OverviewSurvey[];
  readonly suggested: SuggestedLines;
  readonly disabled: boolean;
}): ReactNode {
  const choices = useTrainChoices();
  const train = choices.train ?? suggested.train;
  const test = choices.test ?? suggested.test;
  const volumes = surveys.filter(({ orientation }) => orientation === "volume");
  const names = [
    ...new Set([
      ...surveys.filter(({ orientation }) => orientation !== "volume").map(({ name }) => name),
      ...train,
      ...test,
    ]),
  ];
  const put = (line: string, part: Part): void => {
    const without = (lines: readonly string[]): string[] => lines.filter((name) => name !== line);
    useTrainChoices.setState({
      train: part === "train" ? [...without(train), line] : without(train),
      test: part === "test" ? [...without(test), line] : without(test),
    });
  };
  return (
    <fieldset className="line-choice" disabled={disabled}>
      <legend className="visually-hidden">Lines</legend>
      <div className="scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">line</th>
              <th scope="col">train</th>
              <th scope="col">test</th>
              <th scope="col">leave out</th>
            </tr>
          </thead>
          <tbody>
            {names.map((line) => {
              const part: Part = train.includes(line) ? "train" : test.includes(line) ? "test" : "none";
              return (
                <tr key={line}>
                  <td>{line}</td>
                  {(["train", "test", "none"] as const).map((choice) => (
                    <td key={choice}>
                      <input
                        type="radio"
                        name={`part-${line}`}
                        aria-label={`${line}: ${choice === "none" ? "leave out" : choice}`}
                        checked={part === choice}
                        onChange={() => {
                          put(line, choice);
                        }}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {volumes.map((survey) => (
        <VolumeLines key={survey.name} survey={survey} onAdd={put} />
      ))}
    </fieldset>
  );
}
