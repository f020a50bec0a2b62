import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { openBench, type Bench } from './bench.ts';

const signal = new AbortController().signal;

describe('DATA is opened', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({ 'data/a.csv': 'x,y\n1,2\n', 'odd:name.csv': 'z\n1\n', 'x.duckdb': 'any' }, { isTrusted: false });
  });
  afterAll(() => bench.close());
  const open = (reference: string) => bench.workbench.tables.open(reference, bench.folder, signal);
  const faultOf = (reference: string) => open(reference).then(() => undefined, toFault);

  it('by a path, relative to the folder or absolute, also before trust', async () => {
    const table = await open('data/a.csv');
    expect([table.name, table.rows, table.columns.map(({ name }) => name)]).toEqual(['data/a.csv', 1, ['x', 'y']]);
    expect((await open(`${bench.folder}/data/a.csv`)).digest).toBe(table.digest);
    expect((await open('odd:name.csv')).columns.map(({ name }) => name)).toEqual(['z']);
  });
  it('or says what is wrong and what to do', async () => {
    expect(await faultOf('data/none.csv')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('duckdb:x.duckdb#t')).toMatchObject({ code: 'untrusted', hint: 'Trust this workspace, or export the table to Parquet.' });
    expect(await faultOf('duckdb:none.duckdb#t')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('dummy:anything')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('sqlite:x.db')).toMatchObject({ code: 'invalid' });
    expect(await faultOf('dumy:a.csv@v1')).toMatchObject({ code: 'notFound', message: 'There is no source “dumy”, and no file “dumy:a.csv@v1”.', hint: 'Did you mean “dummy”?' });
    expect(await faultOf('DuckDB:x.duckdb#t')).toMatchObject({ code: 'notFound', hint: 'Did you mean “duckdb”?' });
    expect((await faultOf('far:none.csv'))?.message).not.toContain('source');
    expect(await bench.workbench.tables.bytes('sqlit:x', bench.folder, 9, signal).then(() => undefined, toFault)).toMatchObject({ code: 'notFound', hint: 'Did you mean “sqlite”?' });
  });
});
