import { create } from "zustand";

/** What lies over the page: the palette, the sheet of keys. */
export const usePalette = create<{ readonly isOpen: boolean; readonly showsKeys: boolean }>(() => ({
  isOpen: false,
  showsKeys: false,
}));
