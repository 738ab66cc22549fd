import { Command } from "cmdk";
import { useEffect, type ReactNode } from "react";
import { useLocation } from "wouter";
import { useOverview } from "../state/query.ts";
import { applyTheme, usePreferences } from "../state/preferences.ts";
import { runJob } from "../state/jobs.ts";
import { openLine, setSection } from "../section/section-store.ts";
import { isTyping } from "../shared/is-typing.ts";
import { allRoutes } from "./routes.ts";
import { openFiles } from "./open-files.ts";
import { usePalette } from "./palette-store.ts";

/** Ctrl/⌘-K: any page, file, model, prediction or act by its name. */
export function CommandPalette(): ReactNode {
  const isOpen = usePalette(({ isOpen: open }) => open);
  const [, navigate] = useLocation();
  const { data: overview } = useOverview();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        usePalette.setState(({ isOpen: open }) => ({ isOpen: !open }));
      } else if (event.key === "Escape") usePalette.setState({ isOpen: false });
      else if (event.key.toLowerCase() === "t" && !event.ctrlKey && !event.metaKey && !isTyping(event.target))
        applyTheme(usePreferences.getState().theme === "dark" ? "light" : "dark");
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
  // Focus goes back to where it was.
  useEffect(() => {
    if (!isOpen) return undefined;
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [isOpen]);
  if (!isOpen) return null;
  const close = (): void => {
    usePalette.setState({ isOpen: false });
  };
  const act = (work: () => void) => (): void => {
    close();
    work();
  };
  return (
    <div className="palette-veil" onMouseDown={close}>
      <Command
        label="Search or run"
        loop
        onMouseDown={(event) => {
          event.stopPropagation();
        }}
      >
        <Command.Input placeholder="A page, a line, a model, an act" autoFocus />
        <Command.List>
          <Command.Empty>Nothing by that name.</Command.Empty>
          <Command.Group heading="Acts">
            <Command.Item onSelect={act(() => void openFiles())}>
              Open SEG-Y, labels, a bundle or an archive
            </Command.Item>
            <Command.Item onSelect={act(() => void runJob({ kind: "demo" }))}>
              Open the demo survey
            </Command.Item>
            <Command.Item onSelect={act(() => void runJob({ kind: "verify" }))}>
              Check what is stored
            </Command.Item>
            <Command.Item
              onSelect={act(() => {
                applyTheme(usePreferences.getState().theme === "dark" ? "light" : "dark");
              })}
            >
              Switch between dark and light
            </Command.Item>
            <Command.Item
              onSelect={act(() => {
                usePalette.setState({ showsKeys: true });
              })}
            >
              Show what the keys do
            </Command.Item>
          </Command.Group>
          <Command.Group heading="Pages">
            {allRoutes.map(({ path, name }) => (
              <Command.Item
                key={path}
                onSelect={act(() => {
                  navigate(path);
                })}
              >
                {name}
              </Command.Item>
            ))}
          </Command.Group>
          {overview && overview.models.length > 0 && (
            <Command.Group heading="Models">
              {overview.models.toReversed().map(({ version, run }) => (
                <Command.Item
                  key={run.id}
                  onSelect={act(() => {
                    navigate(`/judge?run=${run.id}`);
                  })}
                >
                  Judge version {version.version} ({run.family}, macro-F1 {run.evaluation.macroF1.toFixed(3)})
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {overview && overview.predictions.length > 0 && (
            <Command.Group heading="Predictions">
              {overview.predictions.map(({ id, survey, scorerLabel }) => (
                <Command.Item
                  key={id}
                  onSelect={act(() => {
                    openLine(survey);
                    setSection({ overlay: "prediction", predictionId: id });
                    navigate("/section");
                  })}
                >
                  {survey} by {scorerLabel}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {overview && overview.surveys.length > 0 && (
            <Command.Group heading="Lines">
              {overview.surveys.map(({ name }) => (
                <Command.Item
                  key={name}
                  onSelect={act(() => {
                    openLine(name);
                    navigate("/section");
                  })}
                >
                  {name}
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </div>
  );
}
