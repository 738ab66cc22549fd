import { Download } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { LineageNode } from "../../pipeline/registry/contract.ts";
import { lineageGraph } from "../../pipeline/registry/lineage-graph.ts";
import type { Overview, OverviewModel } from "../../services/contract.ts";
import { Panel } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { box, kinOf, layOutLineage, lineageSvg, shortened } from "./lay-out-lineage.ts";

const kindNames: Readonly<Record<LineageNode["kind"], string>> = {
  file: "SEG-Y file",
  survey: "survey",
  "label-file": "label file",
  labels: "label set",
  features: "feature table",
  split: "split",
  run: "run",
  version: "model version",
  bundle: "bundle",
  predictions: "predictions",
};

/** From the hashes of files to the predictions. Pointing at a thing, or walking to it by Tab, shows what it is kin to. */
export function LineagePanel({
  overview,
  model,
}: {
  readonly overview: Overview;
  readonly model: OverviewModel;
}): ReactNode {
  const [pointed, setPointed] = useState<string | undefined>();
  const { graph, placed } = useMemo(() => {
    const drawn = lineageGraph({ ...model, ...overview, state: overview.registry });
    return { graph: drawn, placed: layOutLineage(drawn) };
  }, [overview, model]);
  const kin = pointed === undefined ? undefined : kinOf(graph, pointed);
  const node = placed.nodes.find(({ id }) => id === pointed);
  const title = `Lineage of model version ${model.version.version}`;
  const save = (): void => {
    const footer = `run ${model.run.id} · Geophone ${model.run.lineage.codeVersion} · registered ${model.version.registeredAt}`;
    saveFile({
      name: `lineage-v${model.version.version}.svg`,
      blob: new Blob([lineageSvg(placed, title, footer)], { type: "image/svg+xml" }),
    });
  };
  return (
    <Panel
      title="From files to predictions"
      aside={
        <button type="button" className="button quiet" onClick={save}>
          <Download size={13} aria-hidden />
          SVG
        </button>
      }
    >
      <div className="scroll lineage-graph">
        <svg
          width={placed.width}
          height={placed.height}
          viewBox={`0 0 ${placed.width} ${placed.height}`}
          role="group"
          aria-label={title}
          className={kin ? "pointed" : ""}
          onMouseLeave={() => {
            setPointed(undefined);
          }}
        >
          {placed.heads.map(({ title: head, x }) => (
            <text key={head} className="head" x={x} y={14}>
              {head}
            </text>
          ))}
          {placed.edges.map(({ from, to, path }) => (
            <path
              key={`${from} ${to}`}
              d={path}
              className={kin?.has(from) && kin.has(to) ? "edge kin" : "edge"}
            />
          ))}
          {placed.nodes.map(({ id, x, y, kind, label, detail, present }) => (
            <g
              key={id}
              tabIndex={0}
              role="img"
              aria-label={`${kindNames[kind]} ${label}, ${detail}${present ? "" : ", not in this workspace"}`}
              className={`node ${kind}${present ? "" : " away"}${kin?.has(id) ? " kin" : ""}`}
              onMouseEnter={() => {
                setPointed(id);
              }}
              onFocus={() => {
                setPointed(id);
              }}
              onBlur={() => {
                setPointed(undefined);
              }}
            >
              <rect x={x} y={y} width={box.width} height={box.height} rx={4} />
              <text x={x + 8} y={y + 16}>
                {shortened(label)}
              </text>
              <text x={x + 8} y={y + 30} className="detail">
                {shortened(detail)}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <p className="lineage-words faint">
        {node ? (
          <>
            {kindNames[node.kind]} <b>{node.label}</b> · <code>{node.detail}</code>
            {node.present ? "" : " · not in this workspace any more"}
          </>
        ) : (
          "Point at a thing to see what it came from and what was made with it. Dashed: no longer in this workspace."
        )}
      </p>
    </Panel>
  );
}
