import { create } from "zustand";
import type { ScanProgress } from "../../services/headers-contract.ts";

export type HeadersView = "fields" | "files" | "traces" | "sql";

interface HeadersState {
  readonly view: HeadersView;
  /** Part of a field's name, byte or description. */
  readonly search: string;
  readonly withZeros: boolean;
  /** The field that is plotted. */
  readonly field: string;
  /** Of the scan that goes on. */
  readonly progress: ScanProgress | undefined;
}

/** What the person does on the Headers page; it outlives a look at another page. */
export const useHeadersStore = create<HeadersState>(() => ({
  view: "fields",
  search: "",
  withZeros: false,
  field: "CDP_X",
  progress: undefined,
}));
