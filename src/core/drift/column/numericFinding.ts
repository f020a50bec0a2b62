import { fail } from '../../base/fault.ts';
import { binCounts, quantileBins } from '../../statistics/distance/quantileBins.ts';
import { countBelow, countUpTo } from '../../statistics/sample/position.ts';
import type { NumberColumn } from '../../table/column.ts';
import type { ColumnContext } from './columnContext.ts';
import type { ColumnFinding } from './finding.ts';
import { numericCells, missingCells } from './rowCells.ts';
import { nullPart } from './nullPart.ts';
import { numericPair, type NumericPair } from './numericSide.ts';
import { numericPlan, numericTest } from './numericTest.ts';
import { outsideDomain } from './outsideDomain.ts';
import { problemsOf } from './problemsOf.ts';
import { numericShape } from './shape.ts';
import { shareMeasures } from './tableMeasures.ts';

/** A column that holds numbers (or times, as ms) on both sides. */
export function numericFinding(reference: NumberColumn, current: NumberColumn, context: ColumnContext): ColumnFinding {
  const { name, kind } = reference;
  return pairFinding(numericPair(reference, current), { name, kind, problems: problemsOf(reference, current) }, context, { reference, current });
}

interface Rows {
  readonly reference: NumberColumn;
  readonly current: NumberColumn;
}

/** The same from the values in order. `rows` are needed where they depend on each other (`context.dependence`), else not. */
export function pairFinding(pair: NumericPair, column: Pick<ColumnFinding, 'name' | 'kind' | 'problems'>, context: ColumnContext, rows?: Rows): ColumnFinding {
  const { sorted: left } = pair.reference;
  const { sorted: right } = pair.current;
  const nulls = nullPart(
    { hits: pair.reference.missing, of: pair.reference.rows },
    { hits: pair.current.missing, of: pair.current.rows },
    context,
    () => missingCells(needed(rows).reference, needed(rows).current),
  );
  const hasBoth = left.length > 0 && right.length > 0;
  const main = hasBoth ? distribution(pair, context, rows) : undefined;
  return {
    name: column.name,
    kind: column.kind,
    tests: [...(main === undefined ? [] : [main.test]), ...nulls.tests],
    certain: outsideDomain(right, pair.unit, context.domain),
    untested: hasBoth ? null : withoutValues(left.length, right.length),
    notes: nulls.notes,
    measures: main === undefined ? {} : { ...main.measures, ...binned(left, right) },
    nullShare: nulls.nullShare,
    samples: { reference: left.length, current: right.length },
    newCategories: [],
    vanishedCategories: [],
    outOfRange: hasBoth ? outOfRange(left, right) : null,
    shape: numericShape(pair),
    problems: [...column.problems, ...infinite(pair)],
  };
}

function distribution(pair: NumericPair, context: ColumnContext, rows: Rows | undefined) {
  const plan = numericPlan(pair);
  const dependent = context.dependence?.test(numericCells(needed(rows).reference, needed(rows).current, pair, plan), 'numbers', context.seed);
  return numericTest(pair, plan, context, dependent);
}

function needed(rows: Rows | undefined): Rows {
  if (rows === undefined) throw fail('internal', 'Rows that depend on each other were to be compared without them.');
  return rows;
}

/** Over the reference's deciles, with a bin below its least and one above its largest value. */
function binned(left: Float64Array, right: Float64Array) {
  const edges = quantileBins(left);
  return shareMeasures(binCounts(left, edges), binCounts(right, edges));
}

/** Of ascending values, at least one a side. */
function outOfRange(left: Float64Array, right: Float64Array): ColumnFinding['outOfRange'] {
  return { below: countBelow(right, left[0]!), above: right.length - countUpTo(right, left[left.length - 1]!) };
}

function infinite({ reference, current }: NumericPair): ColumnFinding['problems'] {
  if (reference.infinite + current.infinite === 0) return [];
  const message = `Infinite values were taken out: ${reference.infinite} of the reference, ${current.infinite} of the current side.`;
  return [{ code: 'infinite', message }];
}

export function withoutValues(reference: number, current: number): string {
  if (reference === 0 && current === 0) return 'Neither side has a value.';
  return reference === 0 ? 'The reference has no value.' : 'The current side has no value.';
}
