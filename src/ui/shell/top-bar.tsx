import { Cpu, FolderOpen, Moon, Search, Sun, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { filesOfSurvey } from "../../pipeline/files-of-survey.ts";
import { useOffline } from "../offline/use-offline.ts";
import { applyTheme, usePreferences } from "../state/preferences.ts";
import { useJobs } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { count, many } from "../shared/words.ts";
import { useCompute } from "./compute-store.ts";
import { openFiles } from "./open-files.ts";
import { usePalette } from "./palette-store.ts";

function OfflineChip(): ReactNode {
  const state = useOffline(({ state: current }) => current);
  const words = {
    unsupported: { text: "Online only", dot: "off" },
    installing: { text: "Installing", dot: "warn" },
    shell: { text: "Works offline", dot: "part" },
    preparing: { text: "Preparing", dot: "warn" },
    ready: { text: "Ready for the field", dot: "on" },
  }[state];
  return (
    <Link href="/storage" className="button" title="What works without a network">
      <WifiOff size={13} aria-hidden />
      <span className={`dot ${words.dot}`} />
      {words.text}
    </Link>
  );
}

function ComputeChip(): ReactNode {
  const best = useCompute(({ best: name }) => name);
  return (
    <Link href="/train" className="button" title="What trains here">
      <Cpu size={13} aria-hidden />
      {best ?? "measuring"}
    </Link>
  );
}

export function TopBar(): ReactNode {
  const theme = usePreferences(({ theme: current }) => current);
  const writer = useJobs(({ writer: current }) => current);
  const { data: overview } = useOverview();
  const traces = overview?.surveys.reduce((sum, survey) => sum + survey.traces, 0) ?? 0;
  return (
    <header className="top-bar">
      <Link href="/" className="brand">
        <img src="/icon.svg" alt="" width={20} height={20} />
        Geophone
      </Link>
      <span className="context dim">
        {overview && overview.surveys.length > 0
          ? `${overview.surveys.length === 1 ? overview.surveys[0]!.fileName : many(overview.surveys.flatMap(filesOfSurvey).length, "file")} · ${count(traces)} traces`
          : ""}
      </span>
      {writer === false && (
        <span className="chip warn" role="status">
          Another tab is at work here: this one only looks
        </span>
      )}
      <span className="spacer" />
      <button type="button" className="button quiet" onClick={() => void openFiles()}>
        <FolderOpen size={14} aria-hidden />
        Open files
      </button>
      <button
        type="button"
        className="button quiet search"
        onClick={() => {
          usePalette.setState({ isOpen: true });
        }}
      >
        <Search size={13} aria-hidden />
        Search or run
        <kbd>Ctrl K</kbd>
      </button>
      <ComputeChip />
      <OfflineChip />
      <button
        type="button"
        className="button icon quiet"
        aria-label={theme === "dark" ? "Light theme" : "Dark theme"}
        title={theme === "dark" ? "Light theme (T)" : "Dark theme (T)"}
        onClick={() => {
          applyTheme(theme === "dark" ? "light" : "dark");
        }}
      >
        {theme === "dark" ? <Sun size={15} /> : <Moon size={15} />}
      </button>
    </header>
  );
}
