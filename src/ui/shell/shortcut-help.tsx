import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { isTyping } from "../shared/is-typing.ts";
import { usePalette } from "./palette-store.ts";

const Sheet = lazy(async () => ({ default: (await import("./shortcut-sheet.tsx")).ShortcutSheet }));

const close = (): void => {
  usePalette.setState({ showsKeys: false });
};

/** "?" opens the sheet of keys, and closes it, as Escape does. */
export function ShortcutHelp(): ReactNode {
  const isOpen = usePalette(({ showsKeys }) => showsKeys);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") close();
      else if (event.key === "?" && !isTyping(event.target))
        usePalette.setState(({ showsKeys }) => ({ showsKeys: !showsKeys }));
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
  if (!isOpen) return null;
  return (
    <Suspense>
      <Sheet onClose={close} />
    </Suspense>
  );
}
