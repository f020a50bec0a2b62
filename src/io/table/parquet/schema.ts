import { parquetSchema, type FileMetaData, type SchemaElement, type SchemaTree } from 'hyparquet';
import type { ColumnKind, ColumnProblem } from '../../../core/table/column.ts';
import { columnNames } from '../../../core/table/columnNames.ts';

/** How the values of a column are read; `refused` = in words why they are not. */
export type Reading =
  | { readonly as: 'numbers' | 'texts' | 'booleans' }
  | { readonly as: 'nested' }
  | { readonly as: 'nothing' }
  | { readonly refused: string };

export interface ParquetColumn {
  readonly name: string;
  readonly problems: readonly ColumnProblem[];
  readonly kind: ColumnKind;
  readonly reading: Reading;
  /** From the root of the schema to the (first) leaf. */
  readonly path: readonly SchemaTree[];
  /** Position of its (first) leaf among the column chunks of a row group. */
  readonly leaf: number;
}

/** Columns of the file's top level: kinds by the schema, without reading a value. */
export function parquetColumns(metadata: FileMetaData): ParquetColumn[] {
  const root = parquetSchema(metadata);
  const names = columnNames(root.children.map((child) => child.element.name));
  let leaf = 0;
  return root.children.map((child, at) => {
    const first = leaf;
    leaf += leavesOf(child);
    const isFlat = child.children.length === 0 && child.element.repetition_type !== 'REPEATED';
    const reading: Reading = isFlat ? readingOf(child.element) : { as: 'nested' };
    const named = names[at];
    const problems = [...(named?.problems ?? []), ...(isFlat ? [] : [nested])];
    const kind = metadata.num_rows === 0n || (isFlat && hasNoValue(metadata, first)) ? 'empty' : kindOf(child.element, reading);
    return { name: named?.name ?? '', problems, kind, reading: kind === 'empty' ? { as: 'nothing' } : reading, path: [root, child], leaf: first };
  });
}

const nested: ColumnProblem = { code: 'nested', message: 'Each value is a list or a record; it is compared as JSON text.' };

function leavesOf(tree: SchemaTree): number {
  return tree.children.length === 0 ? 1 : tree.children.reduce((sum, child) => sum + leavesOf(child), 0);
}

function readingOf({ type, type_length: length, converted_type: converted, logical_type: logical }: SchemaElement): Reading {
  if (logical?.type === 'NULL') return { as: 'nothing' };
  if (converted === 'INTERVAL' || converted === 'BSON') return { refused: `values of type ${converted}` };
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return { as: 'numbers' };
  if (type === 'BOOLEAN') return { as: 'booleans' };
  if (type === 'BYTE_ARRAY') return { as: 'texts' };
  if (type === 'FIXED_LEN_BYTE_ARRAY') return length ? { as: 'texts' } : { refused: 'byte arrays without a length' };
  return { as: 'numbers' };
}

function kindOf(element: SchemaElement, reading: Reading): ColumnKind {
  if ('refused' in reading || reading.as === 'texts' || reading.as === 'nested') return 'categorical';
  if (reading.as === 'booleans') return 'boolean';
  if (reading.as === 'nothing') return 'empty';
  return isMoment(element) ? 'datetime' : 'numeric';
}

/** Dates and timestamps; a time of day is a number. */
export function isMoment({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return (
    type === 'INT96' || logical?.type === 'DATE' || logical?.type === 'TIMESTAMP' ||
    converted === 'DATE' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS'
  );
}

/** Do the footer's counts say that every value is null? */
function hasNoValue(metadata: FileMetaData, leaf: number): boolean {
  return metadata.row_groups.every((group) => {
    const nulls = group.columns[leaf]?.meta_data?.statistics?.null_count;
    return group.num_rows === 0n || (nulls !== undefined && BigInt(nulls) === group.num_rows);
  });
}
