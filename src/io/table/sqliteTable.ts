import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail } from '../../core/base/fault.ts';
import type { Sqlite, SqliteDatabase, SqliteValue } from '../../core/port/sqlite.ts';
import type { Column, ColumnProblem } from '../../core/table/column.ts';
import { ColumnBuilder, type ColumnPlan, type TextRules } from '../../core/table/columnBuilder.ts';
import { columnNames } from '../../core/table/columnNames.ts';
import type { Cell } from '../../core/table/levels.ts';
import { memoryTable } from '../../core/table/memoryTable.ts';
import { noMissingTexts } from '../../core/table/missingTexts.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { fileBytes } from './byteSource.ts';

const rules: TextRules = { missing: noMissingTexts, readsNumbers: false };
/** Values that are read at once, between two turns of the event loop. */
const valuesAtOnce = 40_000;

interface Asked {
  readonly file: string;
  readonly table: string;
  readonly name: string;
}

/**
 * A table or view of a SQLite database, whole, as it is at one moment. Its digest is over the rows as they come: by rowid where
 * there is one.
 */
export async function openSqliteTable(sqlite: Sqlite, asked: Asked, signal: AbortSignal): Promise<TableSource> {
  await fileBytes(asked.file); // Says in plain words that there is no such file.
  const database = sqlite.openReadOnly(asked.file);
  try {
    const snapshot = database.snapshot();
    try {
      return await read(database, asked, signal);
    } finally {
      snapshot.dispose();
    }
  } finally {
    database.close();
  }
}

async function read(database: SqliteDatabase, { file, table, name }: Asked, signal: AbortSignal): Promise<TableSource> {
  const found = database.rows("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)", table)[0];
  if (!found) {
    const others = database.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT 10");
    throw fail('notFound', `There is no table “${table}” in ${file}.`, {
      at: { path: file },
      hint: others.length === 0 ? 'It holds no table.' : `It holds ${others.map((row) => String(row[0])).join(', ')}.`,
    });
  }
  const named = columnNames(database.rows('SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1', table).map((row) => String(row[0])));
  const slices = slicesOf(database, { table, width: named.length, isTable: found[0] === 'table' });
  const hash = createHash('sha256').update(JSON.stringify(named.map((column) => column.name)));
  const first = await readOnce(slices, named.length, signal, { onRow: (row) => hash.update(rowText(row)) });
  const columns = named.map((column, at) => first.builders[at]?.finish(column.name, [...column.problems, ...(first.rounded.has(at) ? [rounded] : [])]));
  const plans = new Map(columns.flatMap((column, at) => (column && 'again' in column ? [[at, column.again] as const] : [])));
  const second = plans.size > 0 ? await readOnce(slices, named.length, signal, { plans }) : undefined;
  const built = named.flatMap((column, at): Column[] => {
    const once = columns[at];
    const made = once && 'column' in once ? once : second?.builders[at]?.finish(column.name, column.problems);
    return made && 'column' in made ? [made.column] : [];
  });
  return memoryTable(name, built, { digest: `sha256:${hash.digest('hex')}`, rows: first.rows });
}

const rounded: ColumnProblem = {
  code: 'precisionLost',
  message: 'Some whole numbers have more digits than a number can hold; they were rounded.',
};

interface ReadOptions {
  readonly onRow?: (row: readonly SqliteValue[]) => void;
  readonly plans?: ReadonlyMap<number, ColumnPlan>;
}

async function readOnce(slices: () => Iterable<SqliteValue[][]>, width: number, signal: AbortSignal, { onRow, plans }: ReadOptions) {
  const builders = Array.from({ length: width }, (_, at) => (plans && !plans.has(at) ? undefined : new ColumnBuilder(rules, plans?.get(at))));
  const rounded = new Set<number>();
  let rows = 0;
  for (const slice of slices()) {
    for (const row of slice) {
      onRow?.(row);
      for (let at = 0; at < width; at += 1) {
        const value = row[at] ?? null;
        if (typeof value === 'bigint') rounded.add(at);
        builders[at]?.push(cellOf(value));
      }
    }
    rows += slice.length;
    await nextTurn();
    signal.throwIfAborted();
  }
  return { builders, rows, rounded };
}

/** Slices by rowid, which costs the same for each; by position where there is none (a view, a table without one). */
function slicesOf(database: SqliteDatabase, { table, width, isTable }: { readonly table: string; readonly width: number; readonly isTable: boolean }) {
  const count = Math.max(1, Math.floor(valuesAtOnce / Math.max(1, width)));
  const from = quoted(table);
  const hasRowid = isTable && rowidWorks(database, from);
  return function* (): Generator<SqliteValue[][]> {
    let after: SqliteValue = null;
    for (let start = 0; ; start += count) {
      const slice: SqliteValue[][] = hasRowid
        ? after === null
          ? database.rows(`SELECT *, rowid FROM ${from} ORDER BY rowid LIMIT ?`, count)
          : database.rows(`SELECT *, rowid FROM ${from} WHERE rowid > ? ORDER BY rowid LIMIT ?`, after, count)
        : database.rows(`SELECT * FROM ${from} LIMIT ? OFFSET ?`, count, start);
      if (slice.length > 0) yield slice;
      if (slice.length < count) return;
      after = slice[slice.length - 1]?.at(-1) ?? null;
    }
  };
}

/** A table WITHOUT ROWID has none; a column of that name hides it. */
function rowidWorks(database: SqliteDatabase, from: string): boolean {
  try {
    const [row] = database.rows(`SELECT rowid, _rowid_ FROM ${from} LIMIT 1`);
    return row === undefined || (typeof row[0] !== 'string' && row[0] === row[1]);
  } catch {
    return false; // No such column: the one thing that can be wrong with this question.
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function cellOf(value: SqliteValue): Cell | null {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  return value;
}

function rowText(row: readonly SqliteValue[]): string {
  return `\n${JSON.stringify(row.map((value) => (typeof value === 'bigint' || value instanceof Uint8Array ? [typeof value, String(cellOf(value))] : value)))}`;
}
