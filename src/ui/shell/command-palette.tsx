import { Command } from "cmdk";
import { useEffect, type ReactNode } from "react";
import { useLocation } from "wouter";
import { useOverview } from "../state/query.ts";
import { applyTheme, usePreferences } from "../state/preferences.ts";
import { runJob } from "../state/jobs.ts";
import { openLine } from "../section/section-store.ts";
import { allRoutes } from "./routes.ts";
import { openFiles } from "./open-files.ts";
import { usePalette } from "./palette-store.ts";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Ctrl/⌘-K: any page, line, model or act by its name. */
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
