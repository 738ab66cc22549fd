import { FileSpreadsheet, Maximize2, X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { classColour, cssColour } from "../../pipeline/reports/class-colours.ts";
import type { FeaturePoints, WindowsInside } from "../../services/points-contract.ts";
import { provenance, shortId } from "../plots/provenance.ts";
import { amplitudeLabel } from "../section/axis-ticks.ts";
import type { SectionWindow } from "../section/scene-types.ts";
import { openLine, showWindows } from "../section/section-store.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { count, many, percent } from "../shared/words.ts";
import { select, useSelection } from "../state/selection.ts";
import { words } from "./histogram-plot.ts";
import { countSelection, useLasso } from "./lasso-store.ts";
import { noneColour } from "./point-colours.ts";
import { selectedCsv } from "./points-csv.ts";
import { WindowFeatures } from "./window-features.tsx";

const title = "Selected windows";
/** More windows of one line than this are tinted on the section, not outlined one by one: their outlines would hide the data. */
const mostOutlined = 300;
const mostListed = 100;

function ClearButton(): ReactNode {
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        select(undefined);
      }}
    >
      <X size={13} aria-hidden />
      Select nothing
    </button>
  );
}

/** What is selected, here or on another page, counted over the whole table. */
export function SelectedWindows({ points }: { readonly points: FeaturePoints }): ReactNode {
  const selection = useSelection(({ selection: current }) => current);
  const lasso = useLasso();
  const isOfTable = lasso.featureSetId === points.featureSetId;
  const isKnown = isOfTable && lasso.selection === selection;
  const { isBusy } = lasso;
  useEffect(() => {
    // A lasso that is counted will make a selection of its own.
    if (selection && !isKnown && !(isBusy && lasso.selection === undefined))
      void countSelection(points, selection);
  }, [points, selection, isKnown, isBusy, lasso.selection]);
  if (isBusy)
    return (
      <Panel title={title}>
        <p className="dim">Counting the windows, over the whole table …</p>
      </Panel>
    );
  if (!isKnown) return null;
  const { inside, fault } = lasso;
  if (fault)
    return (
      <Panel title={title}>
        <FaultNote fault={fault} />
      </Panel>
    );
  if (!inside) return null;
  if (inside.inside === 0)
    return (
      <Panel title={title} aside={selection && <ClearButton />}>
        <p className="dim">
          {selection
            ? `No window of the table was selected by ${selection.source}.`
            : "No window lies inside."}
        </p>
      </Panel>
    );
  return selection && <InsideLasso inside={inside} points={points} source={selection.source} />;
}

function InsideLasso({
  inside,
  points,
  source,
}: {
  readonly inside: WindowsInside;
  readonly points: FeaturePoints;
  readonly source: string;
}): ReactNode {
  const [, navigate] = useLocation();
  const [row, setRow] = useState<number>();
  const { classes, lines } = inside;
  const open = (line: number): void => {
    const own = lines[line]!;
    const windows: SectionWindow[] = [];
    for (let i = 0; i < inside.rows; i++)
      if (inside.line[i] === line)
        windows.push({
          traceIndex: inside.traceIndex[i]!,
          startMs: inside.startMs[i]!,
          endMs: inside.startMs[i]! + inside.lengthMs,
          title: classes[inside.label[i]!] ?? "no label",
        });
    if (windows.length <= mostOutlined) showWindows(own.survey, own.line, windows, source);
    else openLine(own.survey, own.line);
    navigate("/section");
  };
  const byLine = lines
    .map((line, index) => ({
      ...line,
      index,
      inside: inside.insideByLine[index]!,
      all: inside.allByLine[index]!,
    }))
    .filter((line) => line.inside > 0)
    .sort((a, b) => b.inside - a.inside);
  const byClass = [...classes, undefined].flatMap((name, index) =>
    inside.allByClass[index]! > 0
      ? [{ name, index, inside: inside.insideByClass[index]!, all: inside.allByClass[index]! }]
      : [],
  );
  const capped = inside.rows < inside.inside;
  const save = async (): Promise<void> => {
    const from = `features ${shortId(points.featureSetId)} · ${count(inside.rows)} of ${many(inside.inside, "window")} selected by ${source}`;
    const table = await selectedCsv(inside);
    saveFile({
      name: "selected-windows.csv",
      blob: new Blob([table, `# ${provenance(from)}\r\n`], { type: "text/csv" }),
    });
  };
  return (
    <Panel
      title={title}
      className="selected-windows"
      aside={
        <span className="form-row tight">
          <button type="button" className="button" onClick={() => void save()}>
            <FileSpreadsheet size={13} aria-hidden />
            CSV
          </button>
          <ClearButton />
        </span>
      }
    >
      <p>
        <strong data-inside={inside.inside}>{count(inside.inside)}</strong>
        {` of ${many(points.windows, "window")} selected by ${source}, counted over the whole table.`}
        {capped &&
          ` ${count(inside.rows)} of them, drawn at random, seed ${points.seed}, are marked in the plots, on the section and on the map.`}
      </p>
      <div className="selected-tables">
        <table className="data" aria-label="Selected windows by class">
          <thead>
            <tr>
              <th scope="col">class</th>
              <th scope="col" className="number">
                inside
              </th>
              <th scope="col" className="number">
                of the selection
              </th>
              <th scope="col" className="number">
                of the class
              </th>
            </tr>
          </thead>
          <tbody>
            {byClass.map(({ name, index, inside: own, all }) => (
              <tr key={name ?? ""}>
                <th scope="row">
                  <span
                    className="swatch"
                    style={{ background: cssColour(name === undefined ? noneColour : classColour(index)) }}
                    aria-hidden
                  />{" "}
                  {name ?? "no label"}
                </th>
                <td className="number">{count(own)}</td>
                <td className="number">{percent(own / inside.inside)}</td>
                <td className="number">{percent(own / all)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="scroll" tabIndex={0} role="region" aria-label="Selected windows by line">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">line</th>
                <th scope="col" className="number">
                  inside
                </th>
                <th scope="col" className="number">
                  of the line
                </th>
                <th scope="col" aria-label="Open" />
              </tr>
            </thead>
            <tbody>
              {byLine.map(({ name, index, inside: own, all }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="number">{count(own)}</td>
                  <td className="number">{percent(own / all)}</td>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-label={`Open ${name} in Section`}
                      onClick={() => {
                        open(index);
                      }}
                    >
                      <Maximize2 size={12} aria-hidden /> Section
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <table className="data" aria-label="Features of the selected windows">
          <thead>
            <tr>
              <th scope="col">feature</th>
              <th scope="col" className="number">
                10 %
              </th>
              <th scope="col" className="number">
                median
              </th>
              <th scope="col" className="number">
                90 %
              </th>
            </tr>
          </thead>
          <tbody>
            {inside.summaries.map(({ feature, unit, low, median, high }) => (
              <tr key={feature}>
                <th scope="row">
                  {words(feature)} <span className="unit">{unit}</span>
                </th>
                <td className="number">{amplitudeLabel(low)}</td>
                <td className="number">{amplitudeLabel(median)}</td>
                <td className="number">{amplitudeLabel(high)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="selected-list">
        <div className="scroll" tabIndex={0} role="region" aria-label="Selected windows one by one">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">window</th>
                <th scope="col" className="number">
                  {`${inside.verticalUnit === "ms" ? "time" : "depth"} (${inside.verticalUnit})`}
                </th>
                <th scope="col">class</th>
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: Math.min(mostListed, inside.rows) }, (_, i) => (
                <tr key={i} className={i === row ? "selected" : ""}>
                  <td>
                    <button
                      type="button"
                      className="link"
                      onClick={() => {
                        setRow(i);
                      }}
                    >
                      {`${lines[inside.line[i]!]!.survey} · inline ${inside.inline[i]!} · crossline ${inside.crossline[i]!}`}
                    </button>
                  </td>
                  <td className="number">
                    {`${count(inside.startMs[i]!)} – ${count(inside.startMs[i]! + inside.lengthMs)}`}
                  </td>
                  <td>{classes[inside.label[i]!] ?? "no label"}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {inside.rows > mostListed && (
            <p className="faint">{`The first ${mostListed} are listed; the CSV holds ${capped ? count(inside.rows) : "all"}.`}</p>
          )}
        </div>
        <div className="selected-one">
          {row === undefined || row >= inside.rows ? (
            <p className="faint">Choose a window of the list to see its features beside all others.</p>
          ) : (
            <WindowFeatures
              request={{
                survey: lines[inside.line[row]!]!.survey,
                traceIndex: inside.traceIndex[row]!,
                atMs: inside.startMs[row]! + inside.lengthMs / 2,
              }}
            />
          )}
        </div>
      </div>
    </Panel>
  );
}
