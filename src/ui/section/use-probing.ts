import { useCallback, useEffect, useRef } from "react";
import type { ProbeSources, SectionView } from "../../services/section-contract.ts";
import { noCursor, useCursor } from "./cursor-store.ts";
import { columnAt, topAt } from "./section-places.ts";
import type { ScenePoint } from "./section-scene.ts";
import type { Sections } from "./sections-client.ts";

interface Asked {
  readonly key: string;
  readonly column: number;
  readonly sample: number;
}

/**
 * Follows the cursor: positions at once, what the worker knows of the place as soon as it answers.
 * @param drawn sections of one line, the uppermost last: the cursor reads the one that is seen
 */
export function useProbing(
  sections: Sections,
  drawn: readonly SectionView[],
  { labelSetId, predictionId, chain }: ProbeSources,
): (point: ScenePoint | undefined) => void {
  const chainKey = chain && JSON.stringify(chain);
  const busy = useRef(false);
  const wanted = useRef<Asked>(undefined);
  const base = drawn[0];
  useEffect(() => {
    useCursor.setState(noCursor);
  }, [base]);
  return useCallback(
    (point: ScenePoint | undefined): void => {
      const section = point && topAt(drawn, point.trace);
      if (!section) {
        wanted.current = undefined;
        useCursor.setState({ point: undefined });
        return;
      }
      const column = columnAt(section, point.trace);
      useCursor.setState({
        point,
        inline: section.inline[column]!,
        crossline: section.crossline[column]!,
        x: section.cdpX[column]!,
        y: section.cdpY[column]!,
        verticalUnit: section.verticalUnit,
        timeMs: section.delayMs + point.sample * section.intervalMs,
      });
      wanted.current = { key: section.key, column, sample: point.sample };
      if (busy.current) return;
      busy.current = true;
      const ask = async (): Promise<void> => {
        while (wanted.current) {
          const asked = wanted.current;
          wanted.current = undefined;
          const answer = await sections.probe(asked.key, asked.column, asked.sample, {
            labelSetId,
            predictionId,
            chain: chainKey === undefined ? undefined : (JSON.parse(chainKey) as ProbeSources["chain"]),
          });
          useCursor.setState({ probe: answer.ok ? answer.value : undefined });
        }
      };
      void ask().finally(() => {
        busy.current = false;
      });
    },
    [sections, drawn, labelSetId, predictionId, chainKey],
  );
}
