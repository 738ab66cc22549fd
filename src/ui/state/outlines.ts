import { useQuery } from "@tanstack/react-query";
import type { SurveyOutline } from "../../services/section-contract.ts";
import { sections } from "../clients.ts";
import { valueOf } from "../shared/answers.ts";
import { recordsKey } from "./query.ts";

const none: readonly SurveyOutline[] = [];

/** Where the surveys lie, for maps. */
export function useOutlines(): readonly SurveyOutline[] {
  const { data } = useQuery({
    queryKey: [recordsKey, "outlines"],
    queryFn: async () => valueOf(sections.lineGeometry()),
  });
  return data ?? none;
}
