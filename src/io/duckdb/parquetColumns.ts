import type { FileMetaData, SchemaElement } from 'hyparquet';
import type { ParquetColumn } from '../table/parquet/schema.ts';
import { elementOf } from '../table/parquet/element.ts';
import { isPlace } from '../table/parquet/flatPage.ts';
import { quotedName } from './quote.ts';

/** A column that DuckDB reads to the same values as our own reader. */
export interface SharedColumn {
  readonly as: 'numbers' | 'booleans' | 'texts';
  /** An expression: of type DOUBLE (truth values as 0 and 1), or VARCHAR. */
  readonly sql: string;
}

const safe = 2n ** 53n;
const smallWhole = ['TINYINT', 'SMALLINT', 'INTEGER', 'UTINYINT', 'USMALLINT', 'UINTEGER'];

/**
 * How DuckDB is to read a column, by its name and type there; undefined where the values might come out in another way: moments,
 * decimals, bytes, nested ones, whole numbers that a double may not hold.
 */
export function sharedColumn(column: ParquetColumn, metadata: FileMetaData, there: { readonly name: string; readonly type: string }): SharedColumn | undefined {
  const { reading } = column;
  if ('refused' in reading || reading.as === 'nested' || reading.as === 'nothing' || there.name === '' || there.name.includes('\0')) return undefined;
  const element = elementOf(column);
  const types = typesOf(element, () => isSafe(metadata, column.leaf));
  if (!types.includes(there.type)) return undefined;
  const name = quotedName(there.name);
  if (reading.as === 'texts') return { as: 'texts', sql: name };
  if (reading.as === 'booleans') return { as: 'booleans', sql: `CAST(CAST(${name} AS TINYINT) AS DOUBLE)` };
  return { as: 'numbers', sql: there.type === 'DOUBLE' ? name : `CAST(${name} AS DOUBLE)` };
}

const plain: ReadonlySet<string> = new Set(['PLAIN', 'RLE', 'BIT_PACKED', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY']);

/**
 * Does our own reader take its values in less time than DuckDB hands them over in? Numbers that are stored as most writers store them
 * come from the file's bytes as they are; texts that are all in a dictionary are counted by their places in it.
 */
export function isSoonColumn(metadata: FileMetaData, { leaf, kind }: ParquetColumn): boolean {
  // Which DuckDB is never asked for.
  if (kind === 'datetime' || kind === 'empty') return true;
  return metadata.row_groups.every((group) => {
    const meta = group.columns[leaf]?.meta_data;
    if (meta === undefined || (meta.codec !== 'SNAPPY' && meta.codec !== 'UNCOMPRESSED')) return false;
    if (kind === 'numeric') return meta.encodings.every((encoding) => plain.has(encoding));
    // Where a dictionary grew too large, the pages behind hold texts. Some writers do not tell.
    return kind === 'categorical' && meta.encoding_stats?.every(({ page_type: type, encoding }) => type === 'DICTIONARY_PAGE' || isPlace(encoding)) === true;
  });
}

/** DuckDB's types for what our reader takes as a plain number, a truth value or a text. */
function typesOf({ type, converted_type: converted, logical_type: logical }: SchemaElement, isSmall: () => boolean): readonly string[] {
  const isBare = converted === undefined && logical === undefined;
  const isWhole = isBare || logical?.type === 'INTEGER' || /^U?INT_/.test(converted ?? '');
  if (type === 'DOUBLE' && isBare) return ['DOUBLE'];
  if (type === 'FLOAT' && isBare) return ['FLOAT'];
  if (type === 'BOOLEAN' && isBare) return ['BOOLEAN'];
  if (type === 'INT32' && isWhole) return smallWhole;
  if (type === 'INT64' && isWhole && isSmall()) return ['BIGINT', 'UBIGINT'];
  if (type === 'BYTE_ARRAY' && (logical?.type === 'STRING' || (logical === undefined && converted === 'UTF8'))) return ['VARCHAR'];
  return [];
}

/** Do the footer's least and largest values say that a double holds every one? */
function isSafe(metadata: FileMetaData, leaf: number): boolean {
  return metadata.row_groups.every((group) => {
    const { min_value: least, max_value: most } = group.columns[leaf]?.meta_data?.statistics ?? {};
    return typeof least === 'bigint' && typeof most === 'bigint' && least >= -safe && most <= safe && least <= most;
  });
}
