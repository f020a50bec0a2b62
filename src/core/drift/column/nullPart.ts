import type { RowCells } from '../dependence/dependence.ts';
import type { ColumnContext } from './columnContext.ts';
import type { ColumnFinding, TestFinding } from './finding.ts';
import { nullTest, type NullCounts } from './nullTest.ts';

/** The missing values of a column: their shares, and the test where there is one. */
export function nullPart(
  reference: NullCounts['reference'],
  current: NullCounts['current'],
  { thresholds, dependence, seed }: ColumnContext,
  cells: () => RowCells,
): { readonly tests: readonly TestFinding[]; readonly notes: readonly string[]; readonly nullShare: ColumnFinding['nullShare'] } {
  const share = ({ hits, of }: NullCounts['reference']) => (of === 0 ? null : hits / of);
  const nullShare = { reference: share(reference), current: share(current) };
  const isTested = reference.of > 0 && current.of > 0 && reference.hits + current.hits > 0;
  if (!isTested) return { tests: [], notes: reference.of > 0 && current.of > 0 ? ['no test of missing values, of which neither side has any'] : [], nullShare };
  const dependent = dependence?.test(cells(), 'shares of missing values', seed);
  const test = nullTest({ reference, current }, thresholds.nullShare, dependent);
  return { tests: test === undefined ? [] : [test], notes: [], nullShare };
}
