import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import { isNumberColumn } from '../../../src/core/table/column.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { isLocked } from '../../../src/io/duckdb/databaseTable.ts';
import { loadNodeApi, type Connection } from '../../../src/io/duckdb/nodeApi.ts';
import { RelationReader } from '../../../src/io/duckdb/relation.ts';
import { Session } from '../../../src/io/duckdb/session.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { nodeTables } from '../../../src/io/table/tables.ts';
import { missing, tools } from '../../support/tools.ts';

const signal = new AbortController().signal;
const quiet = () => undefined;
const tables = nodeTables({ sqlite: nodeSqlite(), duckdb: { folder: tools.duckdb, isTrusted: () => true, warn: quiet } });

describe.skipIf(missing('duckdb'))('a table of a DuckDB database', () => {
  let folder = '';
  let file = '';
  const within = async (work: (connection: Connection) => Promise<void>) => {
    const api = (await loadNodeApi(tools.duckdb, quiet))!;
    const instance = await api.DuckDBInstance.create(file, {});
    const connection = await instance.connect();
    await work(connection);
    connection.closeSync();
    instance.closeSync();
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mlops-'duck' "));
    file = path.join(folder, 'a.duckdb');
    await within(async (connection) => {
      for (const sql of [
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        `CREATE TABLE kinds AS SELECT i::TINYINT AS tiny, i * 1.5 AS price, i::DOUBLE / 3 AS "do""uble
", (i % 2 = 0) AS flag, i * 9007199254740993 AS large, (i - 1)::UINTEGER AS u, DATE '2024-01-01' + i::INTEGER AS day, TIMESTAMP '2024-01-01 00:00:00.0005' + INTERVAL (i) HOUR AS at,
          TIME '00:00:01' AS clock, CASE i WHEN 2 THEN NULL ELSE 'é ' || i END AS name, (CASE i WHEN 1 THEN 'sad' ELSE 'glad' END)::mood AS mood, 'ab'::BLOB AS bytes, [i, 2] AS list, {'a': i} AS record,
          NULL::INTEGER AS none, '2024-01-01' AS text FROM range(1, 4) t(i)`,
        'CREATE VIEW seen AS SELECT name, tiny FROM kinds ORDER BY tiny DESC',
        "CREATE VIEW outside AS SELECT * FROM read_csv('/etc/hostname')",
        'CREATE VIEW shuffled AS SELECT a.i AS x, a.i + 1 AS y, a.i::VARCHAR AS z FROM range(30000) a(i) ORDER BY random()',
        "CREATE VIEW endless AS SELECT i AS x, repeat('x', 20) || i AS y FROM range(50000000) t(i)",
        'CREATE SCHEMA other',
        'CREATE TABLE other.small AS SELECT 1 AS x WHERE false',
        "CREATE TABLE series AS SELECT random() AS x, CASE WHEN i % 10 = 0 THEN NULL ELSE 'l' || (i % 7) END AS c FROM range(30000) t(i)",
      ]) {
        await connection.run(sql);
      }
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const open = (table: string) => tables.openDatabase('duckdb', file, table, { name: `duckdb:a#${table}` }, signal);
  const read = async (table: TableSource, name: string) => {
    const column = await table.column(name, signal);
    if (column.kind === 'empty') return ['empty'];
    if (isNumberColumn(column)) return [column.kind, ...column.values];
    return [column.kind, ...[...column.codes].map((code) => (code < 0 ? null : column.levels[code]!))];
  };

  it('has its columns in our kinds', async () => {
    const table = await open('KINDS');
    expect(table).toMatchObject({ rows: 3, reader: 'duckdb', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string });
    const day = Date.UTC(2024, 0, 2);
    const expected: Record<string, unknown[]> = {
      tiny: ['numeric', 1, 2, 3],
      price: ['numeric', 1.5, 3, 4.5],
      'do"uble\n': ['numeric', 1 / 3, 2 / 3, 1],
      flag: ['boolean', 'false', 'true', 'false'],
      large: ['numeric', 9007199254740992, 18014398509481986, 27021597764222980],
      u: ['numeric', 0, 1, 2],
      day: ['datetime', day, day + 86_400_000, day + 2 * 86_400_000],
      at: ['datetime', ...[1, 2, 3].map((hour) => Date.UTC(2024, 0, 1, hour) + 0.5)],
      clock: ['numeric', 1000, 1000, 1000],
      name: ['categorical', 'é 1', null, 'é 3'],
      mood: ['categorical', 'sad', 'glad', 'glad'],
      bytes: ['categorical', '6162', '6162', '6162'],
      list: ['categorical', '[1, 2]', '[2, 2]', '[3, 2]'],
      record: ['categorical', "{'a': 1}", "{'a': 2}", "{'a': 3}"],
      none: ['empty'],
      text: ['categorical', '2024-01-01', '2024-01-01', '2024-01-01'],
    };
    expect(table.columns.map(({ name }) => name)).toEqual(Object.keys(expected));
    for (const [name, values] of Object.entries(expected)) expect(await read(table, name), name).toEqual(values);
    expect((await table.column('large', signal)).problems.map(({ code }) => code)).toEqual(['precisionLost']);
    expect(await table.totals!('name', signal)).toMatchObject({ levels: ['é 1', 'é 3'], counts: [1, 1], missing: 1, rows: 3 });
    expect(await table.totals!('flag', signal)).toMatchObject({ kind: 'boolean', counts: [2, 1], missing: 0 });
    table.close();
  });

  it('has a digest of what it holds', async () => {
    const [first, again] = [await open('series'), await open('series')];
    expect(again.digest).toBe(first.digest);
    for (const table of [first, again]) table.close();
    await within(async (connection) => void (await connection.run('UPDATE series SET x = x + 1 WHERE rowid = 17')));
    const changed = await open('series');
    expect(changed.digest).not.toBe(first.digest);
    const report = await driftReport(changed, changed, {}, { signal });
    expect(report).toMatchObject({ verdict: 'no-drift', engine: { reader: 'duckdb' } });
    changed.close();
  });

  it('is read in turns where several columns are asked for at once', async () => {
    const table = await open('series');
    const one = [await read(table, 'x'), await read(table, 'c'), await table.totals!('c', signal)];
    const [x, c, totals] = await Promise.all([read(table, 'x'), read(table, 'c'), table.totals!('c', signal)]);
    expect([x, c, totals]).toEqual(one);
    // One that is left in the middle, or is no longer wanted, lets the next one in.
    for await (const piece of table.pieces!('x', signal)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    const aborted = AbortSignal.abort();
    expect((await Promise.allSettled([table.column('c', aborted), read(table, 'c')])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    table.close();
  }, 20_000);

  it('is not taken as read where an error comes after the first rows', async () => {
    const session = await Session.open((await loadNodeApi(tools.duckdb, quiet))!, { database: file });
    const from = "(SELECT i, CASE WHEN i = 399999 THEN error('late') ELSE 't' || (i % 3) END AS t FROM range(400000) r(i))";
    const reader = new RelationReader(session, { from, values: [], order: 'i' }, 400_000, new Map([['n', 'CAST(length(t) AS DOUBLE)']]));
    const all = async (pieces: AsyncIterable<unknown>) => {
      for await (const piece of pieces) void piece;
    };
    const works = [() => all(reader.everyText('t', signal)), () => all(reader.numbers('n', signal)), () => reader.texts('t', signal), () => session.rows(`SELECT t FROM ${from}`, [], signal)];
    for (const [at, work] of works.entries()) expect(await work().then(() => 'done', (error: Error) => error.message), String(at)).toMatch(/late|of 400000 rows/);
    session.close();
  }, 20_000);

  it('may be a view, or lie in another schema', async () => {
    const view = await open('seen');
    expect(await read(view, 'name')).toEqual(['categorical', 'é 3', null, 'é 1']);
    expect((await view.totals!('name', signal))?.levels).toEqual(['é 3', 'é 1']);
    view.close();
    const other = await open('other.small');
    expect([other.rows, other.columns]).toEqual([0, [{ name: 'x', kind: 'empty' }]]);
    other.close();
  });

  it('may be a view whose rows come in any order, each with its own values', async () => {
    const view = await open('shuffled');
    const [, ...x] = await read(view, 'x');
    expect(x).toHaveLength(30_000);
    expect(await read(view, 'y')).toEqual(['numeric', ...x.map((value) => (value as number) + 1)]);
    expect(await read(view, 'z')).toEqual(['categorical', ...x.map(String)]);
    view.close();
    expect(await open('endless').then(() => undefined, toFault)).toMatchObject({ code: 'tooLarge', hint: expect.stringContaining('Parquet') as string });
  }, 30_000);

  it('that another program writes to is told apart from other faults', () => {
    for (const message of ['IO Error: Could not set lock on file "a": Conflicting lock is held in x', 'Cannot open file: The process cannot access the file because it is being used by another process.']) expect(isLocked(message)).toBe(true);
    for (const message of ['IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 3', 'Failed to load metadata pointer (id 2, blocked)']) expect(isLocked(message)).toBe(false);
  });

  it('is told where it cannot be read', async () => {
    const faultOf = (table: string) => open(table).then(() => undefined, toFault);
    expect(await faultOf('none')).toMatchObject({ code: 'notFound', hint: 'It holds kinds, series, other.small, endless, outside, seen, shuffled.' });
    expect(await faultOf('x"; DROP TABLE kinds; --')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('outside')).toMatchObject({ code: 'corrupt', message: expect.stringContaining('disabled by configuration') as string });
    const without = nodeTables({ sqlite: nodeSqlite(), duckdb: { folder: path.join(folder, 'nothing'), isTrusted: () => true, warn: quiet } });
    expect(await without.openDatabase('duckdb', file, 'kinds', { name: 'x' }, signal).then(() => undefined, toFault)).toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('--install-accelerator') as string,
    });
    expect(await tables.openDatabase('duckdb', path.join(import.meta.dirname, 'pairs.py'), 'x', { name: 'x' }, signal).then(() => undefined, toFault)).toMatchObject({ code: 'corrupt' });
  });
});
