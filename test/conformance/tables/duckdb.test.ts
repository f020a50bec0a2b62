import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import type { DriftSettings } from '../../../src/core/drift/settings.ts';
import { isLevelColumn } from '../../../src/core/table/column.ts';
import { levelTotals } from '../../../src/core/table/levelTotals.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { loadNodeApi } from '../../../src/io/duckdb/nodeApi.ts';
import { Session } from '../../../src/io/duckdb/session.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { nodeTables } from '../../../src/io/table/tables.ts';
import { missing, tools } from '../../support/tools.ts';

const signal = new AbortController().signal;
const seeds = [7, Number(process.env['MLOPS_TEST_SEED'] ?? randomInt(2 ** 31))];
const warnings: string[] = [];
const own = nodeTables({ sqlite: nodeSqlite() });
const shared = nodeTables({ sqlite: nodeSqlite(), duckdb: { folder: tools.duckdb, isTrusted: () => true, warn: (message) => warnings.push(message), reader: () => 'duckdb' } });
/** As it is in use: what our own reader takes in less time is left to it. */
const usual = nodeTables({ sqlite: nodeSqlite(), duckdb: { folder: tools.duckdb, isTrusted: () => true, warn: (message) => warnings.push(message), leastRows: 0 } });

interface Named {
  readonly file: string;
  readonly about: string;
}

describe.skipIf(missing('python', 'duckdb'))('DuckDB reads Parquet to the same reports', () => {
  const folders: string[] = [];
  const oracles: Array<{ readonly parquet: readonly Named[] }> = [];
  let big = '';

  beforeAll(async () => {
    console.log(`seeds ${seeds.join(', ')} (MLOPS_TEST_SEED repeats the last)`);
    const asked: string[] = [];
    for (const seed of seeds) {
      folders.push(await mkdtemp(path.join(tmpdir(), 'mlops-duckdb-')));
      asked.push(folders.at(-1)!, String(seed));
    }
    big = folders[0]!;
    const run = promisify(execFile);
    const [{ stdout }] = await Promise.all([
      run(tools.python, [path.join(import.meta.dirname, 'oracle.py'), ...asked], { maxBuffer: 256 * 1024 * 1024 }),
      run(tools.python, [path.join(import.meta.dirname, 'pairs.py'), big, String(seeds[1])]),
    ]);
    oracles.push(...(JSON.parse(stdout) as typeof oracles));
  });
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  const both = async (file: string) => [await own.openFile(file, { name: 't' }, signal), await shared.openFile(file, { name: 't' }, signal)] as const;

  it('columns, pieces and totals of every type, byte for byte', async () => {
    let read = 0;
    let columns = 0;
    for (const [at, oracle] of oracles.entries()) {
      for (const { file, about } of oracle.parquet) {
        const [left, right] = await both(path.join(folders[at]!, file));
        const { reader, column: _, pieces: __, totals: ___, expect: ____, close: _____, ...known } = right;
        const { column: a, pieces: b, totals: c, close: d, ...wanted } = left;
        void [a, b, c, d];
        expect(known, about).toEqual(wanted);
        if (reader === 'duckdb') read += 1;
        right.expect?.(right.columns.map(({ name }) => name));
        for (const { name, kind } of left.columns) {
          columns += 1;
          await expectSame(left, right, name, kind, `seed ${seeds[at]!}, ${about}, ${name}`);
        }
        right.close();
      }
    }
    console.log(`${columns} columns of ${read} files read by DuckDB equal our own reader's`);
    expect(read).toBeGreaterThan(20);
  });

  async function expectSame(left: TableSource, right: TableSource, name: string, kind: string, about: string): Promise<void> {
    const column = await left.column(name, signal);
    expect(await right.column(name, signal), about).toEqual(column);
    if (kind === 'numeric') expect(await pieced(right, name), about).toEqual(await pieced(left, name));
    if (!isLevelColumn(column)) return;
    const wanted = levelTotals(column);
    for (const table of [left, right]) {
      const totals = await table.totals!(name, signal);
      expect(totals && { ...totals, counts: Array.from(totals.counts) }, about).toEqual({ ...wanted, counts: Array.from(wanted.counts) });
    }
  }

  async function pieced(table: TableSource, name: string): Promise<number[]> {
    const all: number[] = [];
    for await (const piece of table.pieces!(name, signal)) all.push(...piece);
    return all;
  }

  const report = async (tables: typeof own, settings: DriftSettings) => {
    const sides = await Promise.all(['reference', 'current'].map((name) => tables.openFile(path.join(big, `${name}.parquet`), { name }, signal)));
    try {
      return await driftReport(sides[0]!, sides[1]!, settings, { signal });
    } finally {
      for (const side of sides) side.close();
    }
  };
  it.each([
    ['value by value', {}],
    ['on a grid', { exactRows: 1_000 }],
    ['with rows that depend on each other', { exactRows: 1_000, time: 'at', columns: ['float64', 'text', 'boolean'] }],
  ])('reports %s are the same but for the reader', async (_, settings) => {
    const [left, right] = [await report(own, settings), await report(shared, settings)];
    expect([left.engine.reader, right.engine.reader]).toEqual(['own', 'duckdb']);
    expect(JSON.stringify({ ...right, engine: { ...right.engine, reader: 'own' } })).toBe(JSON.stringify(left));
    expect(right.digest).toBe(left.digest);
    if (!('time' in settings) && 'exactRows' in settings) expect(left.engine.mode).toBe('grid');
    expect(new Set(left.columns.map(({ state }) => state))).toContain('drift');
  });

  it('and so are they where DuckDB is left what it reads in less time', async () => {
    const [left, right] = [await report(own, { exactRows: 1_000 }), await report(usual, { exactRows: 1_000 })];
    expect([right.engine.reader, right.digest]).toEqual(['duckdb', left.digest]);
  });

  it('asked for, DuckDB is told to be not there, or to wait for trust', async () => {
    const file = path.join(big, 'reference.parquet');
    const tables = (isTrusted: boolean) => nodeTables({ sqlite: nodeSqlite(), duckdb: { folder: path.join(big, 'nothing'), isTrusted: () => isTrusted, warn: (message) => warnings.push(message), reader: () => 'duckdb' } });
    const open = (isTrusted: boolean, reader?: 'duckdb') => tables(isTrusted).openFile(file, { name: 't', ...(reader ? { reader } : {}) }, signal).then(({ reader: by }) => by, toFault);
    expect([await open(true, 'duckdb'), await open(false, 'duckdb')]).toMatchObject([{ code: 'unsupported', hint: expect.stringContaining('--install-accelerator') as string }, { code: 'untrusted' }]);
    // As a setting it says which to take where there is a choice.
    expect([await open(true), await open(false)]).toEqual([undefined, undefined]);
  });

  it('a file in a folder that looks like a pattern or a partition', async () => {
    const folder = path.join(big, "it's [a] *", 'year=2020');
    await mkdir(folder, { recursive: true });
    await copyFile(path.join(big, 'reference.parquet'), path.join(folder, 'x?.parquet'));
    const [left, right] = await both(path.join(folder, 'x?.parquet'));
    expect(right.reader).toBe('duckdb');
    expect(await right.column('float64', signal)).toEqual(await left.column('float64', signal));
    right.close();
  });

  it('a damaged column fails as it does without DuckDB, and so does a file that changes', async () => {
    const file = path.join(big, 'changing.parquet');
    await copyFile(path.join(big, 'reference.parquet'), file);
    const table = await shared.openFile(file, { name: 't' }, signal);
    await copyFile(path.join(big, 'current.parquet'), file);
    for (const work of [table.column('float64', signal), table.totals!('text', signal), pieced(table, 'float64')]) {
      expect(await work.then(() => undefined, toFault)).toMatchObject({ code: 'conflict' });
    }
    table.close();
    const [, broken] = await both(path.join(folders[0]!, 'whole.parquet'));
    expect(broken.reader).toBeUndefined(); // Its pages have checksums, which only our own reader checks.
  });

  it('nothing else can be read or written through a session, and nothing be set', async () => {
    const api = (await loadNodeApi(tools.duckdb, (message) => warnings.push(message)))!;
    const session = await Session.open(api, { file: path.join(big, 'reference.parquet') });
    const fails = (sql: string, values: string[] = []) => session.rows(sql, values, signal).then(() => 'done', (error: Error) => error.message);
    expect(await fails('SELECT count(*) FROM read_parquet(?)', [path.join(big, 'reference.parquet')])).toBe('done');
    for (const sql of [
      `SELECT * FROM read_parquet('${path.join(big, 'current.parquet')}')`,
      "SELECT * FROM read_csv('/etc/hostname')",
      `COPY (SELECT 1) TO '${path.join(big, 'out.csv')}'`,
      `ATTACH '${path.join(big, 'x.duckdb')}'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      "SELECT * FROM 'https://127.0.0.1/x.parquet'",
    ]) {
      expect(await fails(sql), sql).toMatch(/disabled by configuration|Permission Error/);
    }
    expect(await fails('SET enable_external_access = true')).toMatch(/locked|Cannot/);
    session.close();
  });
});
