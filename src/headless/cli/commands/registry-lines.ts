import {
  happened,
  versionStateOf,
  type GateResult,
  type LineageGraph,
  type RegisteredModel,
  type RegistryEvent,
  type RegistryState,
  type VersionComparison,
} from "../../../pipeline/registry/contract.ts";
import { formatScore } from "../format.ts";

/** Columns as wide as their widest cell; the last one runs free. */
export function alignedRows(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map(
    (row) =>
      `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!))).join("  ")}`,
  );
}

export const gateLines = (gates: readonly GateResult[]): string[] =>
  gates.map(
    ({ gate, passed, message }) => `  ${passed ? "passed" : "FAILED"}  ${gate.padEnd(14)}  ${message}`,
  );

export function eventLines(event: RegistryEvent): string[] {
  const { sequence, at, who, reason, runId, gates, overridden, overrideReason } = event;
  const failed = gates.filter(({ passed }) => !passed).map(({ gate }) => gate);
  return [
    `${String(sequence).padStart(4)}  ${at}  ${who}: ${happened(event)} (run ${runId})${reason === "" ? "" : `: ${reason}`}`,
    ...(overridden
      ? [`      OVERRIDDEN ${failed.join(", ")}: ${overrideReason ?? "no reason is kept"}`]
      : []),
  ];
}

export function versionRows(models: readonly RegisteredModel[], state: RegistryState): string[] {
  return alignedRows([
    ["version", "stage", "aliases", "family", "split", "macro-F1", "majority", "time only", "trained"],
    ...models.map(({ version, run }) => {
      const { stage, aliases } = versionStateOf(state, version.version);
      const { macroF1, baselines, inflated } = run.evaluation;
      return [
        String(version.version),
        stage,
        aliases.join(", ") || "-",
        run.family,
        inflated ? "random (INFLATED)" : "by lines",
        formatScore(macroF1),
        formatScore(baselines.majority.macroF1),
        formatScore(baselines.timeOnly.macroF1),
        version.registeredAt,
      ];
    }),
  ]);
}

export function comparisonLines(comparison: VersionComparison): string[] {
  const { a, b, parameters, data, scores, perClass, warnings } = comparison;
  const heads = [`version ${a}`, `version ${b}`];
  const cell = (value: string | number | null): string => (value === null ? "-" : String(value));
  const differing = (title: string, rows: VersionComparison["data"]): string[] =>
    rows.length === 0
      ? [`${title}: the same`]
      : [
          `${title} that differ:`,
          ...alignedRows([["", ...heads], ...rows.map((row) => [row.name, cell(row.a), cell(row.b)])]),
        ];
  const beside = ({ model, majority, timeOnly }: VersionComparison["scores"][number]["a"]): string =>
    `${formatScore(model)} (${formatScore(majority)}, ${formatScore(timeOnly)})`;
  const ofClass = (scored: VersionComparison["perClass"][number]["a"]): string =>
    scored === null
      ? "-"
      : `${formatScore(scored.f1)} (recall ${formatScore(scored.recall)}, ${scored.support} windows)`;
  return [
    ...warnings.map((warning) => `WARNING  ${warning}`),
    ...differing("parameters", parameters),
    ...differing("data", data),
    "scores (majority, time only):",
    ...alignedRows([["", ...heads], ...scores.map((row) => [row.name, beside(row.a), beside(row.b)])]),
    "F1 of each class:",
    ...alignedRows([["", ...heads], ...perClass.map((row) => [row.name, ofClass(row.a), ofClass(row.b)])]),
  ];
}

/** Each thing with what it came from. */
export const lineageLines = ({ nodes, edges }: LineageGraph): string[] => {
  const labelOf = new Map(nodes.map(({ id, label }) => [id, label]));
  return alignedRows(
    nodes.map(({ id, kind, label, detail, present }) => {
      const from = edges.filter(({ to }) => to === id).map((edge) => labelOf.get(edge.from)!);
      return [
        kind,
        label,
        from.length > 0 ? `from ${from.join(", ")}` : "",
        present ? detail : `${detail} (not in this workspace)`,
      ];
    }),
  );
};
