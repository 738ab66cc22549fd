import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Inspection } from "../../services/contract.ts";
import { leaveOut, setRole, type Incoming } from "../state/incoming.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { bytes, many } from "../shared/words.ts";
import { ClassNames } from "./class-names.tsx";
import { CompareReadings } from "./compare-readings.tsx";
import { FileHeadersFold } from "./file-headers-fold.tsx";
import { ReadingProfiles } from "./reading-profiles.tsx";
import { isAboutHeaders, RefusedSegy } from "./refused-segy.tsx";
import { ScanNote } from "./scan-note.tsx";
import { SegyMapping } from "./segy-mapping.tsx";

function Body({
  incoming,
  inspection,
  disabled,
}: {
  incoming: Incoming;
  inspection: Inspection;
  disabled: boolean;
}): ReactNode {
  switch (inspection.kind) {
    case "refused":
      return (
        <>
          <FaultNote fault={inspection.fault} />
          <ReadingProfiles incoming={incoming} inspection={inspection} disabled={disabled} />
          {(Object.keys(incoming.reading).length > 0 || isAboutHeaders(inspection.fault)) && (
            <RefusedSegy incoming={incoming} disabled={disabled} />
          )}
        </>
      );
    case "label-table":
      return (
        <p>
          Label table: {many(inspection.intervals, "interval")} of{" "}
          {many(inspection.classes.length, "class", "classes")}, {inspection.classes.join(", ")}.
        </p>
      );
    case "points":
      return (
        <p>
          Points or a horizon: {many(inspection.preview.rows, "row")} of{" "}
          {many(inspection.preview.columns.length, "column")}.{" "}
          <Link href="/labels">Say on the Labels page</Link> what to make of them.
        </p>
      );
    case "segy":
      return (
        <>
          <div className="incoming-body">
            <SegyMapping incoming={incoming} inspection={inspection} disabled={disabled} />
            {incoming.role === "labels" ? (
              <ClassNames incoming={incoming} numbers={inspection.labelNumbers ?? []} disabled={disabled} />
            ) : (
              <div className="looks">
                <CompareReadings incoming={incoming} inspection={inspection} disabled={disabled} />
                <ScanNote location={incoming.location} disabled={disabled} />
              </div>
            )}
          </div>
          <FileHeadersFold inspection={inspection} />
        </>
      );
    case "bundle":
    case "archive":
      return null;
  }
}

export function IncomingFile({
  incoming,
  disabled,
}: {
  readonly incoming: Incoming;
  readonly disabled: boolean;
}): ReactNode {
  const { inspection, location } = incoming;
  return (
    <article className="panel incoming-file" aria-label={location}>
      <header>
        <h2>{location}</h2>
        <span className="aside">{bytes(incoming.bytes)}</span>
        <span className="spacer" />
        {inspection?.kind === "segy" && (
          <Segmented
            label="What it is"
            value={incoming.role}
            choices={[
              { value: "survey", label: "Survey", disabled },
              {
                value: "labels",
                label: "Labels",
                disabled: disabled || !inspection.labelNumbers,
                title: inspection.labelNumbers ? undefined : "Its samples are no class numbers",
              },
            ]}
            onChange={(role) => {
              setRole(location, role);
            }}
          />
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
          <X size={14} />
        </button>
      </header>
      {inspection ? (
        <Body incoming={incoming} inspection={inspection} disabled={disabled} />
      ) : (
        <p className="dim" aria-busy="true">
          Looking at it …
        </p>
      )}
    </article>
  );
}
