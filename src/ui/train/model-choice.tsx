import type { ReactNode } from "react";
import { boostingParametersSchema, softmaxParametersSchema } from "../../pipeline/models/contract.ts";
import { backendNames, useCompute } from "../shell/compute-store.ts";
import { Segmented } from "../shared/segmented.tsx";
import { useTrainChoices } from "./train-store.ts";

const defaults = {
  boosting: boostingParametersSchema.parse({}),
  softmax: softmaxParametersSchema.parse({}),
} as const;

const words: Readonly<Record<string, string>> = {
  iterations: "trees a class",
  learningRate: "learning rate",
  maxLeaves: "leaves a tree",
  maxDepth: "depth",
  minSamplesLeaf: "windows a leaf, least",
  l2: "L2 penalty",
  maxBins: "bins a feature",
  epochs: "epochs",
  batchSize: "batch size",
};

function Parameters({ disabled }: { readonly disabled: boolean }): ReactNode {
  const family = useTrainChoices(({ family: current }) => current);
  const parameters = useTrainChoices(({ parameters: current }) => current[family]);
  return (
    <div className="parameters">
      {Object.entries(defaults[family]).map(([name, value]) => (
        <label key={name} className="field stacked">
          {words[name] ?? name}
          <input
            type="number"
            step="any"
            disabled={disabled}
            placeholder={String(value)}
            value={parameters[name] ?? ""}
            onChange={(event) => {
              const text = event.target.value;
              useTrainChoices.setState(({ parameters: all }) => ({
                parameters: { ...all, [family]: { ...all[family], [name]: text } },
              }));
            }}
          />
        </label>
      ))}
    </div>
  );
}

function BackendChoice({ disabled }: { readonly disabled: boolean }): ReactNode {
  const probes = useCompute(({ probes: found }) => found);
  const backend = useTrainChoices(({ backend: current }) => current);
  return (
    <label className="field">
      computes on
      <select
        value={backend}
        disabled={disabled}
        onChange={(event) => {
          useTrainChoices.setState({ backend: event.target.value });
        }}
      >
        <option value="auto">fastest that is right</option>
        {probes?.map(({ name, correct, software, stepsPerSecond, reason }) => (
          <option key={name} value={name} disabled={!correct}>
            {backendNames[name] ?? name}
            {correct
              ? ` · ${Math.round(stepsPerSecond)} steps/s${software ? ", in software" : ""}`
              : ` · ${reason ?? "not here"}`}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ModelChoice({
  classes,
  disabled,
}: {
  readonly classes: readonly string[];
  readonly disabled: boolean;
}): ReactNode {
  const { family, withTime, classWeight, withoutClasses, seed } = useTrainChoices();
  const set = useTrainChoices.setState;
  return (
    <>
      <div className="form-row">
        <Segmented
          label="Model"
          value={family}
          choices={[
            { value: "boosting", label: "Gradient boosting", disabled },
            { value: "softmax", label: "Softmax regression", disabled },
          ]}
          onChange={(chosen) => {
            set({ family: chosen });
          }}
        />
        {family === "softmax" && <BackendChoice disabled={disabled} />}
      </div>
      <div className="form-row">
        <label className="field">
          <input
            type="checkbox"
            checked={withTime}
            disabled={disabled}
            onChange={(event) => {
              set({ withTime: event.target.checked });
            }}
          />
          let it see the window&apos;s time (it then knows depth)
        </label>
        <label className="field">
          class weight
          <select
            value={classWeight}
            disabled={disabled}
            onChange={(event) => {
              set({ classWeight: event.target.value === "balanced" ? "balanced" : "none" });
            }}
          >
            <option value="none">none</option>
            <option value="balanced">balanced</option>
          </select>
        </label>
        <label className="field">
          seed
          <input
            type="number"
            min={0}
            value={seed}
            disabled={disabled}
            onChange={(event) => {
              set({ seed: Math.max(0, Math.floor(Number(event.target.value))) });
            }}
          />
        </label>
      </div>
      <details>
        <summary>Parameters and classes</summary>
        <Parameters disabled={disabled} />
        <div className="form-row">
          <span className="dim">classes that take part</span>
          {classes.map((name) => (
            <label key={name} className="field">
              <input
                type="checkbox"
                disabled={disabled}
                checked={!withoutClasses.includes(name)}
                onChange={(event) => {
                  set({
                    withoutClasses: event.target.checked
                      ? withoutClasses.filter((other) => other !== name)
                      : [...withoutClasses, name],
                  });
                }}
              />
              {name}
            </label>
          ))}
        </div>
      </details>
    </>
  );
}
