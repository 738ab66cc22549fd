import { FolderOpen, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { filesOfSurvey } from "../../pipeline/files-of-survey.ts";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import { SurveyMap } from "../map/survey-map.tsx";
import { openLine } from "../section/section-store.ts";
import { openFiles } from "../shell/open-files.ts";
import { useOutlines } from "../state/outlines.ts";
import { reconnectSurveys } from "../state/reconnect.ts";
import { Panel } from "../shared/panel.tsx";
import { count, many, percent, range } from "../shared/words.ts";
import { NextStep } from "./next-step.tsx";
import { SavePart } from "./save-part.tsx";
import { SurveyPreview } from "./survey-preview.tsx";

const kinds = { inline: "inline", crossline: "crossline", volume: "3-D volume", other: "line" } as const;

/** The first few of many names. */
const namesOf = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

function Reachable({ survey }: { readonly survey: OverviewSurvey }): ReactNode {
  switch (survey.reach) {
    case "open":
      return <span className="good">open</span>;
    case "asks":
      return (
        <button type="button" className="button" onClick={() => void reconnectSurveys([survey])}>
          Reopen
        </button>
      );
    case "missing":
      return (
        <button
          type="button"
          className="button"
          title={`Not open: ${namesOf(survey.away)}`}
          onClick={() => void openFiles()}
        >
          {survey.parts
            ? `Choose ${count(survey.away.length)} of ${many(survey.parts.length, "file")}`
            : "Choose it again"}
        </button>
      );
  }
}

function Findings({ surveys }: { readonly surveys: readonly OverviewSurvey[] }): ReactNode {
  const findings = surveys.flatMap((survey) => [
    ...(survey.quality.deadTraces > 0
      ? [{ survey, text: many(survey.quality.deadTraces, "dead trace") }]
      : []),
    ...(survey.quality.mutedTraces
      ? [
          {
            survey,
            text: `${many(survey.quality.mutedTraces, "trace")} muted at the start or end: ${percent(survey.quality.mutedShare ?? 0)} of the samples, left out of statistics`,
          },
        ]
      : []),
    ...(survey.quality.tracesWithNonFinite > 0
      ? [{ survey, text: `${many(survey.quality.tracesWithNonFinite, "trace")} with NaN or infinity` }]
      : []),
    ...survey.warnings.map(({ message }) => ({ survey, text: message })),
    ...(survey.diagnosis?.findings ?? [])
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => ({ survey, text: message })),
  ]);
  if (findings.length === 0) return <p className="dim">Nothing odd in headers or samples.</p>;
  return (
    <ul className="warnings">
      {findings.map(({ survey, text }) => (
        <li key={`${survey.name} ${text}`}>
          <TriangleAlert size={13} aria-hidden /> {survey.fileName}: {text}
        </li>
      ))}
    </ul>
  );
}

/** What the workspace holds, and what to do next. */
export function SurveyList({ overview }: { readonly overview: Overview }): ReactNode {
  const [, navigate] = useLocation();
  const { surveys } = overview;
  const outlines = useOutlines();
  const show = (name: string): void => {
    openLine(name);
    navigate("/section");
  };
  const closed = surveys.filter(({ reach }) => reach !== "open");
  const away = closed.flatMap((survey) => survey.away);
  return (
    <>
      {away.length > 0 && (
        <div className="notice" role="status">
          <FolderOpen size={15} aria-hidden />
          <p>
            {many(away.length, "file")} {away.length === 1 ? "is" : "are"} not open in this tab
            {closed.some(({ parts }) => parts) && ` (${namesOf(away)})`}. Records, features and models are all
            here; to read samples again, drop the {away.length === 1 ? "file" : "files"} on this window or
            choose {away.length === 1 ? "it" : "them"}.
          </p>
          {closed.some(({ reach }) => reach === "asks") ? (
            <button type="button" className="button" onClick={() => void reconnectSurveys(closed)}>
              Reopen all
            </button>
          ) : (
            <button type="button" className="button" onClick={() => void openFiles()}>
              Choose files
            </button>
          )}
        </div>
      )}
      <div className="survey-columns">
        <div className="survey-main">
          <Panel
            title="Surveys"
            aside={many(surveys.flatMap(filesOfSurvey).length, "file")}
            className="survey-table"
          >
            <div className="scroll">
              <table className="data">
                <thead>
                  <tr>
                    <th scope="col">file</th>
                    <th scope="col">kind</th>
                    <th scope="col" className="number">
                      inline
                    </th>
                    <th scope="col" className="number">
                      crossline
                    </th>
                    <th scope="col" className="number">
                      traces
                    </th>
                    <th scope="col" className="number">
                      samples
                    </th>
                    <th scope="col">format</th>
                    <th scope="col" className="number">
                      dead
                    </th>
                    <th scope="col">file is</th>
                  </tr>
                </thead>
                <tbody>
                  {surveys.map((survey) => (
                    <tr key={survey.name}>
                      <td>
                        <button
                          type="button"
                          className="link"
                          onClick={() => {
                            show(survey.name);
                          }}
                        >
                          {survey.name}
                        </button>
                        {survey.parts && (
                          <span className="dim" title={namesOf(survey.parts.map(({ fileName }) => fileName))}>
                            {" "}
                            · {many(survey.parts.length, "file")}
                          </span>
                        )}
                      </td>
                      <td>{kinds[survey.orientation]}</td>
                      <td className="number">{range(survey.inlines)}</td>
                      <td className="number">{range(survey.crosslines)}</td>
                      <td className="number">{count(survey.traces)}</td>
                      <td className="number">
                        {count(survey.samplesPerTrace)} × {survey.intervalMicroseconds / 1000}{" "}
                        {survey.verticalUnit}
                      </td>
                      <td>{survey.format.name}</td>
                      <td className={survey.quality.deadTraces > 0 ? "number warn" : "number"}>
                        {count(survey.quality.deadTraces)}
                      </td>
                      <td>
                        <Reachable survey={survey} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
          <SavePart overview={overview} />
          {surveys.some(({ reach }) => reach === "open") && <SurveyPreview overview={overview} />}
        </div>
        <div className="survey-side">
          <NextStep overview={overview} />
          <Panel title="Map">
            <SurveyMap
              outlines={outlines}
              onOpen={(survey, line) => {
                openLine(survey, line);
                navigate("/section");
              }}
            />
          </Panel>
          <Panel title="Worth a look">
            <Findings surveys={surveys} />
          </Panel>
        </div>
      </div>
    </>
  );
}
