import { Plus, Trash2 } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { ClassTotal, LabelEdit } from "../../../pipeline/labels/contract.ts";
import { workspace } from "../../clients.ts";
import { faultIn, valueOf } from "../../shared/answers.ts";
import { count, many } from "../../shared/words.ts";
import { colourOf, editDraft, setDesk, useDesk } from "./desk-store.ts";

/** "salt 1 200 traces → 0; chaos 300 → 1 500": what is different after an edit. */
function differenceInWords(before: readonly ClassTotal[], after: readonly ClassTotal[]): string {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const tracesOf = (totals: readonly ClassTotal[], name: string): string => {
    const found = totals.find((total) => total.name === name);
    return found ? `${count(found.traces)} traces` : "no class";
  };
  return names
    .map((name) => ({ name, was: tracesOf(before, name), is: tracesOf(after, name) }))
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => `${name}: ${was} → ${is}`)
    .join("; ");
}

/** Merges one class into another, or takes one away; what would change is said before. */
function Merging({
  names,
  disabled,
}: {
  readonly names: readonly string[];
  readonly disabled: boolean;
}): ReactNode {
  const revision = useDesk((state) => state.revision);
  const [from, setFrom] = useState("");
  const [into, setInto] = useState("");
  const [preview, setPreview] = useState<string>();
  const isAsked = names.includes(from) && (into === "" || names.includes(into)) && from !== into;
  useEffect(() => {
    setPreview(undefined);
    if (!isAsked) return undefined;
    let current = true;
    const edit: LabelEdit =
      into === ""
        ? { kind: "remove-class", name: from }
        : { kind: "merge-classes", names: [from, into], into };
    valueOf(workspace.previewLabels(edit))
      .then(({ before, after }) => {
        if (current) setPreview(differenceInWords(before, after) || "no trace has it");
      })
      .catch((error: unknown) => {
        if (current) setDesk({ fault: faultIn(error) });
      });
    return () => {
      current = false;
    };
  }, [isAsked, from, into, revision]);
  const choose = (label: string, value: string, set: (name: string) => void, empty: string): ReactNode => (
    <select
      aria-label={label}
      value={names.includes(value) ? value : ""}
      disabled={disabled}
      onChange={(event) => {
        set(event.target.value);
      }}
    >
      <option value="">{empty}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
  return (
    <form
      className="group"
      onSubmit={(event) => {
        event.preventDefault();
        void editDraft(
          into === ""
            ? { kind: "remove-class", name: from }
            : { kind: "merge-classes", names: [from, into], into },
        );
      }}
    >
      <span className="dim">All of</span>
      {choose("Class to give up", from, setFrom, "a class")}
      <span className="dim">becomes</span>
      {choose("Class that takes it over", into, setInto, "unlabelled")}
      <button type="submit" className="button" disabled={disabled || !isAsked}>
        {into === "" ? <Trash2 size={13} aria-hidden /> : null}
        {into === "" ? "Remove" : "Merge"}
      </button>
      {preview && <span className="faint">{preview}</span>}
    </form>
  );
}

/** The scheme in place: names, colours, new classes, merging. Each is an edit that can be taken back. */
export function ClassEditor({ disabled }: { readonly disabled: boolean }): ReactNode {
  const draft = useDesk((state) => state.draft);
  const [added, setAdded] = useState("");
  if (!draft) return null;
  const { scheme } = draft.labels;
  return (
    <div className="class-editor">
      <ul aria-label="Classes">
        {scheme.map(({ name }, index) => (
          <li key={name}>
            <input
              type="color"
              aria-label={`Colour of ${name}`}
              value={colourOf(scheme, index)}
              disabled={disabled}
              // While a colour is sought the input changes all the time; what it is left with counts.
              onBlur={(event) => {
                if (event.target.value !== colourOf(scheme, index))
                  void editDraft({ kind: "recolour-class", name, colour: event.target.value });
              }}
              onChange={() => undefined}
            />
            <input
              type="text"
              aria-label={`Name of class ${index + 1}`}
              defaultValue={name}
              disabled={disabled}
              onBlur={(event) => {
                const to = event.target.value.trim();
                if (to === "" || to === name) event.target.value = name;
                else void editDraft({ kind: "rename-class", name, to });
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter") event.currentTarget.blur();
              }}
            />
            <span className="faint">
              {many(draft.totals.find((total) => total.name === name)?.traces ?? 0, "trace")}
            </span>
          </li>
        ))}
      </ul>
      <form
        className="group"
        onSubmit={(event) => {
          event.preventDefault();
          void editDraft({ kind: "add-class", name: added.trim() }).then((done) => {
            if (done) setAdded("");
          });
        }}
      >
        <input
          type="text"
          aria-label="New class"
          placeholder="salt"
          value={added}
          disabled={disabled}
          onChange={(event) => {
            setAdded(event.target.value);
          }}
        />
        <button type="submit" className="button" disabled={disabled || added.trim() === ""}>
          <Plus size={13} aria-hidden />
          Add a class
        </button>
      </form>
      <Merging names={scheme.map(({ name }) => name)} disabled={disabled} />
    </div>
  );
}
