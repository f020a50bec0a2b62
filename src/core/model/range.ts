/** [low, high] */
export type Range = readonly [number, number];
