import { create } from "zustand";

const key = "geophone-who";

/** Kept in localStorage, and only where it may be. */
function storedName(): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** Whose name the history gets; empty: the app's. */
export const useWho = create<{ readonly name: string }>(() => ({ name: storedName() }));

export function setWho(name: string): void {
  useWho.setState({ name });
  try {
    localStorage.setItem(key, name);
  } catch {
    // Private windows may keep nothing; the name lasts as long as the page.
  }
}

/** As a request takes it. */
export const whoNow = (): { readonly who?: string } => {
  const name = useWho.getState().name.trim();
  return name === "" ? {} : { who: name };
};
