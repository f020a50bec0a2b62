import type { Sqlite } from '../../core/port/sqlite.ts';
import type { TableFormat, TableNaming, Tables } from '../../core/port/tables.ts';
import { memoryTable } from '../../core/table/memoryTable.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { fail } from '../../core/base/fault.ts';
import { fileBytes, memoryBytes, type ByteSource } from './byteSource.ts';
import { readDelimited, type BuiltTable } from './delimited.ts';
import { formatOf } from './format.ts';
import { readJson } from './json.ts';
import { openParquet } from './parquet/open.ts';
import { openSqliteTable } from './sqliteTable.ts';
import { duckDb, withoutDuckDb, type DuckDb, type DuckDbParts } from '../duckdb/duckDb.ts';
import { headOf, startsAsGzip, withText, type ReadTexts } from './textOf.ts';

export interface TableParts {
  readonly sqlite: Sqlite;
  /** Undefined: our own readers alone. */
  readonly duckdb?: DuckDbParts;
}

/** The Tables port on node:fs. */
export function nodeTables({ sqlite, duckdb: parts }: TableParts): Tables {
  const duckdb = parts && duckDb(parts);
  return {
    openFile: async (path, naming, signal) => open(await fileBytes(path), naming, signal, duckdb),
    openBytes: async (bytes, naming, signal) => open(memoryBytes(bytes, naming.fileName ?? naming.name), naming, signal, undefined),
    openDatabase: async (engine, file, table, { name }, signal) => {
      if (engine === 'sqlite') return openSqliteTable(sqlite, { file, table, name }, signal);
      await fileBytes(file); // Says in plain words that there is no such file.
      if (duckdb === undefined) throw withoutDuckDb(table);
      return duckdb.openTable({ file, table, name }, signal);
    },
  };
}

async function open(source: ByteSource, naming: TableNaming, signal: AbortSignal, duckdb: DuckDb | undefined): Promise<TableSource> {
  const { name, fileName = source.path } = naming;
  if (source.sizeBytes === 0) {
    throw fail('schema', `${source.path} is empty: not even names of columns are in it.`, { hint: 'Was it written to the end? Name a file with a line of column names.', at: { path: source.path } });
  }
  const isGzip = await startsAsGzip(source);
  const format = naming.format ?? formatOf(await headOf(source, isGzip, signal), fileName);
  if (format !== 'parquet') return { ...(await textTable(source, name, readerOf(format), signal)), ...(format === 'csv' ? { isGuessed: true } : {}) };
  if (isGzip) throw fail('unsupported', `${source.path} is a Parquet file within gzip.`, { hint: 'Unpack it first: Parquet compresses by itself.' });
  const parquet = await openParquet(source, naming, signal);
  return duckdb === undefined ? parquet.table : duckdb.share(parquet, naming.reader, signal);
}

type ReadText = (texts: ReadTexts, signal: AbortSignal) => Promise<BuiltTable>;

function readerOf(format: Exclude<TableFormat, 'parquet'>): ReadText {
  if (format === 'csv') return readDelimited;
  return (texts, signal) => readJson(texts, format, signal);
}

/** A text has no columns to be read apart, so all of it is read at once and held as numbers and codes. */
async function textTable(source: ByteSource, name: string, read: ReadText, signal: AbortSignal): Promise<TableSource> {
  const { result, digest, problems } = await withText(source, (texts) => read(texts, signal), signal);
  const table = memoryTable(name, result.columns, { digest, problems: [...problems, ...result.problems], rows: result.rows });
  return {
    ...table,
    column: async (asked, asking) => {
      await source.check();
      return table.column(asked, asking);
    },
  };
}
