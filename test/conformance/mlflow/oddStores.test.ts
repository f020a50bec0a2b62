import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { missing } from '../../support/tools.ts';
import { expectSame } from './compare.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { python, type Dump } from './oracle.ts';

const signal = new AbortController().signal;

describe.skipIf(missing('python', 'mlflow'))('a file store whose texts look like something else', () => {
  let folder = '';
  let machine: TestMachine;
  let said: string[] = [];
  const after = (mark: string) => said.find((line) => line.startsWith(mark))!.slice(mark.length);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-odd-'));
    machine = testMachine(folder);
    said = (await python('odd.py', [`${folder}/mlruns`], folder, { MLFLOW_ALLOW_FILE_STORE: 'true' })).split('\n');
  });
  afterAll(() => {
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const connect = () => provider.connect(provider.configure!(folder, 'odd', { uri: './mlruns' }), machine);

  it('is read as MLflow’s own client reads it', async () => {
    await expectSame(connect(), JSON.parse(after('DUMP:')) as Dump);
  });

  it('answers a run of a deleted experiment, and lists it not', async () => {
    expect(await connect().experiments!.run(`mlflow:${after('LOST:')}`, signal)).toMatchObject({ name: 'lost', metrics: { acc: 0.5 } });
  });
});
