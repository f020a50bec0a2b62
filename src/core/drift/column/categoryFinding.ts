import { fail } from '../../base/fault.ts';
import type { ColumnProblem, LevelColumn } from '../../table/column.ts';
import { levelTotals, type LevelTotals } from '../../table/levelTotals.ts';
import { categoryTest } from './categoryTest.ts';
import type { ColumnContext } from './columnContext.ts';
import type { ColumnFinding } from './finding.ts';
import { levelCounts, type LevelCounts } from './levelCounts.ts';
import { levelTest } from './levelTest.ts';
import { nullPart } from './nullPart.ts';
import { withoutValues } from './numericFinding.ts';
import { outsideDomainOfLevels } from './outsideDomain.ts';
import { problemsOf } from './problemsOf.ts';
import { levelCells, missingCells } from './rowCells.ts';
import { levelShape } from './shape.ts';
import { shareMeasures, testMeasures } from './tableMeasures.ts';
import { total } from './total.ts';

const mostListed = 100;

/** A column that holds categories or truth values on both sides. */
export function categoryFinding(reference: LevelColumn, current: LevelColumn, context: ColumnContext): ColumnFinding {
  return totalsFinding(levelTotals(reference), levelTotals(current), context, { reference, current });
}

interface Rows {
  readonly reference: LevelColumn;
  readonly current: LevelColumn;
}

/** The same from counts alone. `rows` are needed where they depend on each other (`context.dependence`), else not. */
export function totalsFinding(reference: LevelTotals, current: LevelTotals, context: ColumnContext, rows?: Rows): ColumnFinding {
  const counts = levelCounts(reference, current);
  const samples = { reference: total(counts.reference), current: total(counts.current) };
  const nulls = nullPart(
    { hits: counts.missing.reference, of: reference.rows },
    { hits: counts.missing.current, of: current.rows },
    context,
    () => missingCells(needed(rows).reference, needed(rows).current),
  );
  const hasBoth = samples.reference > 0 && samples.current > 0;
  const main = hasBoth ? distribution(counts, context, rows) : undefined;
  const appeared = only(counts.levels, counts.current, counts.reference);
  const vanished = only(counts.levels, counts.reference, counts.current);
  return {
    name: reference.name,
    kind: reference.kind === current.kind ? reference.kind : 'categorical',
    tests: [...(main === undefined ? [] : [main.test]), ...nulls.tests],
    certain: outsideDomainOfLevels(counts, context.domain),
    untested: hasBoth ? null : withoutValues(samples.reference, samples.current),
    notes: nulls.notes,
    measures: main?.measures ?? {},
    nullShare: nulls.nullShare,
    samples,
    newCategories: hasBoth ? appeared.slice(0, mostListed) : [],
    vanishedCategories: hasBoth ? vanished.slice(0, mostListed) : [],
    outOfRange: null,
    shape: hasBoth ? levelShape(counts.levels, counts.reference, counts.current) : null,
    problems: [...problemsOf(reference, current), ...(hasBoth ? tooManyToList(appeared.length, vanished.length) : [])],
  };
}

function needed(rows: Rows | undefined): Rows {
  if (rows === undefined) throw fail('internal', 'Rows that depend on each other were to be compared without them.');
  return rows;
}

function distribution(counts: LevelCounts, context: ColumnContext, rows: Rows | undefined) {
  const table = levelTest(counts.reference, counts.current);
  const dependent = context.dependence?.test(levelCells(needed(rows).reference, needed(rows).current, counts, table), 'categories', context.seed);
  return {
    test: categoryTest(table, context.thresholds.categoricalEffect, context.intervals, dependent),
    measures: { ...shareMeasures(counts.reference, counts.current), ...testMeasures(table.reference, table.current, table.statistic) },
  };
}

/** Levels that one side has and the other lacks, the commonest first. */
function only(levels: readonly string[], here: readonly number[], there: readonly number[]): Array<{ value: string; count: number }> {
  return levels
    .flatMap((value, level) => (here[level]! > 0 && !(there[level]! > 0) ? [{ value, count: here[level]! }] : []))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function tooManyToList(appeared: number, vanished: number): ColumnProblem[] {
  if (Math.max(appeared, vanished) <= mostListed) return [];
  return [{ code: 'manyCategories', message: `${appeared} categories are new and ${vanished} vanished; the ${mostListed} commonest of each are listed.` }];
}
