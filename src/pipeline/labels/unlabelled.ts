/** No label covers the example. */
export const UNLABELLED = -1;
