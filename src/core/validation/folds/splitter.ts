import { counted } from '../../base/counted.ts';

export const splitterKinds = ['kfold', 'stratified', 'group', 'time-series'] as const;

/** How rows are cut into folds, by scikit-learn's splitter of that kind. */
export interface Splitter {
  readonly kind: (typeof splitterKinds)[number];
  /** Folds, ≥ 2. */
  readonly k: number;
  /** kfold and stratified: the whole cut made this often, each time anew. */
  readonly repeats: number;
  /** kfold and stratified; with repeats always. */
  readonly shuffle: boolean;
  /** Of the shuffle, and of Python's and numpy's generators before each fit. 0 to 2³² − 1. */
  readonly seed: number;
  /** group: rows of one value stay together. */
  readonly group: string | null;
  /** time-series: rows are put in this column's order first; null = they are in order. */
  readonly time: string | null;
  /** time-series: rows left out between training and test. */
  readonly gap: number;
}

export const defaultSplitter: Splitter = { kind: 'stratified', k: 5, repeats: 1, shuffle: true, seed: 0, group: null, time: null, gap: 0 };

/** Folds in the order they are fitted. */
export function foldCount({ k, repeats }: Splitter): number {
  return k * repeats;
}

/** `5 folds, stratified, shuffled with seed 0` */
export function splitterText(splitter: Splitter): string {
  const { kind, k, repeats, shuffle, seed, group, time, gap } = splitter;
  const parts = [`${k} folds`, kind];
  if (repeats > 1) parts.push(`${repeats} times`);
  if (group !== null) parts.push(`by ${group}`);
  if (time !== null) parts.push(`in order of ${time}`);
  if (gap > 0) parts.push(`gap of ${counted(gap, 'row', 'rows')}`);
  parts.push(shuffle ? `shuffled with seed ${seed}` : `seed ${seed}`);
  return parts.join(', ');
}
