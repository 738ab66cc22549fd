/// <reference types="vite/client" />
import "@fontsource-variable/inter/index.css";
import { wrap, type Remote } from "comlink";
import { useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { SectionPage, type SectionPageProps } from "../../../../src/ui/section/section-page.tsx";
import { showWindows } from "../../../../src/ui/section/section-store.ts";
import { trustedScriptUrl } from "../../../../src/adapters/browser/trusted-types.ts";
import "../../../../src/ui/shared/tokens.css";
import "../../../../src/ui/shared/base.css";
import "../../../../src/ui/shared/controls.css";
import "../../../../src/ui/section/section.css";
import "../../../../src/ui/map/map.css";
import "./viewer.css";
import type { Viewer } from "./worker.ts";
import workerUrl from "./worker.ts?worker&url";

const viewer: Remote<Viewer> = wrap(
  new Worker(trustedScriptUrl(workerUrl), { type: "module", name: "sections" }),
);

declare global {
  /** What a test may do that other pages of the app do. */
  var viewerTest: { readonly showWindows: typeof showWindows; firstSectionMs?: number };
}
globalThis.viewerTest = { showWindows };

function Harness(): ReactNode {
  const [overview, setOverview] = useState<SectionPageProps["overview"]>();
  const [outlines, setOutlines] = useState<SectionPageProps["outlines"]>([]);
  const [closed, setClosed] = useState(false);
  return (
    <div className="viewer">
      <header>
        <input
          type="file"
          multiple
          aria-label="Files"
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])];
            void (async () => {
              await viewer.offerFiles(chosen.map((file) => ({ file })));
              const begun = performance.now();
              const answer = await viewer.peek(chosen[0]!.name);
              if (answer.ok)
                await viewer.paint(answer.value.section.key, { palette: "grey", clip: { low: -1, high: 1 } });
              globalThis.viewerTest.firstSectionMs = performance.now() - begun;
              setOverview(await viewer.ingest());
              const lie = await viewer.lineGeometry();
              if (lie.ok) setOutlines(lie.value);
            })();
          }}
        />
        <button
          type="button"
          onClick={() => {
            setClosed(!closed);
          }}
        >
          Close files
        </button>
      </header>
      <main>
        {overview && (
          <SectionPage
            sections={viewer}
            outlines={outlines}
            overview={
              closed
                ? {
                    ...overview,
                    surveys: overview.surveys.map((survey) => ({
                      ...survey,
                      reach: "missing",
                      reachable: false,
                      away: [survey.fileName],
                    })),
                  }
                : overview
            }
            onChooseFiles={() => {
              setClosed(false);
            }}
          />
        )}
      </main>
    </div>
  );
}

createRoot(document.getElementById("app")!).render(<Harness />);
