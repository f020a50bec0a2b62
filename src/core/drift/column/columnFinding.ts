import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import { categoryFinding } from './categoryFinding.ts';
import type { ColumnContext } from './columnContext.ts';
import type { ColumnFinding } from './finding.ts';
import { numericFinding } from './numericFinding.ts';
import { emptySide, typeChange } from './otherFinding.ts';

/**
 * Both sides of one column looked at by themselves. Texts and truth values are both categories; numbers, times and categories
 * among each other are a type change.
 */
export function columnFinding(reference: Column, current: Column, context: ColumnContext): ColumnFinding {
  if (reference.kind === 'empty' || current.kind === 'empty') return emptySide(reference, current, context);
  if (isLevelColumn(reference) && isLevelColumn(current)) return categoryFinding(reference, current, context);
  if (isNumberColumn(reference) && isNumberColumn(current) && reference.kind === current.kind) return numericFinding(reference, current, context);
  return typeChange(reference, current, context);
}
