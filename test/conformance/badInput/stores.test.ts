import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { missing, tools } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { python } from '../mlflow/oracle.ts';
import { commitAll, healthyFiles, initialise, write, writeStore } from './project.ts';

interface Runs {
  readonly runs: Run[];
}
const source = 'mlflow:mlflow.db';

describe.skipIf(missing('node', 'mlflow'))('a store that cannot be read is one problem, and the others’ rows are complete', () => {
  let mlops: Mlops;
  let good: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    const folder = await mlops.folder();
    good = path.join(folder, 'mlflow.db');
    await python('populate.py', [`sqlite:///${good}`], folder);
  });
  afterAll(() => mlops.dispose());

  const folderWith = async (change: (store: string) => void) => {
    const folder = await mlops.folder();
    initialise(folder);
    write(folder, { ...healthyFiles, '.gitignore': 'mlruns\nmlflow.db\n' });
    commitAll(folder);
    writeStore(folder);
    copyFileSync(good, path.join(folder, 'mlflow.db'));
    change(path.join(folder, 'mlflow.db'));
    return folder;
  };
  const sql = (store: string, statement: string) => execFileSync(tools.python, ['-c', 'import sqlite3,sys; db=sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()', store, statement]);

  /** Both ways of asking: everything (0, the rest is there) and this source by name (3). */
  const check = async (folder: string, message: RegExp, hint: RegExp) => {
    const all = await mlops.json<Runs>(['runs'], folder);
    const problem = all.problems.find((one) => one.source === source);
    expect(problem?.message).toMatch(message);
    expect(problem?.hint).toMatch(hint);
    expect(all.data.runs.map(({ source: one }) => one).sort()).toEqual(['dvc', 'mlflow:mlruns']);
    expect(all.code).toBe(0);
    expect((await mlops.json(['runs', '--source', source], folder)).code).toBe(3);
    const status = await mlops.json<{ sources: Array<{ id: string; connected: boolean }> }>(['status'], folder);
    expect(Object.fromEntries(status.data.sources.map(({ id, connected }) => [id, connected]))).toMatchObject({ [source]: false, dvc: true, 'mlflow:mlruns': true });
  };

  it('the good one is read', async () => {
    const { code, data, problems } = await mlops.json<Runs>(['runs', '--source', source], await folderWith(() => undefined));
    expect([code, data.runs.length, problems]).toEqual([0, 22, []]);
  });

  it.each([
    ['overwritten from its start', (store: string) => writeFileSync(store, 'this was a database once\n'.repeat(400))],
    ['cut short', (store: string) => writeFileSync(store, readFileSync(store).subarray(0, 20_000))],
    ['with noise in its pages', (store: string) => {
      const bytes = readFileSync(store);
      for (let at = 4096; at < bytes.length; at += 1) bytes[at] = (at * 197) % 256;
      writeFileSync(store, bytes);
    }],
  ])('a file %s', async (_name, damage) => {
    await check(await folderWith(damage), /mlflow\.db/, /./);
  });

  it('an empty file', async () => {
    const folder = await folderWith((store) => writeFileSync(store, ''));
    const { code, data } = await mlops.json<Runs>(['runs'], folder);
    expect([code, data.runs.length]).toEqual([0, 2]);
  });

  it('a schema from the future', async () => {
    const folder = await folderWith((store) => sql(store, "update alembic_version set version_num = 'ffffffffffff'"));
    const { code, data, problems } = await mlops.json<Runs>(['runs', '--source', source, '--untrusted'], folder);
    expect([code, data.runs.length]).toEqual([3, 0]);
    expect(problems[0]?.message).toMatch(/ffffffffffff|schema|version/i);
    expect(problems[0]?.hint).toBeTruthy();
  });

  it('a table that is gone', async () => {
    const folder = await folderWith((store) => sql(store, 'drop table latest_metrics'));
    const { code, data, problems } = await mlops.json<Runs>(['runs'], folder);
    expect([code, data.runs.map((run) => run.source).sort()]).toEqual([0, ['dvc', 'mlflow:mlruns']]);
    expect(problems).toMatchObject([{ source, code: 'schema' }]);
    expect(problems[0]?.message).toMatch(/lacks some of its tables/);
    expect(problems[0]?.hint).toMatch(/backup/);
  });

  it('a second schema revision, of the future', async () => {
    await check(await folderWith((store) => sql(store, "insert into alembic_version values ('ffffffffffff')")), /ffffffffffff/, /server/);
  });

  it('another program’s database of that name', async () => {
    await check(await folderWith((store) => {
      writeFileSync(store, '');
      sql(store, 'create table notes (text)');
    }), /mlflow\.db|MLflow/, /./);
  });

  it('values that no MLflow writes cost no other, and a run of an old store has its name in its tag', async () => {
    const folder = await folderWith((store) => {
      sql(store, "insert into params (key, value, run_uuid) select 'blob', x'0001ff', run_uuid from runs where name = 'plain'");
      sql(store, "insert into tags (key, value, run_uuid) select 'nul', 'a' || char(0) || 'b', run_uuid from runs where name = 'plain'");
      sql(store, "insert into latest_metrics (key, value, timestamp, step, is_nan, run_uuid) select 'above', 9e999, 1, 9223372036854775807, 0, run_uuid from runs where name = 'plain'");
      sql(store, "update runs set name = null, user_id = null where name = 'plain'");
    });
    const { code, data, problems } = await mlops.json<Runs>(['runs', '--source', source], folder);
    expect([code, data.runs.length, problems]).toEqual([0, 22, []]);
    const [run] = data.runs.filter(({ name }) => name === 'plain');
    expect(run).toMatchObject({ tags: { nul: 'a\u0000b' }, metrics: { above: 'Infinity' }, params: { blob: '\u0000\u0001\ufffd' } });
  });

  it('a database that another process holds locked', async () => {
    const folder = await folderWith(() => undefined);
    const program = "import sqlite3,sys,time\ndb=sqlite3.connect(sys.argv[1], isolation_level=None)\ndb.execute('begin exclusive')\nprint('held', flush=True)\nsys.stdin.read()\n";
    const holder = spawn(tools.python, ['-c', program, path.join(folder, 'mlflow.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    try {
      await check(folder, /lock|busy|writ/i, /again|moment|finish|wait/i);
    } finally {
      const gone = new Promise((resolve) => holder.once('exit', resolve));
      holder.stdin.end();
      await gone;
    }
    expect((await mlops.json<Runs>(['runs', '--source', source], folder)).data.runs).toHaveLength(22);
  });
});
