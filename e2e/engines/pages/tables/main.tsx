/// <reference types="vite/client" />
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { wrap } from "comlink";
import { createRoot } from "react-dom/client";
import type { TablesFace } from "../../../../src/services/tables-face.ts";
import { exampleQueries } from "../../../../src/ui/features/example-queries.ts";
import { FeatureHistograms } from "../../../../src/ui/features/feature-histograms.tsx";
import { SqlPanel } from "../../../../src/ui/sql/sql-panel.tsx";
import { trustedScriptUrl } from "../../../../src/adapters/browser/trusted-types.ts";
import "../../../../src/ui/app.css";
import workerAddress from "./worker.ts?worker&url";

const tables = wrap<TablesFace>(new Worker(trustedScriptUrl(workerAddress), { type: "module" }));
const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });

createRoot(document.getElementById("app")!).render(
  <QueryClientProvider client={client}>
    <FeatureHistograms tables={tables} />
    <SqlPanel tables={tables} place="page" examples={exampleQueries} />
  </QueryClientProvider>,
);
