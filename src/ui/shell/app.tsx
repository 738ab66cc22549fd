import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { Route, Switch, useLocation } from "wouter";
import { queryClient } from "../state/query.ts";
import { IncomingFault } from "../survey/incoming-fault.tsx";
import { SurveyPage } from "../survey/survey-page.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { DamagedNote } from "./damaged-note.tsx";
import { DropZone } from "./drop-zone.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { allRoutes } from "./routes.ts";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { Sidebar } from "./sidebar.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { UpdateNote } from "./update-note.tsx";

const pages = {
  "/headers": lazy(async () => ({ default: (await import("../headers/headers-page.tsx")).HeadersPage })),
  "/section": lazy(async () => ({ default: (await import("../section/section-route.tsx")).SectionRoute })),
  "/map": lazy(async () => ({ default: (await import("../map/map-page.tsx")).MapPage })),
  "/labels": lazy(async () => ({ default: (await import("../labels/labels-page.tsx")).LabelsPage })),
  "/features": lazy(async () => ({ default: (await import("../features/features-page.tsx")).FeaturesPage })),
  "/train": lazy(async () => ({ default: (await import("../train/train-page.tsx")).TrainPage })),
  "/judge": lazy(async () => ({ default: (await import("../judge/judge-page.tsx")).JudgePage })),
  "/models": lazy(async () => ({ default: (await import("../models/models-page.tsx")).ModelsPage })),
  "/serve": lazy(async () => ({ default: (await import("../serve/serve-page.tsx")).ServePage })),
  "/report": lazy(async () => ({ default: (await import("../report/report-page.tsx")).ReportPage })),
  "/storage": lazy(async () => ({ default: (await import("../storage/storage-page.tsx")).StoragePage })),
} as const;

/** The page by its address: a page that failed does not take the next one with it. */
function Page(): ReactNode {
  const [location] = useLocation();
  const name = allRoutes.find(({ path }) => path === location)?.name;
  useEffect(() => {
    // A page begins at its top, wherever the one before had been scrolled to.
    document.querySelector("main")?.scrollTo(0, 0);
    document.title = name ? `${name} · Geophone` : "Geophone";
  }, [name]);
  return (
    <ErrorBoundary key={location}>
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
  );
}

export function App(): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <div className="shell">
        <TopBar />
        <Sidebar />
        <main className="page">
          <UpdateNote />
          <DamagedNote />
          <Page />
          <IncomingFault />
        </main>
        <StatusBar />
      </div>
      <DropZone />
      <CommandPalette />
      <ShortcutHelp />
    </QueryClientProvider>
  );
}
