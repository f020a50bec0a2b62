import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { ToolResult } from '../../../src/core/model/toolResult.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { driftReportsIn } from '../../../src/services/driftResults.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { python } from './oracle.ts';

const signal = new AbortController().signal;
/** As Evidently 0.7 saved it; its own tests said that `age` and the whole drifted, and `plan` did not. How it is read is held against Evidently itself in interop/. */
const saved = path.join(import.meta.dirname, 'evidently.json');

interface Evaluated {
  readonly run: string;
  readonly metrics: Readonly<Record<string, number>>;
}

describe.skipIf(missing('python', 'mlflow'))('results of other tools that were logged to MLflow', () => {
  let folder = '';
  let machine: TestMachine;
  let workbench: Workbench;
  let said: { drift: string; nothing: string; classifier: Evaluated; regressor: Evaluated; custom: Evaluated };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-results-'));
    machine = testMachine(folder);
    const stdout = await python('toolResults.py', [`sqlite:///${folder}/mlflow.db`, saved], folder);
    said = JSON.parse(/SAID:(.*)/.exec(stdout)?.[1] ?? 'null') as typeof said;
    workbench = new Workbench(machine, [{ id: 'mlflow', label: 'MLflow', icon: 'beaker', markers: ['mlflow.db'], load: async () => ({ provider }) }], [folder]);
  });
  afterAll(() => {
    workbench.dispose();
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const results = (run: string) => workbench.toolResults.ofRun(`mlflow:${run}`, signal);
  const evaluation = async ({ run }: Evaluated): Promise<ToolResult & { kind: 'evaluation' }> => {
    const { items, problems } = await results(run);
    const [item, other] = items;
    if (item?.kind !== 'evaluation' || other) throw new Error(JSON.stringify({ items, problems }));
    return item;
  };

  it('finds the drift report that Evidently saved, with its own verdicts, and says what is broken', async () => {
    const { items, problems } = await results(said.drift);
    expect(items).toMatchObject([{ kind: 'drift', run: `mlflow:${said.drift}`, path: 'evidently/evidently.json', tool: 'Evidently' }]);
    const [item] = items;
    const [report] = item?.kind === 'drift' ? item.reports : [];
    expect(Object.fromEntries((report?.columns ?? []).map((column) => [column.name, column.drifted]))).toEqual({ age: true, plan: false });
    expect(report?.verdict).toBe('drift');
    expect(problems?.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([['corrupt', 'reports/drift.json']]);
  });

  it('reads the same report as DATA', async () => {
    const { fileName, bytes } = await workbench.tables.bytes(`mlflow:${said.drift}/evidently/evidently.json`, folder, 1e6, signal);
    const [report] = await driftReportsIn(new TextDecoder().decode(bytes), fileName);
    expect(report?.engine.name).toBe('Evidently');
  });

  it.each([
    ['classifier', { accuracy: 'accuracy_score', recall: 'recall_score', precision: 'precision_score', f1: 'f1_score' }],
    ['regressor', { mae: 'mean_absolute_error', rmse: 'root_mean_squared_error', r2: 'r2_score' }],
  ] as const)('reads what mlflow.models.evaluate found of a %s, by our names', async (kind, names) => {
    const { rows, metrics, tables } = await evaluation(said[kind]);
    expect([rows, tables]).toEqual([120, []]);
    for (const [ours, theirs] of Object.entries(names)) expect([ours, metrics[ours]]).toEqual([ours, said[kind].metrics[theirs]]);
    expect(Object.keys(metrics)).not.toContain('train_loss');
    expect(Object.keys(metrics)).toHaveLength(Object.keys(said[kind].metrics).length - 1);
  });

  it('reads metrics of one’s own with their table of rows, which is DATA', async () => {
    const { metrics, tables } = await evaluation(said.custom);
    expect(metrics).toEqual({ 'agree/mean': said.custom.metrics['agree/mean'] });
    const table = await workbench.tables.open(tables[0] ?? '', folder, signal);
    expect([table.rows, table.columns.map(({ name }) => name)]).toEqual([120, expect.arrayContaining(['label', 'said', 'agree/score'])]);
    table.close();
  });

  it('finds nothing where there is nothing, and knows no run of another id', async () => {
    expect(await results(said.nothing)).toMatchObject({ items: [], problems: [] });
    expect(await results('0'.repeat(32)).then(() => undefined, toFault)).toMatchObject({ code: 'notFound' });
  });
});
