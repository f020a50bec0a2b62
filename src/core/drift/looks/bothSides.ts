import { toFault } from '../../base/fault.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import { sampleRows } from '../slices/sampleRows.ts';
import { allRows } from '../slices/tally.ts';
import { sampledColumn } from './sampledColumn.ts';

/** The same columns of both sides, the same rows of each column. */
export interface BothSides {
  readonly reference: readonly Column[];
  readonly current: readonly Column[];
  /** Row numbers in the tables. */
  readonly rows: readonly [Int32Array, Int32Array];
}

/**
 * Columns of both sides that hold the same kind of values, of at most `most` rows a side drawn at random: one column is read
 * at a time and only those rows are kept. A column that cannot be read is left out: the report tells it at the column.
 */
export async function bothSides(reference: TableSource, current: TableSource, names: readonly string[], most: number, random: RandomGenerator, signal: AbortSignal): Promise<BothSides> {
  const rows = [sampleRows(allRows(reference.rows), most, random), sampleRows(allRows(current.rows), most, random)] as const;
  const sides: [Column[], Column[]] = [[], []];
  for (const name of names) {
    const pair = await pairOf(name, reference, current, rows, signal);
    if (pair === undefined || !areAlike(...pair)) continue;
    sides[0].push(pair[0]);
    sides[1].push(pair[1]);
  }
  return { reference: sides[0], current: sides[1], rows };
}

async function pairOf(name: string, reference: TableSource, current: TableSource, rows: BothSides['rows'], signal: AbortSignal): Promise<[Column, Column] | undefined> {
  try {
    return [await sampledColumn(reference, name, rows[0], signal), await sampledColumn(current, name, rows[1], signal)];
  } catch (error) {
    if (toFault(error).code === 'cancelled') throw error;
    return undefined;
  }
}

function areAlike(left: Column, right: Column): boolean {
  return (isNumberColumn(left) && isNumberColumn(right)) || (isLevelColumn(left) && isLevelColumn(right));
}
