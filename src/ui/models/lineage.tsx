import type { ReactNode } from "react";
import type { Lineage as LineageRecord } from "../../pipeline/registry/contract.ts";
import { many, ordinal } from "../shared/words.ts";

function Step({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <li>
      <h3>{title}</h3>
      <div className="dim">{children}</div>
    </li>
  );
}

const short = (hash: string): ReactNode => <code title={hash}>{hash.slice(0, 10)}</code>;

/** From file hashes to the model, in the order of the work. */
export function Lineage({
  lineage,
  name,
  family,
  macroF1,
}: {
  readonly lineage: LineageRecord;
  readonly name: string;
  readonly family: string;
  readonly macroF1: number;
}): ReactNode {
  const { files, labelSet, featureSet, split, features } = lineage;
  const { window } = featureSet;
  const lengthMs = (window.lengthSamples * window.intervalMicroseconds) / 1000;
  const unit = window.verticalUnit ?? "ms";
  const stepMs = (window.stepSamples * window.intervalMicroseconds) / 1000;
  return (
    <ol className="lineage">
      <Step title={many(files.length, "SEG-Y file")}>
        {files.map(({ fileName, sha256, role }) => (
          <div key={fileName}>
            {fileName} {short(sha256)} · {role}
          </div>
        ))}
      </Step>
      <Step title={`Labels from ${many(labelSet.sources.length, "file")}`}>
        {labelSet.sources.map(({ fileName, sha256 }) => (
          <div key={fileName}>
            {fileName} {short(sha256)}
          </div>
        ))}
        <div>rule: {labelSet.rule.replaceAll("-", " ")}</div>
      </Step>
      <Step title={`${features.length} features`}>
        {window.extent === "trace"
          ? "whole traces"
          : `windows of ${lengthMs} ${unit} every ${stepMs} ${unit}`}
        {featureSet.every > 1 ? `, every ${ordinal(featureSet.every)} trace` : ""} · set{" "}
        {short(featureSet.id)}
        {features.some((feature) => feature.includes("time")) && (
          <div>one of them is the window&apos;s time</div>
        )}
      </Step>
      <Step title={split.kind === "lines" ? "Split by whole lines" : "Random split (inflated)"}>
        {split.kind === "lines" ? (
          <>
            <div>trained on {split.train.join(", ")}</div>
            <div>
              tested on {split.test.join(", ")} · buffer {many(split.bufferTraces, "trace")}
            </div>
          </>
        ) : (
          <div>64 / 16 / 20, seed {split.seed}</div>
        )}
        {lineage.withoutClasses.length > 0 && <div>without {lineage.withoutClasses.join(", ")}</div>}
      </Step>
      <Step title={`${family} ${name}`}>
        macro-F1 {macroF1.toFixed(3)} · seed {lineage.seed} · class weight {lineage.classWeight} · Geophone{" "}
        {lineage.codeVersion}
      </Step>
    </ol>
  );
}
