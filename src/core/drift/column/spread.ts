import { moments } from '../../statistics/summary/moments.ts';
import type { NumericPair } from './numericSide.ts';

export interface Spread {
  /** Above 0 unless every value of both sides is the same. */
  readonly deviation: number;
  readonly effectName: 'w1/std' | 'w1/std of both sides';
}

/**
 * In what unit a move is judged: the reference's standard deviation. A reference of one value has none; there the deviation
 * of both sides together stands in, so that a constant that moved has a finite effect and is found.
 */
export function spreadOf({ reference, current }: NumericPair): Spread {
  const deviation = Math.sqrt(moments(reference.sorted).variance);
  const isConstant = reference.sorted[0] === reference.sorted[reference.sorted.length - 1];
  if (!isConstant && deviation > 0) return { deviation, effectName: 'w1/std' };
  const both = new Float64Array(reference.sorted.length + current.sorted.length);
  both.set(reference.sorted);
  both.set(current.sorted, reference.sorted.length);
  return { deviation: Math.sqrt(moments(both).variance), effectName: 'w1/std of both sides' };
}
