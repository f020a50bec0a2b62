import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/capability/connection.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { missing } from '../../support/tools.ts';
import { expectSame } from './compare.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { dump, python } from './oracle.ts';

const signal = new AbortController().signal;
const fileStore = { MLFLOW_ALLOW_FILE_STORE: 'true' };

describe.skipIf(missing('python', 'mlflow'))('MLflow stores equal MLflow’s own client', () => {
  let folder = '';
  let machine: TestMachine;
  const connections = new Map<string, Connection>();

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-'));
    machine = testMachine(folder);
    await python('populate.py', [`sqlite:///${folder}/mlflow.db`], folder);
    await python('populate.py', [`${folder}/old/mlruns`], folder, fileStore);
    for (const config of await provider.detect(folder, machine, signal)) connections.set(config.id, provider.connect(config, machine));
  });

  afterAll(async () => {
    const local = connections.get('mlflow:mlflow.db');
    if (local) for await (const event of local.actions!.perform('stopServer', 'mlflow:source/mlflow:mlflow.db', {}, signal)) expect(event.kind).toBeDefined();
    for (const connection of connections.values()) connection.dispose();
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds both stores, and no store in the artifacts of the first', () => {
    expect([...connections.keys()].sort()).toEqual(['mlflow:mlflow.db', 'mlflow:old/mlruns']);
  });

  it('SQLite', async () => {
    await expectSame(connections.get('mlflow:mlflow.db')!, await dump(`sqlite:///${folder}/mlflow.db`, folder));
  });

  it('file store', async () => {
    await expectSame(connections.get('mlflow:old/mlruns')!, await dump(`${folder}/old/mlruns`, folder, fileStore));
  });

  it('a server that was started by the action', async () => {
    const local = connections.get('mlflow:mlflow.db')!;
    let uri = '';
    for await (const event of local.actions!.perform('startServer', 'mlflow:source/mlflow:mlflow.db', {}, signal)) {
      if (event.kind === 'done') uri = event.reveal ?? '';
    }
    expect(uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const remote = provider.connect(provider.configure!(folder, 'served', { uri }), machine);
    connections.set('served', remote);
    expect((await remote.probe(signal)).detail).toMatch(/^MLflow 3\./);
    await expectSame(remote, await dump(uri, folder));
    // The same runs have the same ids, whichever way they are read.
    const page = await remote.experiments!.runs({}, signal);
    expect(page.items[0]!.url).toMatch(new RegExp(`^${uri}/#/experiments/`));
  });
});
