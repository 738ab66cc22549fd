import type { FieldSummary } from "../../services/headers-contract.ts";

export const sortKeys = ["byte", "name", "min", "max", "values", "zeros"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly by: SortKey;
  readonly isDown: boolean;
}

const keyOf: Readonly<Record<SortKey, (summary: FieldSummary) => number | string>> = {
  byte: ({ field }) => field.byte,
  name: ({ field }) => field.name.toLowerCase(),
  min: ({ min }) => min,
  max: ({ max }) => max,
  values: ({ distinct }) => distinct.count,
  zeros: ({ zeros }) => zeros,
};

export const isAlwaysZero = ({ isConstant, first }: FieldSummary): boolean => isConstant && first === 0;

/** The fields that a person wants to see, in their order; equals stay in the order of their bytes. */
export function orderFields(
  summaries: readonly FieldSummary[],
  {
    search,
    withZeros,
    sorting,
  }: { readonly search: string; readonly withZeros: boolean; readonly sorting: Sorting },
): FieldSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const key = keyOf[sorting.by];
  const sign = sorting.isDown ? -1 : 1;
  return summaries
    .filter((summary) => withZeros || !isAlwaysZero(summary))
    .filter(({ field: { name, byte, bytes, about } }) => {
      const text = `${name} ${byte} ${byte + bytes - 1} ${about}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => {
      const [one, other] = [key(a), key(b)];
      if (one === other || (Number.isNaN(one) && Number.isNaN(other))) return a.field.byte - b.field.byte;
      // What has no number comes last, whichever way.
      if (Number.isNaN(one)) return 1;
      if (Number.isNaN(other)) return -1;
      return one < other ? -sign : sign;
    });
}
