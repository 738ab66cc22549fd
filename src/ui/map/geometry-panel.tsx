import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { GeometryFinding } from "../../pipeline/geometry/contract.ts";
import { geometryInWords } from "../../pipeline/geometry/geometry-in-words.ts";
import type { BinsView } from "../../services/bins-contract.ts";
import { count } from "../shared/words.ts";

/** One finding: what it is, and what to do about it. */
function Finding({ finding }: { readonly finding: GeometryFinding }): ReactNode {
  const { code, severity, message, advice, trace } = finding;
  return (
    <li className={severity === "warning" ? "warning" : ""}>
      {severity === "warning" ? (
        <TriangleAlert size={13} aria-label="Warning" className="warn" />
      ) : (
        <Info size={13} aria-label="Note" className="dim" />
      )}{" "}
      {message.charAt(0).toUpperCase() + message.slice(1)}.
      {trace !== undefined && !message.includes("trace ") && (
        <span className="dim"> First at trace {count(trace)}.</span>
      )}
      <p className="dim">{advice}</p>
      <code className="faint">{code}</code>
    </li>
  );
}

/** The doctor's word on a survey: what is odd, then steps, origin, fit and residuals. */
export function GeometryPanel({
  bins,
  children,
}: {
  readonly bins: BinsView;
  /** Above the findings. */
  readonly children?: ReactNode;
}): ReactNode {
  const { geometry, unit } = bins;
  return (
    <div className="geometry-panel">
      {children}
      <section aria-label="Findings">
        <h3>Findings</h3>
        {geometry.findings.length === 0 ? (
          <p className="good">
            <CircleCheck size={13} aria-hidden /> Nothing odd: numbers, order and coordinates agree.
          </p>
        ) : (
          <ul className="findings">
            {geometry.findings.map((finding) => (
              <Finding key={`${finding.code} ${finding.message}`} finding={finding} />
            ))}
          </ul>
        )}
      </section>
      <section aria-label="Geometry">
        <h3>Geometry</h3>
        <dl>
          {geometryInWords(geometry, unit).map(({ name, words }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
