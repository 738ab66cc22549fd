import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { Route, Switch } from "wouter";
import { queryClient } from "../state/query.ts";
import { IncomingFault } from "../survey/incoming-fault.tsx";
import { SurveyPage } from "../survey/survey-page.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { DropZone } from "./drop-zone.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Sidebar } from "./sidebar.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { UpdateNote } from "./update-note.tsx";

const pages = {
  "/section": lazy(async () => ({ default: (await import("../section/section-route.tsx")).SectionRoute })),
  "/map": lazy(async () => ({ default: (await import("../map/map-page.tsx")).MapPage })),
  "/labels": lazy(async () => ({ default: (await import("../labels/labels-page.tsx")).LabelsPage })),
  "/features": lazy(async () => ({ default: (await import("../features/features-page.tsx")).FeaturesPage })),
  "/train": lazy(async () => ({ default: (await import("../train/train-page.tsx")).TrainPage })),
  "/judge": lazy(async () => ({ default: (await import("../judge/judge-page.tsx")).JudgePage })),
  "/models": lazy(async () => ({ default: (await import("../models/models-page.tsx")).ModelsPage })),
  "/report": lazy(async () => ({ default: (await import("../report/report-page.tsx")).ReportPage })),
  "/storage": lazy(async () => ({ default: (await import("../storage/storage-page.tsx")).StoragePage })),
} as const;

export function App(): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <div className="shell">
        <TopBar />
        <Sidebar />
        <main className="page">
          <UpdateNote />
          <IncomingFault />
          <ErrorBoundary>
            <Suspense fallback={<div className="loading" aria-busy="true" />}>
              <Switch>
                <Route path="/" component={SurveyPage} />
                {Object.entries(pages).map(([path, component]) => (
                  <Route key={path} path={path} component={component} />
                ))}
                <Route>
                  <div className="empty-page">
                    <h1>There is no such page</h1>
                  </div>
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
        <StatusBar />
      </div>
      <DropZone />
      <CommandPalette />
    </QueryClientProvider>
  );
}
