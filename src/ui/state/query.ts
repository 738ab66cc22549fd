import { QueryClient, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Overview } from "../../services/contract.ts";
import { workspace } from "../clients.ts";

/** Nothing goes stale by itself: whatever changes records says so. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: "always" },
  },
});

/** Keys that depend on the workspace's records begin with this. */
export const recordsKey = "records";

export function useOverview(): UseQueryResult<Overview> {
  return useQuery({ queryKey: [recordsKey, "overview"], queryFn: () => workspace.overview() });
}

export function recordsChanged(): void {
  void queryClient.invalidateQueries({ queryKey: [recordsKey] });
}
