import { useState, type ReactNode } from "react";
import type { Fault, Inspection } from "../../services/contract.ts";
import { workspace } from "../clients.ts";
import { setReading, type Incoming } from "../state/incoming.ts";
import { useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";

/** Readings kept under names: taken for this file, and kept from it for the files like it. */
export function ReadingProfiles({
  incoming,
  inspection,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly inspection: Extract<Inspection, { kind: "segy" | "refused" }>;
  readonly disabled: boolean;
}): ReactNode {
  const { location, reading, profile: taken } = incoming;
  const profiles = useOverview().data?.profiles ?? [];
  const [name, setName] = useState("");
  const [fault, setFault] = useState<Fault>();
  const isSaid = Object.keys(reading).length > 0;
  const take = (chosen: string): void => {
    const profile = profiles.find((one) => one.name === chosen);
    if (profile) void setReading(location, profile.reading, profile.name);
  };
  const save = async (): Promise<void> => {
    const signature = inspection.kind === "segy" ? inspection.signature : undefined;
    const chosen = name.trim();
    const refused = await workspace.saveProfile({
      name: chosen,
      reading,
      ...(signature ? { signature } : {}),
    });
    setFault(refused);
    if (refused) return;
    setName("");
    await setReading(location, reading, chosen);
  };
  if (profiles.length === 0 && !isSaid) return null;
  return (
    <div className="form-row reading-profiles">
      {profiles.length > 0 && (
        <label className="field">
          read as
          <select
            aria-label="Read as a profile says"
            disabled={disabled}
            value={profiles.some((one) => one.name === taken) ? taken : ""}
            onChange={(event) => {
              if (event.target.value === "") void setReading(location, {});
              else take(event.target.value);
            }}
          >
            <option value="">{isSaid ? "said below" : "the file says"}</option>
            {profiles.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
                {one.name === inspection.suggested ? ", made for a file like this" : ""}
              </option>
            ))}
          </select>
        </label>
      )}
      {inspection.suggested !== undefined && !isSaid && (
        <button
          type="button"
          className="button"
          disabled={disabled}
          onClick={() => {
            if (inspection.suggested !== undefined) take(inspection.suggested);
          }}
        >
          Read as {inspection.suggested}: it was made for a file like this
        </button>
      )}
      {taken !== undefined && profiles.some((one) => one.name === taken) && (
        <button
          type="button"
          className="button quiet"
          disabled={disabled}
          onClick={() => {
            void workspace.removeProfile(taken).then(setFault);
          }}
        >
          Forget {taken}
        </button>
      )}
      {isSaid && inspection.kind === "segy" && (
        <form
          className="field"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") void save();
          }}
        >
          <input
            type="text"
            aria-label="Name of the profile"
            placeholder="name, for files like this"
            maxLength={80}
            disabled={disabled}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
          <button type="submit" className="button quiet" disabled={disabled || name.trim() === ""}>
            Keep as profile
          </button>
        </form>
      )}
      {fault && <FaultNote fault={fault} />}
    </div>
  );
}
