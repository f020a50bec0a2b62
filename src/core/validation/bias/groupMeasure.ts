import { counted } from '../../base/counted.ts';
import type { BiasMeasure } from '../../model/bias.ts';
import type { Estimate } from './estimate.ts';

/** One measure of every group of a grouping. */
export interface GroupMeasure {
  readonly name: string;
  readonly class: string | null;
  /** Of all used rows. */
  readonly whole: Estimate | undefined;
  /** In the order of the groups; undefined where it is not defined. */
  readonly groups: ReadonlyArray<Estimate | undefined>;
  /**
   * Of all rows outside each group. Null for a measure of the whole that is no mean of the groups' by their `of`, so that a
   * difference from the whole is none from the rest.
   */
  readonly rests: ReadonlyArray<Estimate | undefined> | null;
  /** Why it is undefined where it is. */
  readonly absent: string;
}

/** A measure on fewer rows than this says so. */
const fewRows = 30;

export function measureOf({ name, class: of, absent }: Pick<GroupMeasure, 'name' | 'class' | 'absent'>, estimate: Estimate | undefined): BiasMeasure {
  if (estimate === undefined) return { name, class: of, value: null, interval: null, of: 0, hits: null, note: absent };
  const { low, high } = estimate.bounds(0.95);
  return {
    name,
    class: of,
    value: estimate.value,
    interval: Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null,
    of: estimate.of,
    hits: estimate.hits,
    note: estimate.of < fewRows ? `rests on ${counted(estimate.of, 'row', 'rows')}` : null,
  };
}
