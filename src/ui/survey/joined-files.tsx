import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { chooseJoin, leaveOut } from "../state/incoming.ts";
import type { WaitingJoin } from "../state/waiting-joins.ts";
import { bytes, count, many, range } from "../shared/words.ts";
import { FileHeadersFold } from "./file-headers-fold.tsx";
import { FirstLook } from "./first-look.tsx";
import { SegyMapping } from "./segy-mapping.tsx";

/** Files that look like one survey: whether they are to be one, under which name, and how all of them are read. */
export function JoinedFiles({
  join,
  disabled,
}: {
  readonly join: WaitingJoin;
  readonly disabled: boolean;
}): ReactNode {
  const { key, files, because, isOn, name } = join;
  const first = files[0]!;
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <article className="panel incoming-file" aria-label={`One survey of ${files.length} files`}>
      <header className="joined-head">
        <label className="field">
          <input
            type="checkbox"
            checked={isOn}
            disabled={disabled}
            onChange={(event) => {
              chooseJoin(key, { isOn: event.target.checked });
            }}
          />
          <b>One survey of {many(files.length, "file")}</b>
        </label>
        {isOn && (
          <label className="field">
            named
            <input
              type="text"
              value={name}
              disabled={disabled}
              onChange={(event) => {
                chooseJoin(key, { name: event.target.value });
              }}
            />
          </label>
        )}
        {isOn && <span className="aside">{bytes(total)}</span>}
        <span className="dim">{because}</span>
      </header>
      {isOn && (
        <>
          <ul className="joined-parts">
            {files.map(({ location, bytes: size, inspection: { layout, geometry, warnings } }) => (
              <li key={location}>
                <span className="joined-name">{location}</span>
                <span className="dim">
                  inline {range(geometry.inlines)} · crossline {range(geometry.crosslines)} ·{" "}
                  {many(layout.traces, "trace")} · {bytes(size)}
                </span>
                {warnings.length > 0 && (
                  <span className="warn" title={warnings.map(({ message }) => message).join("\n")}>
                    <TriangleAlert size={12} aria-hidden /> {count(warnings.length)}
                  </span>
                )}
                <button
                  type="button"
                  className="button quiet icon"
                  aria-label={`Leave ${location} out`}
                  title="Leave out"
                  disabled={disabled}
                  onClick={() => {
                    leaveOut(location);
                  }}
                >
                  <X size={12} />
                </button>
              </li>
            ))}
          </ul>
          <p className="dim">
            As {first.location} says; what you change holds for all {count(files.length)} files.
          </p>
          <div className="incoming-body">
            <SegyMapping incoming={first} inspection={first.inspection} disabled={disabled} />
            <div className="looks">
              <FirstLook location={first.location} reading={first.reading} />
            </div>
          </div>
          <FileHeadersFold inspection={first.inspection} />
        </>
      )}
    </article>
  );
}
