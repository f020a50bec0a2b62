import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';

const sqlite = nodeSqlite();
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
  file = path.join(folder, 'a.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(...statements: string[]) {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  for (const statement of statements) database.exec(statement);
  return database;
}

function faultOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    return toFault(error);
  }
  throw new Error('it did not fail');
}

describe.skipIf(!sqlite.isAvailable && 'this Node has no node:sqlite')('reading SQLite', () => {
  it('gives rows in column order, columns of one name too, and large integers exactly', async () => {
    (await write('create table t (a integer, b text)', `insert into t values (9007199254740993, 'x'), (2, null)`)).close();
    const database = sqlite.openReadOnly(file);
    expect(database.rows('select a, b, a from t order by b desc')).toEqual([[9007199254740993n, 'x', 9007199254740993n], [2, null, 2]]);
    expect(database.rows('select a from t where a = ?', 2)).toEqual([[2]]);
    expect(database.transaction(() => database.rows('select count(*) from t'))).toEqual([[2]]);
    database.close();
  });

  it('never writes and never creates', async () => {
    const missing = path.join(folder, 'none.db');
    expect(faultOf(() => sqlite.openReadOnly(missing)).code).toBe('notFound');
    expect(existsSync(missing)).toBe(false);
    (await write('create table t (a)')).close();
    const database = sqlite.openReadOnly(file);
    expect(faultOf(() => database.rows('insert into t values (1)')).code).not.toBe('notFound');
    expect(database.rows('select count(*) from t')).toEqual([[0]]);
    database.close();
    expect(readdirSync(folder)).toEqual(['a.db']);
  });

  it.each([
    ['a folder', () => mkdirSync(file), 'invalid'],
    ['an empty file', () => writeFileSync(file, ''), 'schema'],
    ['a text file', () => writeFileSync(file, 'hello '.repeat(100)), 'corrupt'],
  ] as const)('%s', (_name, make, code) => {
    make();
    const fault = faultOf(() => sqlite.openReadOnly(file));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(file);
  });

  it('a damaged file, found while reading', async () => {
    const database = await write('create table t (a)', 'create index i on t (a)');
    database.exec(`with recursive n(x) as (select 1 union all select x + 1 from n where x < 5000) insert into t select hex(randomblob(40)) from n`);
    database.close();
    truncateSync(file, 100_000);
    const fault = faultOf(() => {
      const read = sqlite.openReadOnly(file);
      try {
        read.rows('select count(*), sum(length(a)) from t');
      } finally {
        read.close();
      }
    });
    expect(fault.code).toBe('corrupt');
    expect(fault.hint).toBeTruthy();
  });

  it('a file that a writer holds is locked after a short wait', async () => {
    const writer = await write('create table t (a)', 'begin exclusive', 'insert into t values (1)');
    const startedMs = performance.now();
    const fault = faultOf(() => {
      const read = sqlite.openReadOnly(file);
      try {
        read.rows('select * from t');
      } finally {
        read.close();
      }
    });
    expect(fault.code).toBe('locked');
    expect(performance.now() - startedMs).toBeLessThan(200);
    writer.exec('commit');
    writer.close();
  });

  it('a file without permission', async () => {
    (await write('create table t (a)')).close();
    chmodSync(folder, 0o755);
    chmodSync(file, 0);
    // Root may read everything: for this one look the process is somebody else.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expect(faultOf(() => sqlite.openReadOnly(file)).code).toBe('forbidden');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
