import { create } from "zustand";

export type Theme = "dark" | "light";
interface Preferences {
  readonly theme: Theme;
}

const key = "geophone-theme";

/** Small and personal: kept in localStorage, and only where it may be. */
function storedTheme(): Theme {
  try {
    return localStorage.getItem(key) === "light" ? "light" : "dark";
  } catch {
    return "dark";
  }
}

export const usePreferences = create<Preferences>(() => ({ theme: storedTheme() }));

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  usePreferences.setState({ theme });
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Private windows may keep nothing; the theme lasts as long as the page.
  }
}
