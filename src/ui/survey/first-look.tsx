import { useEffect, useMemo, useState, type ReactNode } from "react";
import type { SegyReading } from "../../pipeline/segy/contract.ts";
import type { Fault } from "../../services/contract.ts";
import { usualClip, type Peek } from "../../services/section-contract.ts";
import { sections } from "../clients.ts";
import { SectionCanvas } from "../section/section-canvas.tsx";
import { usePainted } from "../section/use-section.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { count } from "../shared/words.ts";
import { useScans } from "../state/scans.ts";

/** The first line of a file as the reading so far shows it: a wrong one is seen at once. */
export function FirstLook({
  location,
  reading,
  viewer = location,
}: {
  readonly location: string;
  readonly reading: SegyReading;
  /** Where two looks at one file stand side by side, each has its own. */
  readonly viewer?: string;
}): ReactNode {
  const [peek, setPeek] = useState<Peek>();
  const [fault, setFault] = useState<Fault>();
  const key = JSON.stringify(reading);
  const line = useScans(({ files }) => files[location]?.line);
  useEffect(() => {
    let current = true;
    setFault(undefined);
    valueOf(sections.peek(location, { reading: JSON.parse(key) as SegyReading }, { viewer, line }))
      .then((found) => {
        if (current) setPeek(found);
      })
      .catch((error: unknown) => {
        const found = faultIn(error);
        if (current && found.kind !== "cancelled") setFault(found);
      });
    return () => {
      current = false;
    };
  }, [location, key, line, viewer]);
  useEffect(() => () => void sections.close(viewer), [viewer]);
  const section = peek?.section;
  const { layer } = usePainted(sections, section, { palette: "grey", clip: usualClip, overlay: undefined });
  const layers = useMemo(() => (layer ? [layer] : []), [layer]);
  if (fault) return <FaultNote fault={fault} />;
  return (
    <div className="first-look">
      <h3>
        {section?.title ?? "First look"}
        <span className="faint">
          {" "}
          {line ? "" : "first look, "}
          {usualClip.percent} % clip
          {section && peek.truncated ? `, the first ${count(section.lineTraces)} traces` : ""}
        </span>
      </h3>
      <div className="first-look-section">
        <SectionCanvas layers={layers} loading={!layer} label={`First look at ${viewer}`} />
      </div>
    </div>
  );
}
