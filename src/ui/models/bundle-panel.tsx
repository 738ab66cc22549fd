import { BadgeCheck, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import type { ImportedBundleRecord } from "../../pipeline/steps/imported-bundle.ts";
import { Panel } from "../shared/panel.tsx";
import { bytes } from "../shared/words.ts";
import { CardText } from "./card-panel.tsx";

/** Where an imported bundle comes from, as far as it shows itself. */
export function BundlePanel({ bundle }: { readonly bundle: ImportedBundleRecord }): ReactNode {
  const { signedBy, formatVersion, contentSha256, sha256, card } = bundle;
  return (
    <Panel title="The bundle" aside={bytes(bundle.bytes)}>
      <dl className="card">
        <dt>Signature</dt>
        <dd>
          {signedBy ? (
            <>
              <BadgeCheck size={14} className="good" aria-hidden /> Signed (Ed25519) by the key{" "}
              <code title={`public key ${signedBy.publicKey}`}>{signedBy.keyId.slice(0, 16)}…</code>
              <span className="faint">
                {" "}
                · compare it with the key id that the sender told you: a signature says who, not how good
              </span>
            </>
          ) : (
            <>
              <CircleDashed size={14} aria-hidden />{" "}
              {formatVersion === undefined
                ? "Not known: it was imported by an older Geophone. Import it again to see."
                : "Not signed: nothing says who made it."}
            </>
          )}
        </dd>
        <dt>Checked</dt>
        <dd>
          every hash, and its golden windows gave the probabilities that they had where it was trained
          {formatVersion === undefined ? "" : ` · format ${formatVersion}`}
        </dd>
        <dt>SHA-256</dt>
        <dd>
          <code className="whole">{sha256}</code>
          {contentSha256 !== undefined && (
            <div className="faint">
              content, whoever signed it: <code title={contentSha256}>{contentSha256.slice(0, 16)}…</code>
            </div>
          )}
        </dd>
      </dl>
      {card ? <CardText card={card} /> : <p className="dim">It brings no model card along.</p>}
    </Panel>
  );
}
