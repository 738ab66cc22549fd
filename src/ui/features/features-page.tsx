import type { ReactNode } from "react";
import { Link } from "wouter";
import { tables } from "../table-client.ts";
import { useOverview } from "../state/query.ts";
import { EmptyPage } from "../shared/panel.tsx";
import { FeatureHistograms } from "./feature-histograms.tsx";
import { FeatureJob } from "./feature-job.tsx";
import { PointsPanel } from "./points-panel.tsx";
import { SqlPanel } from "../sql/sql-panel.tsx";
import { exampleQueries } from "./example-queries.ts";

export function FeaturesPage(): ReactNode {
  const { data: overview } = useOverview();
  if (!overview) return <div className="loading" aria-busy="true" />;
  if (overview.surveys.length === 0)
    return (
      <EmptyPage
        title="Features: each window in numbers"
        action={
          <Link href="/" className="button primary">
            Open lines first
          </Link>
        }
      >
        <p>
          A model does not see pictures but numbers: how strong, how sharp, how fast the samples of a window
          swing. Here they are computed, looked at by class, and asked questions in SQL.
        </p>
      </EmptyPage>
    );
  const hasFeatures = overview.featureSets.length > 0;
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Features</h1>
      </div>
      <FeatureJob key={overview.featureSets.at(-1)?.id ?? "none"} overview={overview} />
      {hasFeatures && <FeatureHistograms tables={tables} />}
      {hasFeatures && <PointsPanel overview={overview} />}
      {hasFeatures && <SqlPanel tables={tables} place="features" examples={exampleQueries} />}
    </div>
  );
}
