import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { Connection } from '../../../src/core/capability/connection.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { missing, tools } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { environment, python } from './oracle.ts';

const signal = new AbortController().signal;
const reads = 1000;

describe.skipIf(missing('python', 'mlflow'))('a SQLite store in use', () => {
  let folder = '';
  let machine: TestMachine;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-busy-'));
    machine = testMachine(folder);
    await python('touch.py', [`sqlite:///${folder}/mlflow.db`], folder);
  });
  afterAll(() => {
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function connect(name: string): Connection {
    return provider.connect(provider.configure!(folder, name, { uri: `sqlite:///${name}` }), machine);
  }

  async function faultOf(connection: Connection) {
    return connection.experiments!.runs({}, signal).then(
      () => {
        throw new Error('it did not fail');
      },
      (error: unknown) => toFault(error),
    );
  }

  it(`is read ${reads} times while another process writes: no torn read, no blocked writer`, async () => {
    const child = spawn(tools.python, [path.join(import.meta.dirname, 'writer.py'), `sqlite:///${folder}/mlflow.db`], { cwd: folder, env: environment() });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exited = new Promise((resolve) => child.on('close', resolve));
    while (!said.includes('READY')) await machine.clock.sleep(50);
    const id = `mlflow:${/READY (\w+)/.exec(said)![1]!}`;
    const connection = connect('mlflow.db');
    const seen = new Set<string>();
    for (let count = 0; count < reads; count++) {
      const run = count % 2 ? await connection.experiments!.run(id, signal) : (await connection.experiments!.runs({}, signal)).items.find((one) => one.id === id)!;
      const metrics = new Set(Object.values(run.metrics).map(Number));
      const tags = new Set(Object.entries(run.tags).flatMap(([key, value]) => (/^t\d+$/.test(key) ? [Number(value)] : [])));
      // MLflow writes a batch's metrics in one transaction and its tags in the next: two values among either would be
      // half of one state and half of another, and tags ahead of their metrics would be two snapshots in one run.
      expect(metrics.size, [...metrics].join(' ')).toBeLessThanOrEqual(1);
      expect(tags.size, [...tags].join(' ')).toBeLessThanOrEqual(1);
      const [metric = 0] = metrics;
      const [tag = 0] = tags;
      expect([metric, metric - 1]).toContain(Math.max(tag, 0));
      seen.add(`${metric} ${tag}`);
    }
    child.stdin.end();
    await exited;
    const { batches, slowestSeconds } = JSON.parse(/DONE (.*)/.exec(said)![1]!) as { batches: number; slowestSeconds: number };
    console.log(`${reads} reads, ${batches} batches written meanwhile, ${seen.size} states seen, slowest write ${(slowestSeconds * 1000).toFixed(0)} ms`);
    expect(seen.size).toBeGreaterThan(20);
    // SQLAlchemy's busy timeout is 5 s: a blocked writer would fail there, and this one never failed.
    expect(slowestSeconds).toBeLessThan(5);
    expect(readdirSync(folder).filter((name) => name.includes('-journal') || name.includes('-wal'))).toEqual([]);
  });

  it('waits for a writer without blocking the event loop, then says that it is locked', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const writer = new DatabaseSync(path.join(folder, 'mlflow.db'));
    writer.exec('begin exclusive');
    let turns = 0;
    const ticks = setInterval(() => (turns += 1), 5);
    const pending = connect('mlflow.db').experiments!.experiments({}, signal);
    // The loop that would be blocked is the one that lets go of the lock, and it turned meanwhile.
    let turnsWhileLocked = 0;
    setTimeout(() => {
      turnsWhileLocked = turns;
      writer.exec('rollback');
    }, 700);
    expect((await pending).items.length).toBeGreaterThan(0);
    clearInterval(ticks);
    expect(turnsWhileLocked).toBeGreaterThan(10);
    writer.exec('begin exclusive');
    expect((await faultOf(connect('mlflow.db'))).code).toBe('locked');
    writer.exec('rollback');
    writer.close();
  });

  it('of a schema from the future is a fault that offers a server', async () => {
    copyFileSync(path.join(folder, 'mlflow.db'), path.join(folder, 'future.db'));
    const { DatabaseSync } = await import('node:sqlite');
    const future = new DatabaseSync(path.join(folder, 'future.db'));
    future.exec(`update alembic_version set version_num = 'ffffffffffff'`);
    future.close();
    const fault = await faultOf(connect('future.db'));
    expect(fault).toMatchObject({ code: 'schema', actionId: 'startServer' });
    expect(fault.message).toContain('ffffffffffff');
    expect(fault.hint).toMatch(/server/);
  });

  it('that is damaged, missing, empty or not of MLflow is a fault that names it', async () => {
    const cut = path.join(folder, 'cut.db');
    copyFileSync(path.join(folder, 'mlflow.db'), cut);
    truncateSync(cut, Math.floor(statSync(cut).size / 3 / 4096) * 4096);
    expect(await faultOf(connect('cut.db'))).toMatchObject({ code: 'corrupt' });
    expect(await faultOf(connect('none.db'))).toMatchObject({ code: 'notFound' });
    const { DatabaseSync } = await import('node:sqlite');
    const other = new DatabaseSync(path.join(folder, 'other.db'));
    other.exec('create table t (a)');
    other.close();
    const fault = await faultOf(connect('other.db'));
    expect(fault.code).toBe('schema');
    expect(fault.message).toContain('not one of MLflow');
  });
});
