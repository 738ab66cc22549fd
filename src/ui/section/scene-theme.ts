import type { SceneTheme } from "./scene-types.ts";

/** The chrome's colours as they are now, from src/ui/shared/tokens.css. */
export function readTheme(element: Element): SceneTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: token("--ground"),
    ink: token("--ink"),
    dim: token("--dim"),
    line: token("--line-strong"),
    accent: token("--accent"),
    warn: token("--warn"),
    panel: token("--panel"),
    font: token("--font") || "sans-serif",
  };
}

/** For pictures that leave the app: ink on paper. */
export const paperTheme: SceneTheme = {
  ground: "#ffffff",
  ink: "#1b2025",
  dim: "#525d67",
  line: "#6d7882",
  accent: "#d08700",
  warn: "#9a5b00",
  panel: "#ffffff",
  font: '"Inter Variable", sans-serif',
};

/** Calls back after the theme was switched; returns how to stop. */
export function onThemeSwitch(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    observer.disconnect();
  };
}
