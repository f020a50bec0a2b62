import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providerRows } from '../../../src/providers/registry.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing, tools } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { dump, environment } from './oracle.ts';

const signal = new AbortController().signal;

/** Runs that `mlflow run` itself made, nobody of ours about: the lens of an entry point must know them. */
describe.skipIf(missing('python', 'mlflow'))('the last run of an entry point', () => {
  let folder = '';
  let machine: TestMachine;
  let workbench: Workbench;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-last-'));
    writeFileSync(path.join(folder, 'MLproject'), 'entry_points:\n  main:\n    command: "echo trained"\n  other:\n    command: "echo other"\n  never:\n    command: "echo never"\n');
    const env = environment({ MLFLOW_TRACKING_URI: `sqlite:///${folder}/mlflow.db`, PATH: `${tools.pythonBin}${path.delimiter}${process.env['PATH']}` });
    for (const entry of ['main', 'other', 'main']) {
      execFileSync(path.join(tools.pythonBin, 'mlflow'), ['run', '.', '-e', entry, '--env-manager', 'local'], { cwd: folder, env, stdio: 'ignore' });
    }
    machine = testMachine(folder);
    workbench = new Workbench(machine, providerRows, [folder]);
  }, 240_000);

  afterAll(() => {
    workbench?.dispose();
    machine?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the newest run that mlflow run made of it; none for one that never ran', async () => {
    const { runs } = await dump(`sqlite:///${folder}/mlflow.db`, folder);
    const newest = (entry: string) => runs.filter(({ tags }) => tags['mlflow.project.entryPoint'] === entry).sort((a, b) => (b.start ?? 0) - (a.start ?? 0))[0]?.id;
    const last = (entry: string) => workbench.pipelines.lastRun(path.join(folder, 'MLproject'), entry, signal);
    expect(await last('main')).toBe(`mlflow:${newest('main')}`);
    expect(await last('other')).toBe(`mlflow:${newest('other')}`);
    expect(await last('never')).toBeNull();
  });
});
