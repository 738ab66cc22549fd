import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { proxy } from "comlink";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { FieldSummary, FileHeaders, HeaderRows } from "../../services/headers-contract.ts";
import { headers } from "../headers-client.ts";
import { valueOf } from "../shared/answers.ts";
import { useHeadersStore } from "./headers-store.ts";

/** More traces than this are scanned when the person says so. */
const mostUnasked = 300_000;

/** What an answer hangs on: the file and how it is read. */
const versionOf = ({ name, sha256, reading }: OverviewSurvey): readonly unknown[] => [
  "headers",
  name,
  sha256,
  JSON.stringify(reading ?? {}),
];

/** @param isWanted whether the file is to be asked at all */
export function useFileHeaders(survey: OverviewSurvey, isWanted = true): UseQueryResult<FileHeaders> {
  return useQuery({
    queryKey: [...versionOf(survey), "file"],
    queryFn: () => valueOf(headers.file(survey.name)),
    enabled: survey.reachable && isWanted,
  });
}

/** What each field holds; a large file waits for the person's word. */
export function useSummaries(
  survey: OverviewSurvey,
): UseQueryResult<readonly FieldSummary[]> & { readonly isUnasked: boolean } {
  const isSmall = survey.traces <= mostUnasked;
  const query = useQuery({
    queryKey: [...versionOf(survey), "summaries"],
    queryFn: async () => {
      try {
        return await valueOf(
          headers.summaries(
            survey.name,
            proxy((progress) => {
              useHeadersStore.setState({ progress });
            }),
          ),
        );
      } finally {
        useHeadersStore.setState({ progress: undefined });
      }
    },
    enabled: survey.reachable && isSmall,
    gcTime: Infinity,
  });
  return { ...query, isUnasked: !isSmall && !query.data && !query.isFetching && !query.error };
}

/** A block of trace headers by its place. */
export const rowsPerBlock = 200;

export function useRows(survey: OverviewSurvey, block: number): HeaderRows | undefined {
  const { data } = useQuery({
    queryKey: [...versionOf(survey), "rows", block],
    queryFn: () => valueOf(headers.rows(survey.name, block * rowsPerBlock, rowsPerBlock)),
    enabled: survey.reachable && block >= 0 && block * rowsPerBlock < survey.traces,
    gcTime: 30_000,
  });
  return data;
}
