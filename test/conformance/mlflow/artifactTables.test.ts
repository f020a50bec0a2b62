import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { isNumberColumn } from '../../../src/core/table/column.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { python } from './oracle.ts';

const signal = new AbortController().signal;

describe.skipIf(missing('python', 'mlflow'))('DATA of an MLflow run', () => {
  let folder = '';
  let run = '';
  let machine: TestMachine;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-tables-'));
    machine = testMachine(folder);
    const said = await python('artifactTables.py', [`sqlite:///${folder}/mlflow.db`], folder);
    run = /RUN:(\w+)/.exec(said)?.[1] ?? '';
    workbench = new Workbench(machine, [{ id: 'mlflow', label: 'MLflow', icon: 'beaker', markers: ['mlflow.db'], load: async () => ({ provider }) }], [folder]);
  });
  afterAll(() => {
    workbench.dispose();
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (name: string) => workbench.tables.open(`mlflow:${run}/${name}`, folder, signal);

  it.each(['data/set/train.csv', 'train.parquet', 'logged.json', 'taken'])('%s is the frame that was logged', async (name) => {
    const table = await open(name);
    const [x, label] = await Promise.all(['x', 'label'].map((column) => table.column(column, signal)));
    expect([table.rows, table.origin?.run]).toEqual([3, `mlflow:${run}`]);
    expect(x && isNumberColumn(x) ? [...x.values] : undefined).toEqual([1, 2, 3]);
    expect(label).toMatchObject({ levels: ['a', 'b'], codes: Int32Array.of(0, 1, -1) });
  });

  it('or says why there is none', async () => {
    const faultOf = (reference: string) => workbench.tables.open(reference, folder, signal).then(() => undefined, toFault);
    expect(await faultOf(`mlflow:${run}/none.csv`)).toMatchObject({ code: 'notFound' });
    expect(await faultOf(`mlflow:${run}/nowhere`)).toMatchObject({ code: 'notPulled' });
    expect(await faultOf(`mlflow:${run}`)).toMatchObject({ code: 'invalid' });
    expect(await faultOf(`mlflow:${run}/../../mlflow.db`)).toMatchObject({ code: 'invalid' });
    expect(await faultOf(`mlflow:${run}/data`)).toMatchObject({ code: 'invalid' });
    expect(await faultOf(`mlflow:${'0'.repeat(32)}/x.csv`)).toMatchObject({ code: 'notFound' });
  });
});
