import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { Fault } from "../../services/contract.ts";
import type { TraceScore } from "../../services/score-contract.ts";
import type { ServerSide } from "./answers.tsx";
import { placeAnswer } from "./compare-answers.ts";
import { useServe } from "./serve-store.ts";
import { askServer, lookForServer, ServerRefusal, type ServerState } from "./scoring-server.ts";

/** A server that is there is asked again so often: another bundle, more requests, gone. */
const lookAgainMs = 10_000;

export interface FoundServer {
  readonly state: ServerState;
  readonly looking: boolean;
  readonly lookAgain: () => void;
}

/** What is at `/api/` now. */
export function useServer(): FoundServer {
  const key = useServe((state) => state.key);
  const { data, isFetching, refetch } = useQuery({
    queryKey: ["scoring-server", key],
    queryFn: ({ signal }) => lookForServer(key, signal),
    refetchInterval: ({ state }) => (state.data && state.data.kind !== "none" ? lookAgainMs : false),
    refetchOnMount: "always",
  });
  return {
    state: data ?? { kind: "none" },
    looking: data === undefined && isFetching,
    lookAgain: () => void refetch(),
  };
}

function faultOf(error: unknown): Fault {
  if (error instanceof ServerRefusal)
    return {
      code: error.code,
      kind: "input",
      message: `the scoring server refused this trace: ${error.message}`,
      ...(error.advice === undefined ? {} : { advice: error.advice }),
    };
  return {
    code: "no-scoring-server",
    kind: "job",
    message: "the scoring server did not answer",
    advice: "Look whether it still runs.",
    detail: error instanceof Error ? error.message : String(error),
  };
}

/** The same trace through the server, where it is ready. */
export function useServed(
  score: TraceScore | undefined,
  server: FoundServer,
): { readonly side: ServerSide | undefined; readonly fault: Fault | undefined } {
  const { state, lookAgain } = server;
  const version = state.kind === "ready" ? state.info.model_version : undefined;
  const key = useServe((state) => state.key);
  const body = score?.requestJson ?? "";
  const { data, error } = useQuery({
    queryKey: ["served", version, body],
    queryFn: ({ signal }) => askServer(body, key, signal),
    enabled: version !== undefined && body !== "",
    gcTime: 60_000,
  });
  useEffect(() => {
    // What it said counts as a request, and may show that it has another bundle by now.
    if (data ?? error) lookAgain();
    // The function is another one with every look.
  }, [data, error]);
  const side = useMemo(
    () =>
      data && score && state.kind === "ready"
        ? { ...data, info: state.info, placed: placeAnswer(score, data.answer) }
        : undefined,
    [data, score, state],
  );
  return { side, fault: error ? faultOf(error) : undefined };
}
