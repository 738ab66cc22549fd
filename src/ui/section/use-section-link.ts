import { useEffect } from "react";
import { useLocation } from "wouter";
import { linkText, readLink } from "./section-link.ts";
import { lineKey, openLine, rememberView, showWindows, useSectionStore } from "./section-store.ts";

/** Opens what the address of the page says, once; from then on the address says what is seen. */
export function useSectionLink(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const link = readLink(globalThis.location.search);
    if (!link) return;
    const { survey, line, view, window } = link;
    if (view) rememberView({ survey, line }, view);
    if (window) showWindows(survey, line, [window], "from a link");
    else openLine(survey, line);
  }, []);
  const { seen, views, shown } = useSectionStore();
  const view = seen && views[lineKey(seen.survey, seen.line)];
  const window = shown?.survey === seen?.survey ? shown?.windows[shown.selected] : undefined;
  const link =
    seen && linkText({ ...seen, view, window: window && { ...window, traces: window.traces ?? 1 } });
  useEffect(() => {
    if (link !== undefined && globalThis.location.pathname === "/section")
      navigate(`/section?${link}`, { replace: true });
  }, [link, navigate]);
}
