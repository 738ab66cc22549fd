import { create } from "zustand";

interface JudgeState {
  readonly runId: string | undefined;
  readonly cell: { readonly truth: number; readonly predicted: number } | undefined;
}

export const useJudge = create<JudgeState>(() => ({ runId: undefined, cell: undefined }));
