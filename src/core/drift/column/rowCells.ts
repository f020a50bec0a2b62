import { isNumberColumn, type Column, type LevelColumn, type NumberColumn } from '../../table/column.ts';
import { countBelow } from '../../statistics/sample/position.ts';
import type { RowCells } from '../dependence/dependence.ts';
import type { LevelCounts } from './levelCounts.ts';
import type { LevelTest } from './levelTest.ts';
import type { NumericPair } from './numericSide.ts';
import type { NumericPlan } from './numericTest.ts';

const mostCells = 256;

/** 0 where a value is there, 1 where it is missing. */
export function missingCells(reference: Column, current: Column): RowCells {
  const of = (column: Column) => {
    if (column.kind === 'empty') return new Int32Array(column.rows).fill(1);
    if (isNumberColumn(column)) return Int32Array.from(column.values, (value) => (Number.isNaN(value) ? 1 : 0));
    return column.codes.map((code) => (code < 0 ? 1 : 0));
  };
  return { reference: of(reference), current: of(current), cells: 2, isOrdered: false };
}

export function levelCells(reference: LevelColumn, current: LevelColumn, { placeOf }: LevelCounts, table: LevelTest): RowCells {
  const of = ({ codes }: LevelColumn, places: readonly number[]) => codes.map((code) => (code < 0 ? -1 : (table.places[places[code]!] ?? -1)));
  return { reference: of(reference, placeOf.reference), current: of(current, placeOf.current), cells: table.reference.length, isOrdered: false };
}

/** By value where there are few, else by at most 256 steps of equal weight in both sides together. */
export function numericCells(reference: NumberColumn, current: NumberColumn, pair: NumericPair, { few, table }: NumericPlan): RowCells {
  if (few !== undefined && table !== undefined) {
    const placeOf = new Map(few.values.map((value, level) => [value, table.places[level] ?? -1]));
    const of = ({ values }: NumberColumn) => Int32Array.from(values, (value) => placeOf.get(value / pair.unit + 0) ?? -1);
    return { reference: of(reference), current: of(current), cells: table.reference.length, isOrdered: false };
  }
  const edges = steps(pair);
  // A value belongs to the first step whose upper end is not below it.
  const of = ({ values }: NumberColumn) => Int32Array.from(values, (value) => (Number.isFinite(value) ? countBelow(edges, value / pair.unit) : -1));
  return { reference: of(reference), current: of(current), cells: edges.length + 1, isOrdered: true };
}

/** Upper ends of the steps but the last. */
function steps({ reference, current }: NumericPair): Float64Array {
  const both = new Float64Array(reference.sorted.length + current.sorted.length);
  both.set(reference.sorted);
  both.set(current.sorted, reference.sorted.length);
  both.sort();
  const ends = Array.from({ length: mostCells - 1 }, (_, step) => both[Math.floor(((step + 1) / mostCells) * (both.length - 1))]!);
  return Float64Array.from(new Set(ends));
}
