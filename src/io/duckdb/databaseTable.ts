import { createHash } from 'node:crypto';
import { fail, isFaultError } from '../../core/base/fault.ts';
import type { Column, ColumnProblem } from '../../core/table/column.ts';
import { columnNames } from '../../core/table/columnNames.ts';
import { booleanColumn, emptyColumn, levelColumn, numberColumn } from '../../core/table/makeColumn.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { fileBytes } from '../table/byteSource.ts';
import { databaseColumn, type DatabaseColumn } from './databaseColumns.ts';
import type { NodeApi } from './nodeApi.ts';
import { quotedName } from './quote.ts';
import { RelationReader, type Relation } from './relation.ts';
import { attached, memoryLimit, Session } from './session.ts';
import { booleanTotals, textTotals } from './totals.ts';

export interface AskedTable {
  readonly file: string;
  /** `schema.table` where it is not in the main schema. */
  readonly table: string;
  readonly name: string;
}

/**
 * A table or view of a DuckDB database, read-only. Its digest is over its columns' names and types and every value as it is read,
 * in the order of the rows. Throws `notFound` with the tables that are there, `locked` while a program writes to it.
 */
export async function openDuckDbTable(api: NodeApi, asked: AskedTable, signal: AbortSignal): Promise<TableSource> {
  const bytes = await fileBytes(asked.file);
  let session = await opened(api, asked.file);
  try {
    const there = await found(session, asked, signal);
    if (there.isView) {
      session.close();
      // With one thread, so that a view of the same rows comes in the same order.
      session = await opened(api, asked.file, 1);
    }
    const relation: Relation = { from: there.isView ? await copied(session, there.from, asked, signal) : there.from, values: [], order: 'rowid' };
    const described = (await session.rows(`DESCRIBE ${relation.from}`, [], signal)).map(([name, type]) => ({ name: String(name), type: String(type) }));
    const named = columnNames(described.map(({ name }) => name));
    const columns = described.map((one, at) => databaseColumn(one, named[at]!));
    const [[count] = []] = await session.rows(`SELECT CAST(count(*) AS DOUBLE) FROM ${relation.from}`, [], signal);
    const rows = count as number;
    const numbers = new Map(columns.flatMap((column) => (column.kind === 'categorical' ? [] : [[column.name, column.sql]])));
    const reader = new RelationReader(session, relation, rows, numbers);
    const table = { asked, session, reader, rows, columns };
    const digest = await digestOf(table, described, signal);
    await bytes.check();
    return source(table, digest, () => bytes.check());
  } catch (error) {
    session.close();
    throw signal.aborted || isFaultError(error) ? error : broken(asked, error);
  }
}

interface Opened {
  readonly asked: AskedTable;
  readonly session: Session;
  readonly reader: RelationReader;
  readonly rows: number;
  readonly columns: readonly DatabaseColumn[];
}

async function opened(api: NodeApi, file: string, threads?: number): Promise<Session> {
  try {
    return await Session.open(api, { database: file }, threads);
  } catch (error) {
    const { message } = error as Error;
    if (isLocked(message)) throw fail('locked', `${file} is open in another program that writes to it.`, { at: { path: file }, hint: 'Close it there, or compare a copy.' });
    throw fail('corrupt', `${file} cannot be read as a DuckDB database: ${firstLine(message)}`, { at: { path: file }, hint: 'It may be no DuckDB database, or one of a newer version.' });
  }
}

/** In the words of DuckDB and of the systems it runs on. */
export function isLocked(message: string): boolean {
  return /could not set lock|conflicting lock|being used by another process/i.test(message);
}

/**
 * A view's rows may come in another order each time, and its columns are read one after the other: so it is computed once, into
 * the session's memory. Gives the name of the copy. Throws `tooLarge` where it does not fit.
 */
async function copied(session: Session, from: string, { name, table, file }: AskedTable, signal: AbortSignal): Promise<string> {
  const copy = quotedName('copy');
  try {
    await session.rows(`CREATE TEMP TABLE ${copy} AS SELECT * FROM ${from}`, [], signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!/out of memory/i.test((error as Error).message)) throw error;
    throw fail('tooLarge', `${name} is a view whose rows do not fit into the ${memoryLimit} that it may take.`, {
      at: { path: file },
      hint: `Export it to Parquet in DuckDB, and compare that: COPY (FROM ${table}) TO 'table.parquet'.`,
    });
  }
  return `temp.${copy}`;
}

/** Tables go before views and the main schema before others; a name is looked for as DuckDB does, whatever its case. */
async function found(session: Session, { file, table }: AskedTable, signal: AbortSignal): Promise<{ readonly from: string; readonly isView: boolean }> {
  const all = await session.rows(
    `SELECT schema_name, name, is_view FROM (
      SELECT schema_name, table_name AS name, 0 AS is_view FROM duckdb_tables() WHERE database_name = 'source' AND NOT internal
      UNION ALL SELECT schema_name, view_name, 1 FROM duckdb_views() WHERE database_name = 'source' AND NOT internal
    ) ORDER BY is_view, schema_name <> 'main', schema_name, name`,
    [],
    signal,
  );
  const nameOf = ([schema, name]: unknown[]) => (schema === 'main' ? String(name) : `${String(schema)}.${String(name)}`);
  const one = all.find((row) => nameOf(row) === table) ?? all.find((row) => nameOf(row).toLowerCase() === table.toLowerCase());
  if (one === undefined) {
    throw fail('notFound', `There is no table “${table}” in ${file}.`, {
      at: { path: file },
      hint: all.length === 0 ? 'It holds no table.' : `It holds ${all.slice(0, 10).map(nameOf).join(', ')}${all.length > 10 ? ', …' : ''}.`,
    });
  }
  const from = `${attached}.${quotedName(String(one[0]))}.${quotedName(String(one[1]))}`;
  return { from, isView: one[2] !== 0 };
}

/** One hash for each column and one over all, so that it does not matter in what pieces values come. */
async function digestOf(table: Opened, described: ReadonlyArray<{ readonly name: string; readonly type: string }>, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([table.rows, described.map(({ name, type }) => [name, type])]));
  table.reader.expect(table.columns.map(({ name }) => name));
  for (const column of table.columns) hash.update(await digestOfColumn(table, column, signal));
  return `sha256:${hash.digest('hex')}`;
}

/** A column that cannot be read counts as such: others still can be, and whoever asks for it is told why. */
async function digestOfColumn({ reader }: Opened, column: DatabaseColumn, signal: AbortSignal): Promise<Uint8Array> {
  const own = createHash('sha256');
  try {
    if (column.kind === 'categorical') for await (const texts of reader.everyText(column.sql, signal)) own.update(JSON.stringify(texts));
    else for await (const piece of reader.numbers(column.name, signal)) own.update(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
    return own.digest();
  } catch (error) {
    signal.throwIfAborted();
    if (isFaultError(error)) throw error;
    return createHash('sha256').update('unreadable').digest();
  }
}

function source({ asked, session, reader, rows, columns }: Opened, digest: string, check: () => Promise<void>): TableSource {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const known = (name: string): DatabaseColumn => {
    const column = byName.get(name);
    if (!column) throw fail('notFound', `There is no column “${name}” in ${asked.name}.`);
    return column;
  };
  /** DuckDB's errors are the column's: others can still be read. */
  const told = (name: string, error: unknown, signal: AbortSignal) => (signal.aborted || isFaultError(error) ? error : broken(asked, error, name));
  /** The file is the same before and after. */
  const guarded = async <T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    await check();
    try {
      const answer = await work();
      await check();
      return answer;
    } catch (error) {
      throw told(name, error, signal);
    }
  };
  async function* pieces({ name, scale }: DatabaseColumn, signal: AbortSignal): AsyncGenerator<Float64Array> {
    await check();
    try {
      for await (const piece of reader.numbers(name, signal)) {
        await check();
        yield piece.map(scale);
      }
    } catch (error) {
      throw told(name, error, signal);
    }
  }
  return {
    name: asked.name,
    rows,
    columns: columns.map(({ name, kind }) => ({ name, kind: rows === 0 ? 'empty' : kind })),
    digest,
    problems: [],
    reader: 'duckdb',
    expect: (names) => reader.expect(names),
    pieces: (name, signal) => pieces(known(name), signal),
    column: (name, signal) => guarded(name, signal, () => columnOf({ reader, rows }, known(name), signal)),
    totals: (name, signal) =>
      guarded(name, signal, async () => {
        const column = known(name);
        const of = { name, problems: column.problems, rows };
        if (column.kind === 'boolean') return booleanTotals(of, await reader.texts(`CAST(${column.sql} AS VARCHAR)`, signal));
        return textTotals(of, await reader.texts(column.sql, signal));
      }),
    close: () => session.close(),
  };
}

async function columnOf({ reader, rows }: Pick<Opened, 'reader' | 'rows'>, column: DatabaseColumn, signal: AbortSignal): Promise<Column> {
  const { name, kind, problems, scale } = column;
  if (kind === 'categorical') {
    const texts: Array<string | null> = [];
    for await (const some of reader.everyText(column.sql, signal)) texts.push(...some);
    return texts.some((text) => text !== null) ? levelColumn(name, texts, { problems }) : emptyColumn(name, rows, problems);
  }
  const values = new Float64Array(rows);
  let done = 0;
  for await (const piece of reader.numbers(name, signal)) {
    values.set(piece, done);
    done += piece.length;
  }
  if (values.every(Number.isNaN)) return emptyColumn(name, rows, problems);
  if (kind === 'boolean') return { ...booleanColumn(name, [], problems), codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value)) };
  const isRounded = column.isRounded !== undefined && (await reader.some(column.isRounded, signal));
  return numberColumn(name, values.map(scale), { kind: kind === 'datetime' ? kind : 'numeric', problems: isRounded ? [...problems, rounded] : problems });
}

const rounded: ColumnProblem = {
  code: 'precisionLost',
  message: 'Some whole numbers have more digits than a number can hold; they were rounded.',
};

function broken({ name, file }: AskedTable, error: unknown, column?: string) {
  return fail('corrupt', `${column === undefined ? '' : `Column ${JSON.stringify(column)} of `}${name} cannot be read: ${firstLine((error as Error).message)}`, { at: { path: file } });
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
