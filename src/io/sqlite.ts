import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { disposable, type Disposable } from '../core/base/disposable.ts';
import { fail } from '../core/base/fault.ts';
import type { Sqlite, SqliteDatabase, SqliteValue } from '../core/port/sqlite.ts';
import { sqliteFault } from './sqliteFault.ts';

/** A wait blocks the whole event loop, so it is short; who may wait longer tries again after a `locked`. */
const busyTimeoutMs = 20;
const magic = 'SQLite format 3\u0000';

/** The Sqlite port on node:sqlite, where this Node has it. */
export function nodeSqlite(): Sqlite {
  return {
    get isAvailable() {
      return isBuiltin('node:sqlite') && typeof process.getBuiltinModule === 'function';
    },
    openReadOnly,
  };
}

function openReadOnly(file: string): SqliteDatabase {
  const { DatabaseSync: Database } = loadQuietly();
  requireSqliteFile(file);
  let database: DatabaseSync;
  try {
    database = new Database(file, { readOnly: true });
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  } catch (error) {
    throw sqliteFault(error, file);
  }
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }

  function rows(sql: string, ...parameters: SqliteValue[]): SqliteValue[][] {
    try {
      const statement = prepared(sql);
      try {
        return asArrays(statement, parameters);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error;
        // An integer beyond 2^53: read again with big integers, and keep small ones as numbers.
        statement.setReadBigInts(true);
        try {
          return asArrays(statement, parameters).map((row) => row.map(smallest));
        } finally {
          statement.setReadBigInts(false);
        }
      }
    } catch (error) {
      throw sqliteFault(error, file);
    }
  }

  function snapshot(): Disposable {
    try {
      database.exec('BEGIN');
    } catch (error) {
      throw sqliteFault(error, file);
    }
    return disposable(() => database.exec('ROLLBACK'));
  }

  function transaction<T>(read: () => T): T {
    const held = snapshot();
    try {
      return read();
    } finally {
      held.dispose();
    }
  }

  return { rows, transaction, snapshot, close: () => database.close() };
}

function asArrays(statement: StatementSync, parameters: SqliteValue[]): SqliteValue[][] {
  const arrays = statement as StatementSync & { setReturnArrays?: (enabled: boolean) => void };
  if (arrays.setReturnArrays) {
    arrays.setReturnArrays(true);
    return statement.all(...parameters) as unknown as SqliteValue[][];
  }
  return statement.all(...parameters).map((row) => Object.values(row as Record<string, SqliteValue>));
}

function smallest(value: SqliteValue): SqliteValue {
  return typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** Loading prints a warning that the module is experimental; a person who reads the log can do nothing with it. */
function loadQuietly(): typeof import('node:sqlite') {
  if (!isBuiltin('node:sqlite')) {
    throw fail('unsupported', 'This editor or Node has no SQLite.', {
      hint: 'Use Node 22.13 or newer, or start a local tracking server and connect to it.',
    });
  }
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = warn;
  }
}

/** Clear words before SQLite's own, which are the same for a folder, a text file and a missing one. */
function requireSqliteFile(file: string): void {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw fail('invalid', `${file} is not a file.`, { at: { path: file } });
    if (stats.size === 0) throw fail('schema', `${file} is empty: nothing has been written to it yet.`, { at: { path: file } });
    const head = Buffer.alloc(magic.length);
    const handle = openSync(file, 'r');
    try {
      readSync(handle, head, 0, head.length, 0);
    } finally {
      closeSync(handle);
    }
    if (head.toString('latin1') !== magic) {
      throw fail('corrupt', `${file} is not a SQLite database.`, { at: { path: file }, hint: 'Restore it from a backup, or correct the path.' });
    }
  } catch (error) {
    throw sqliteFault(error, file);
  }
}
