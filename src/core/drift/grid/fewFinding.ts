import type { ColumnContext } from '../column/columnContext.ts';
import type { ColumnFinding } from '../column/finding.ts';
import { mostFew } from '../column/fewValues.ts';
import { pairFinding } from '../column/numericFinding.ts';
import type { NumericSide } from '../column/numericSide.ts';
import type { GridPair } from './gridCounts.ts';
import type { GridSide } from './gridSide.ts';

/**
 * A column of few different numbers from its counts: as from its values, which are not read again. Undefined where a bin holds
 * different values, there are more bins than that, or a side has no value.
 */
export function fewFinding(name: string, kind: string, { reference, current }: GridPair, context: ColumnContext): ColumnFinding | undefined {
  const filled = [...reference.counts.keys()].filter((bin) => reference.counts[bin]! + current.counts[bin]! > 0);
  if (filled.length > mostFew) return undefined;
  if (![reference, current].every(({ counts }) => filled.some((bin) => counts[bin]! > 0))) return undefined;
  const isOne = (bin: number) => Math.min(reference.least[bin]!, current.least[bin]!) === Math.max(reference.most[bin]!, current.most[bin]!);
  const isPlain = (value: number) => value === 0 || (Math.abs(value) < 1e100 && Math.abs(value) > 1e-100);
  if (!filled.every((bin) => isOne(bin) && isPlain(Math.min(reference.least[bin]!, current.least[bin]!)))) return undefined;
  return pairFinding({ reference: inOrder(reference, filled), current: inOrder(current, filled), unit: 1 }, { name, kind, problems: [] }, context);
}

function inOrder(side: GridSide, filled: readonly number[]): NumericSide {
  const { counts, rows, missing, infinite } = side;
  const sorted = new Float64Array(rows - missing - infinite);
  let from = 0;
  for (const bin of filled) {
    const count = counts[bin]!;
    // + 0: a negative zero is a zero.
    if (count > 0) sorted.fill(side.least[bin]! + 0, from, from + count);
    from += count;
  }
  return { sorted, rows, missing, infinite };
}
