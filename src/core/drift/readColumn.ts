import { toFault } from '../base/fault.ts';
import type { ColumnProblem } from '../table/column.ts';
import type { TableSource } from '../table/tableSource.ts';
import { columnFinding } from './column/columnFinding.ts';
import type { ColumnContext } from './column/columnContext.ts';
import type { ColumnFinding } from './column/finding.ts';
import { unreadable } from './column/otherFinding.ts';

/** Reads both sides of one column and looks at them. What cannot be read is a finding too; only cancelling throws. */
export async function readColumn(name: string, reference: TableSource, current: TableSource, context: ColumnContext, signal: AbortSignal): Promise<ColumnFinding> {
  const infos = [reference, current].map((side) => side.columns.find((column) => column.name === name));
  const kind = infos[0]?.kind ?? infos[1]?.kind ?? 'empty';
  const [left, right] = infos;
  if (left === undefined || right === undefined) {
    const where = left === undefined && right === undefined ? 'either side' : left === undefined ? 'the reference' : 'the current side';
    return unreadable(name, kind, [{ code: 'missingColumn', message: `The column is not in ${where}.` }]);
  }
  try {
    // One after the other: sources may share a reader.
    const before = await reference.column(name, signal);
    const after = await current.column(name, signal);
    return columnFinding(before, after, context);
  } catch (error) {
    signal.throwIfAborted();
    const { code, message, hint } = toFault(error);
    if (code === 'cancelled') throw error;
    return unreadable(name, kind, [{ code, message: hint === undefined ? message : `${message} ${hint}` } satisfies ColumnProblem]);
  }
}
