import { unitOf } from "../features/contract.ts";
import type { RunRecord } from "../registry/contract.ts";
import { html, table, type Html } from "./html.ts";

/** What the newest model was made from, down to the bytes. */
export function lineageSection({ lineage, parameters, id, backend }: RunRecord): Html {
  const { featureSet, labelSet, split } = lineage;
  const { window } = featureSet;
  const ms = (samples: number): string =>
    `${(samples * window.intervalMicroseconds) / 1000} ${unitOf(window)}`;
  const rows: [string, string][] = [
    ["run", id],
    ["code version", lineage.codeVersion],
    [
      "windows",
      window.extent === "trace"
        ? `whole traces of ${window.lengthSamples} samples`
        : `${ms(window.lengthSamples)} every ${ms(window.stepSamples)}, traces 0, ${featureSet.every}, ${2 * featureSet.every} …`,
    ],
    [
      "features",
      `${lineage.features.length}: ${lineage.features.filter((name) => !name.startsWith("embedding_")).join(", ")}, ${lineage.features.filter((name) => name.startsWith("embedding_")).length} embedding components`,
    ],
    ["feature set", featureSet.id],
    [
      "label set",
      `${labelSet.id} (rule: ${labelSet.rule}${lineage.withoutClasses.length > 0 ? `; left out: ${lineage.withoutClasses.join(", ")}` : ""})`,
    ],
    split.kind === "lines"
      ? [
          "split",
          `by lines: train ${split.train.join(", ")}; test ${split.test.join(", ")}; buffer ${split.bufferTraces} traces at crossings`,
        ]
      : ["split", "random 64 / 16 / 20, stratified (inflated)"],
    [
      "parameters",
      Object.entries(parameters)
        .map(([name, value]) => `${name} = ${value}`)
        .join(", "),
    ],
    ["class weight, seed, backend", `${lineage.classWeight}, ${lineage.seed}, ${backend}`],
  ];
  return html`<section>
    <h2>Lineage</h2>
    <div class="scroll">${table(["what", "value"], rows, 2)}</div>
    <div class="scroll">
      ${table(
        ["file", "role", "SHA-256"],
        [
          ...lineage.files.map(({ fileName, role, sha256 }) => [
            fileName,
            role,
            html`<code>${sha256}</code>`,
          ]),
          ...labelSet.sources.map(({ fileName, sha256 }) => [
            fileName,
            "labels",
            html`<code>${sha256}</code>`,
          ]),
        ],
        3,
      )}
    </div>
  </section>`;
}
