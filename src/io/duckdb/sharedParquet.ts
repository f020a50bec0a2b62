import { parquetHeader } from 'hyparquet/src/column.js';
import { booleanColumn } from '../../core/table/makeColumn.ts';
import type { Column } from '../../core/table/column.ts';
import { totalsOf } from '../../core/table/totalsOf.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { numbersColumn, orEmpty, type ParquetTable } from '../table/parquet/open.ts';
import type { ParquetColumn } from '../table/parquet/schema.ts';
import { viewOf } from '../table/parquet/view.ts';
import type { NodeApi } from './nodeApi.ts';
import { isSoonColumn, sharedColumn, type SharedColumn } from './parquetColumns.ts';
import { RelationReader } from './relation.ts';
import { Session } from './session.ts';
import { booleanTotals, textTotals } from './totals.ts';

/** Folder names are no columns here, and bytes no texts. */
const from = 'read_parquet(?, hive_partitioning = false, binary_as_string = false, file_row_number = true)';

/** Is there nothing that DuckDB would read in less time? */
export function isSoonRead({ columns, metadata }: ParquetTable): boolean {
  return columns.every((column) => isSoonColumn(metadata, column));
}

export interface SharedHow {
  /** Also what our own reader takes in less time. */
  readonly readsAll: boolean;
  readonly warn: (message: string) => void;
}

/**
 * The same table with DuckDB as the reader of those columns that it reads to the same values and in less time. Names, kinds,
 * digest, problems and every other column stay our own reader's, and so does a column that DuckDB stumbles over: what is wrong
 * with it is told in one way. Answers the table as it is where there is no such column, or DuckDB cannot open the file.
 */
export async function sharedParquet(api: NodeApi, own: ParquetTable, { readsAll, warn }: SharedHow, signal: AbortSignal): Promise<TableSource> {
  const file = own.source.path;
  const isLeft = (column: ParquetColumn) => !readsAll && isSoonColumn(own.metadata, column);
  let session: Session | undefined;
  try {
    // What a second thread saves in time it costs several times over in work.
    session = await Session.open(api, { file }, 1);
    const shared = await sharedColumns(session, own, isLeft, signal);
    if (shared.size > 0) return withSession(session, own, file, shared, warn);
  } catch (error) {
    session?.close();
    signal.throwIfAborted();
    warn(`DuckDB does not open ${file}, our own reader reads it: ${(error as Error).message}`);
    return own.table;
  }
  session.close();
  return own.table;
}

async function sharedColumns(session: Session, { columns, metadata, source }: ParquetTable, isLeft: (column: ParquetColumn) => boolean, signal: AbortSignal): Promise<Map<string, SharedColumn>> {
  const described = await session.rows(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${from}`, [source.path], signal);
  const shared = new Map<string, SharedColumn>();
  // By position: names may be there twice, and ours are made different in our own way.
  if (described.length !== columns.length) return shared;
  for (const [at, column] of columns.entries()) {
    const [name, type] = described[at]!.map(String);
    if (isLeft(column)) continue;
    const found = sharedColumn(column, metadata, { name: name ?? '', type: type ?? '' });
    if (found !== undefined && !(await hasChecksum({ columns, metadata, source }, column))) shared.set(column.name, found);
  }
  return shared;
}

/** Are there checksums that our own reader would check, and DuckDB would not? Told by the first page of the column. */
async function hasChecksum({ metadata, source }: Pick<ParquetTable, 'columns' | 'metadata' | 'source'>, column: ParquetColumn): Promise<boolean> {
  const meta = metadata.row_groups.find(({ num_rows: rows }) => rows > 0n)?.columns[column.leaf]?.meta_data;
  if (meta === undefined) return true;
  const start = Number(meta.dictionary_page_offset ?? 0n) || Number(meta.data_page_offset);
  const bytes = await source.read(start, Math.min(source.sizeBytes, start + longestHeader));
  const header = parquetHeader({ view: viewOf(bytes), offset: 0 });
  return header.crc !== undefined;
}

/** With the statistics that some writers put into it. */
const longestHeader = 64 * 1024;

/** What comes behind the first `done` numbers. */
async function* after(pieces: AsyncIterable<Float64Array>, done: number): AsyncGenerator<Float64Array> {
  let left = done;
  for await (const piece of pieces) {
    if (left < piece.length) yield left === 0 ? piece : piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

function withSession(session: Session, own: ParquetTable, file: string, shared: ReadonlyMap<string, SharedColumn>, warn: (message: string) => void): TableSource {
  const { table, source } = own;
  const byName = new Map(own.columns.map((column) => [column.name, column]));
  const numbers = new Map([...shared].flatMap(([name, { as, sql }]) => (as === 'texts' ? [] : [[name, sql]])));
  const reader = new RelationReader(session, { from, values: [file], order: 'file_row_number' }, table.rows, numbers);
  const stumbled = (name: string, error: unknown) => warn(`DuckDB does not read column ${JSON.stringify(name)} of ${file}, our own reader does: ${(error as Error).message}`);

  async function* pieces(name: string, signal: AbortSignal): AsyncGenerator<Float64Array> {
    let done = 0;
    try {
      await source.check();
      // After it is read and before it is given: of a file that changed nothing is taken.
      for await (const piece of reader.numbers(name, signal)) {
        await source.check();
        yield piece;
        done += piece.length;
      }
    } catch (error) {
      signal.throwIfAborted();
      stumbled(name, error);
      yield* after(table.pieces!(name, signal), done);
    }
  }

  async function whole(name: string, signal: AbortSignal): Promise<Float64Array> {
    const values = new Float64Array(table.rows);
    let done = 0;
    for await (const piece of reader.numbers(name, signal)) {
      values.set(piece, done);
      done += piece.length;
    }
    return values;
  }

  /** DuckDB's answer, or our own reader's where it has none. The file is the same before and after. */
  async function either<T>(name: string, signal: AbortSignal, theirs: () => Promise<T>, ours: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    await source.check();
    try {
      const answer = await theirs();
      await source.check();
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      stumbled(name, error);
      return ours();
    }
  }

  return {
    ...table,
    reader: 'duckdb',
    expect: (names) => reader.expect(names.filter((name) => shared.get(name)?.as === 'numbers')),
    pieces: (name, signal) => (shared.get(name)?.as === 'numbers' ? pieces(name, signal) : table.pieces!(name, signal)),
    column: async (name, signal) => {
      const [column, found] = [byName.get(name), shared.get(name)];
      // Every row's text would cost more here than reading it ourselves.
      if (column === undefined || found === undefined || found.as === 'texts') return table.column(name, signal);
      const read = async (): Promise<Column> => {
        const values = await whole(name, signal);
        if (found.as === 'numbers') return numbersColumn(column, values, false);
        return orEmpty({ ...booleanColumn(name, [], column.problems), codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value)) });
      };
      return either(name, signal, read, () => table.column(name, signal));
    },
    totals: async (name, signal) => {
      const [column, found] = [byName.get(name), shared.get(name)];
      if (column === undefined || found === undefined || found.as === 'numbers') return totalsOf(table, name, signal);
      const known = { name, problems: column.problems, rows: table.rows };
      const text = found.as === 'texts' ? found.sql : `CAST(${found.sql} AS VARCHAR)`;
      const read = async () => (found.as === 'texts' ? textTotals : booleanTotals)(known, await reader.texts(text, signal));
      return either(name, signal, read, () => totalsOf(table, name, signal));
    },
    close: () => {
      session.close();
      table.close();
    },
  };
}
