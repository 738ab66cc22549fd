import { Download, FileSpreadsheet } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { OverviewSurvey } from "../../services/contract.ts";
import { saveResult } from "../models/save-result.ts";
import { LineStepper } from "../section/line-stepper.tsx";
import { MissingFile } from "../section/missing-file.tsx";
import { useSectionStore } from "../section/section-store.ts";
import { openFiles } from "../shell/open-files.ts";
import { faultIn } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage, PageFrame } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { SqlPanel } from "../sql/sql-panel.tsx";
import { isBusy, useJobOf } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { reconnectSurveys } from "../state/reconnect.ts";
import { tables } from "../table-client.ts";
import { FieldsView } from "./fields-view.tsx";
import { FileHeadersView } from "./file-headers-view.tsx";
import { headerQueries } from "./header-queries.ts";
import { useHeadersStore, type HeadersView } from "./headers-store.ts";
import { TracesView } from "./traces-view.tsx";
import { useFileHeaders } from "./use-headers.ts";

const views: readonly { readonly value: HeadersView; readonly label: string; readonly title: string }[] = [
  { value: "fields", label: "Fields", title: "What each trace header field holds over all traces" },
  { value: "files", label: "Text and binary", title: "The headers of the file" },
  { value: "traces", label: "Traces", title: "Trace headers, row by row" },
  { value: "sql", label: "SQL", title: "Ask the trace headers in SQL" },
];

/** What the bytes around the samples say: text, binary header, trace headers. */
export function HeadersPage(): ReactNode {
  const { data: overview } = useOverview();
  const asked = useSectionStore(({ survey }) => survey);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const survey = overview.surveys.find(({ name }) => name === asked) ?? overview.surveys[0];
  if (!survey)
    return (
      <EmptyPage
        title="Headers: what the file says of itself"
        action={
          <Link href="/" className="button primary">
            Open a SEG-Y first
          </Link>
        }
      >
        <p>
          The text header, the binary header and every field of the trace headers by its standard name and
          byte, with its least, greatest and different values: to see where line numbers, coordinates and
          times really are, to plot them along the file, ask them in SQL and take them along as CSV or
          Parquet.
        </p>
      </EmptyPage>
    );
  return <HeadersOf key={survey.name} survey={survey} surveys={overview.surveys} />;
}

function HeadersOf({
  survey,
  surveys,
}: {
  readonly survey: OverviewSurvey;
  readonly surveys: readonly OverviewSurvey[];
}): ReactNode {
  const view = useHeadersStore((state) => state.view);
  const file = useFileHeaders(survey);
  const saving = useJobOf("export-headers");
  return (
    <PageFrame
      title="Headers"
      className="headers-page"
      head={
        <>
          <LineStepper label="Survey" surveys={surveys} current={survey} />
          <Segmented
            label="What to see of the headers"
            value={view}
            choices={views}
            onChange={(chosen) => {
              useHeadersStore.setState({ view: chosen });
            }}
          />
          <span className="spacer" />
          <span className="dim">All trace headers as</span>
          {(["csv", "parquet"] as const).map((format) => (
            <button
              key={format}
              type="button"
              className="button"
              disabled={!survey.reachable || isBusy(saving)}
              onClick={() => void saveResult({ kind: "export-headers", survey: survey.name, format })}
            >
              {format === "csv" ? (
                <FileSpreadsheet size={14} aria-hidden />
              ) : (
                <Download size={14} aria-hidden />
              )}
              {format === "csv" ? "CSV" : "Parquet"}
            </button>
          ))}
        </>
      }
    >
      {saving?.state === "failed" && saving.fault && <FaultNote fault={saving.fault} />}
      {!survey.reachable ? (
        <MissingFile
          survey={survey}
          onChooseFiles={() => void (survey.reach === "asks" ? reconnectSurveys([survey]) : openFiles())}
        />
      ) : file.error ? (
        <FaultNote fault={faultIn(file.error)} />
      ) : !file.data ? (
        <div className="loading" aria-busy="true" />
      ) : view === "fields" ? (
        <FieldsView survey={survey} />
      ) : view === "files" ? (
        <FileHeadersView layout={file.data.layout} binary={file.data.binary} />
      ) : view === "traces" ? (
        <TracesView survey={survey} fields={file.data.fields} />
      ) : (
        <SqlPanel
          tables={tables}
          place="headers"
          examples={headerQueries}
          scope={{ headersOf: survey.name }}
        />
      )}
    </PageFrame>
  );
}
