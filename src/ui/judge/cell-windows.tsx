import { useQuery } from "@tanstack/react-query";
import { Maximize2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { RunRecord } from "../../pipeline/registry/contract.ts";
import type { Fault, OverviewSurvey, TestedCell } from "../../services/contract.ts";
import { usualClip } from "../../services/section-contract.ts";
import { sections, workspace } from "../clients.ts";
import { SectionCanvas, type SectionHandle } from "../section/section-canvas.tsx";
import { showWindows } from "../section/section-store.ts";
import { usePainted, useSection } from "../section/use-section.ts";
import { recordsKey } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many } from "../shared/words.ts";
import { groupWindows, type LineOfWindows } from "./group-windows.ts";

function WindowsOnSection({
  group,
  selected,
  reachable,
}: {
  readonly group: LineOfWindows;
  readonly selected: number | undefined;
  readonly reachable: boolean;
}): ReactNode {
  const { section, fault, loading } = useSection({
    sections,
    survey: reachable ? group.survey : undefined,
    line: group.line,
    viewer: "judge",
  });
  const painted = usePainted(sections, section, { palette: "grey", clip: usualClip, overlay: undefined });
  const layers = useMemo(() => (painted.layer ? [painted.layer] : []), [painted.layer]);
  const handle = useRef<SectionHandle>(null);
  useEffect(() => {
    if (selected !== undefined) handle.current?.showWindow(selected);
  }, [selected, painted.layer]);
  if (!reachable)
    return (
      <p className="dim">
        The file of {group.survey} is not open in this tab: drop it on this window to see it.
      </p>
    );
  if (fault) return <FaultNote fault={fault} />;
  return (
    <div className="cell-section">
      <SectionCanvas
        ref={handle}
        layers={layers}
        windows={group.windows}
        selectedWindow={selected}
        loading={loading}
        label={`Section ${group.name} with ${group.windows.length} windows`}
      />
    </div>
  );
}

function WindowList({
  group,
  selected,
  onSelect,
}: {
  readonly group: LineOfWindows;
  readonly selected: number | undefined;
  readonly onSelect: (index: number) => void;
}): ReactNode {
  const shown = group.windows.slice(0, 100);
  return (
    <div
      className="scroll window-list"
      tabIndex={0}
      role="region"
      aria-label="Windows, the most confident first"
    >
      <table className="data">
        <thead>
          <tr>
            <th scope="col">window</th>
            <th scope="col" className="number">
              {group.verticalUnit === "ms" ? "time" : "depth"} ({group.verticalUnit})
            </th>
            <th scope="col">confidence</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ startMs, endMs, details, traceIndex }, index) => (
            <tr key={`${traceIndex} ${startMs}`} className={index === selected ? "selected" : ""}>
              <td>
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    onSelect(index);
                  }}
                >
                  {details?.at(-1)}
                </button>
              </td>
              <td className="number">
                {count(startMs)} – {count(endMs)}
              </td>
              <td>{details?.slice(0, -1).join(" · ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {group.windows.length > shown.length && (
        <p className="faint">The first {shown.length} are listed; all are drawn.</p>
      )}
    </div>
  );
}

const isFault = (value: TestedCell | Fault): value is Fault => "code" in value;

/** The windows behind a cell of the confusion matrix, on the section and as a list. */
export function CellWindows({
  run,
  cell,
  surveys,
}: {
  readonly run: RunRecord;
  readonly cell: { readonly truth: number; readonly predicted: number } | undefined;
  readonly surveys: readonly OverviewSurvey[];
}): ReactNode {
  const [, navigate] = useLocation();
  const [lineName, setLineName] = useState<string>();
  const [selected, setSelected] = useState<number>();
  const { data } = useQuery({
    queryKey: [recordsKey, "cell", run.id, cell?.truth, cell?.predicted],
    enabled: cell !== undefined,
    queryFn: async (): Promise<TestedCell | Fault> =>
      workspace.testedCell(run.id, cell?.truth ?? 0, cell?.predicted ?? 0),
  });
  useEffect(() => {
    setSelected(undefined);
  }, [cell, lineName]);
  const words = {
    truth: run.classes[cell?.truth ?? 0] ?? "",
    answer: run.classes[cell?.predicted ?? 0] ?? "",
  };
  const groups = useMemo(
    () => (data && !isFault(data) ? groupWindows(data, run, surveys, words) : []),
    // The words follow from run and cell, which the data follows.
    [data, run, surveys],
  );
  const title = cell
    ? words.truth === words.answer
      ? `Windows of ${words.truth}, found`
      : `Windows of ${words.truth}, answered ${words.answer}`
    : "Windows of a cell";
  const group = groups.find(({ name }) => name === lineName) ?? groups[0];
  const open = (shown: LineOfWindows): void => {
    showWindows(shown.survey, shown.line, shown.windows, title);
    navigate("/section");
  };
  return (
    <Panel
      title={title}
      aside={
        group && (
          <span className="form-row tight">
            <select
              aria-label="Line"
              value={group.name}
              onChange={(event) => {
                setLineName(event.target.value);
              }}
            >
              {groups.map(({ name, windows }) => (
                <option key={name} value={name}>
                  {name} · {many(windows.length, "window")}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="button"
              onClick={() => {
                open(group);
              }}
            >
              <Maximize2 size={13} aria-hidden />
              Open in Section
            </button>
          </span>
        )
      }
    >
      {!cell && (
        <p className="dim">
          Click a cell of the matrix: its windows appear here on the section, the most confident mistakes
          first.
        </p>
      )}
      {data && isFault(data) && <FaultNote fault={data} />}
      {group && (
        <>
          {data && !isFault(data) && data.total > data.survey.length && (
            <p className="faint">
              The {count(data.survey.length)} most confident of {count(data.total)} are shown.
            </p>
          )}
          <WindowsOnSection
            group={group}
            selected={selected}
            reachable={surveys.some(({ name, reach }) => name === group.survey && reach === "open")}
          />
          <WindowList group={group} selected={selected} onSelect={setSelected} />
        </>
      )}
    </Panel>
  );
}
