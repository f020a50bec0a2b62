import type { SchemaElement } from 'hyparquet';
import { fail } from '../../../core/base/fault.ts';
import type { ParquetColumn } from './schema.ts';

/** The type of the column's (first) leaf. */
export function elementOf(column: ParquetColumn): SchemaElement {
  const element = column.path[column.path.length - 1]?.element;
  if (!element) throw fail('internal', `Column “${column.name}” has no type.`);
  return element;
}
