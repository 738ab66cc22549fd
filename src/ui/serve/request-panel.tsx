import { Check, Copy, Download } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { TraceScore } from "../../services/score-contract.ts";
import { Panel } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { bytes } from "../shared/words.ts";

const fileName = ({ inline, crossline }: TraceScore): string =>
  `request-inline-${inline}-crossline-${crossline}.json`;

const curlLine = (score: TraceScore, address: string): string =>
  `curl -s ${address}/predict -H 'Content-Type: application/json' --data-binary @${fileName(score)}`;

/** Copies, and says so for a moment. */
function CopyButton({ text }: { readonly text: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
          setTimeout(() => {
            setCopied(false);
          }, 1500);
        });
      }}
    >
      {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      {copied ? "Copied" : "Copy the line"}
    </button>
  );
}

/** The same question from anywhere else: a file with the numbers, and the line that sends it. */
export function RequestPanel({
  score,
  address,
}: {
  readonly score: TraceScore;
  readonly address: string;
}): ReactNode {
  const line = curlLine(score, address);
  return (
    <Panel title="Ask from elsewhere" aside={`${bytes(score.requestJson.length)} of JSON`}>
      <pre className="serve-code">
        {line}
        {"\n"}
        <span className="faint">{`# ${fileName(score)}: ${score.shortRequestJson}`}</span>
      </pre>
      <div className="form-row">
        <CopyButton text={line} />
        <button
          type="button"
          className="button"
          onClick={() => {
            saveFile({
              name: fileName(score),
              blob: new Blob([score.requestJson], { type: "application/json" }),
            });
          }}
        >
          <Download size={13} aria-hidden />
          Save the request
        </button>
      </div>
    </Panel>
  );
}
