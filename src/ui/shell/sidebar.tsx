import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { Overview } from "../../services/contract.ts";
import { useIncoming } from "../state/incoming.ts";
import { useOverview } from "../state/query.ts";
import { bytes, count } from "../shared/words.ts";
import { routeGroups } from "./routes.ts";

/** The state of each page's matter, in a word or a number. */
function badgesOf(overview: Overview | undefined, incoming: number): Readonly<Record<string, string>> {
  if (!overview) return {};
  const { surveys, labelSets, featureSets, models, usage } = overview;
  const newest = models.at(-1);
  const kept = Object.values(usage).reduce((sum, part) => sum + part, 0);
  return {
    "/": incoming > 0 ? `${incoming} new` : surveys.length > 0 ? count(surveys.length) : "",
    "/labels": labelSets.at(-1) ? `${labelSets.at(-1)!.classes.length} classes` : "",
    "/features": featureSets.at(-1)
      ? count(featureSets.at(-1)!.tables.reduce((sum, table) => sum + table.rows, 0))
      : "",
    "/judge": newest ? newest.run.evaluation.macroF1.toFixed(2) : "",
    "/models": newest ? `v${newest.version.version}` : "",
    "/storage": kept > 1000 ? bytes(kept) : "",
  };
}

export function Sidebar(): ReactNode {
  const [location] = useLocation();
  const { data: overview } = useOverview();
  const badges = badgesOf(
    overview,
    useIncoming(({ files }) => files.length),
  );
  return (
    <nav className="sidebar" aria-label="Pages">
      {routeGroups.map((group) => (
        <div key={group.name} className="group">
          <h2>{group.name}</h2>
          {group.routes.map(({ path, name, icon: Icon }) => (
            <Link
              key={path}
              href={path}
              aria-current={location === path ? "page" : undefined}
              className={location === path ? "active" : ""}
            >
              <Icon size={15} aria-hidden />
              <span>{name}</span>
              <span className="badge">{badges[path] ?? ""}</span>
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
