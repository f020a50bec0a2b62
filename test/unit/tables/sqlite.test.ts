import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { isNumberColumn } from '../../../src/core/table/column.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { nodeTables } from '../../../src/io/table/tables.ts';

const signal = new AbortController().signal;
const sqlite = nodeSqlite();
const tables = nodeTables({ sqlite });

describe.skipIf(!sqlite.isAvailable)('a table of a SQLite database', () => {
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlops-sqlite-'));
    file = path.join(folder, 'a.db');
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file);
    database.exec(`
      CREATE TABLE "odd ""name" (n REAL, i INTEGER, t TEXT, code TEXT, day TEXT, b BLOB, "nothing", "NA" TEXT);
      INSERT INTO "odd ""name" VALUES (1.5, 1, 'x', '007', '2024-01-31', x'ff00', NULL, 'NA'), (NULL, 9007199254740993, 'y', '12', '2024-02-01', NULL, NULL, '');
      CREATE TABLE bare (k INTEGER PRIMARY KEY, v REAL) WITHOUT ROWID;
      CREATE TABLE hides (rowid TEXT, v INTEGER);
      INSERT INTO hides VALUES ('z', 1), ('a', 2);
      CREATE TABLE empty (a, b);
      CREATE TABLE long (a INTEGER, b TEXT);
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 44999) INSERT INTO long SELECT i, 'level ' || (i % 7) FROM n;
      INSERT INTO bare SELECT a, a / 2.0 FROM long WHERE a < 25000;
      CREATE VIEW half AS SELECT a, b FROM long WHERE a % 2 = 0;
    `);
    database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = (table: string) => tables.openDatabase('sqlite', file, table, { name: table }, signal);
  const contents = async (name: string) => {
    const table = await open(name);
    const all: Record<string, unknown[]> = {};
    for (const column of table.columns) {
      const read = await table.column(column.name, signal);
      all[`${column.name} ${read.kind}`] =
        read.kind === 'empty' ? [] : isNumberColumn(read) ? [...read.values] : [...read.codes].map((code) => (code < 0 ? null : read.levels[code]));
    }
    return { rows: table.rows, all };
  };

  it('keeps numbers and texts as they are stored', async () => {
    expect(await contents('odd "name')).toEqual({
      rows: 2,
      all: {
        'n numeric': [1.5, NaN], 'i numeric': [1, 9007199254740992], 't categorical': ['x', 'y'], 'code categorical': ['007', '12'],
        'day datetime': [Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1)], 'b categorical': ['ff00', null], 'nothing empty': [], 'NA categorical': ['NA', ''],
      },
    });
    expect((await (await open('odd "name')).column('i', signal)).problems.map(({ code }) => code)).toEqual(['precisionLost']);
  });
  it('is read whole, in slices, with a rowid and without', async () => {
    const long = await contents('long');
    expect([long.rows, long.all['a numeric']]).toEqual([45_000, Array.from({ length: 45_000 }, (_, at) => at)]);
    const bare = await contents('bare');
    expect([bare.rows, bare.all['v numeric']?.at(-1)]).toEqual([25_000, 12_499.5]);
    const half = await contents('half');
    expect([half.rows, half.all['a numeric']?.slice(-2)]).toEqual([22_500, [44_996, 44_998]]);
    expect(await contents('hides')).toEqual({ rows: 2, all: { 'rowid categorical': ['z', 'a'], 'v numeric': [1, 2] } });
    expect(await contents('empty')).toEqual({ rows: 0, all: { 'a empty': [], 'b empty': [] } });
  });
  it('has the digest of its rows', async () => {
    const digest = async (name: string) => (await open(name)).digest;
    expect(await digest('long')).toBe(await digest('LONG'));
    expect(await digest('long')).not.toBe(await digest('half'));
    expect(await digest('long')).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
  it('that is not there is told with those that are', async () => {
    const fault = await open('nothing').catch(toFault);
    expect(fault).toMatchObject({ code: 'notFound', hint: 'It holds bare, empty, half, hides, long, odd "name.' });
    expect(await tables.openDatabase('sqlite', path.join(folder, 'none.db'), 'x', { name: 'x' }, signal).catch(toFault)).toMatchObject({ code: 'notFound' });
    expect(await tables.openFile(file, { name: 'x' }, signal).catch(toFault)).toMatchObject({ code: 'unsupported', hint: 'Name the table in it: sqlite:FILE#TABLE.' });
  });
});
