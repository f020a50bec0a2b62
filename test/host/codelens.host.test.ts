import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { driven, variable } from './driven.ts';
import { jobOf, logOf } from './launched.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const inFolder = (name: string): string => path.join(folder, name);

/** Lenses of one stage, as the editor asks for them, in their order. */
async function lensesOf(file: string, stage: string): Promise<vscode.Command[]> {
  await driven();
  const uri = vscode.Uri.file(inFolder(file));
  await vscode.window.showTextDocument(uri);
  // A drawing that another change cuts short leaves lenses without words: the editor asks again, and so does this.
  return until(`lenses of ${stage}`, async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    // The lens that has no run yet has no arguments; it stands among those of its stage.
    const line = all.find((lens) => lens.command?.arguments?.[1] === stage)?.range.start.line;
    const own = all.filter((lens) => lens.range.start.line === line);
    const commands = own.flatMap((lens) => (lens.command ? [lens.command] : []));
    return own.length > 0 && commands.length === own.length ? commands : undefined;
  });
}

const titles = async (file: string, stage: string): Promise<string> => (await lensesOf(file, stage)).map(({ title }) => title).join(' | ');

function dvcStatus(): Record<string, unknown> {
  return JSON.parse(execFileSync(variable('MLOPS_DVC'), ['status', '--json'], { cwd: folder, encoding: 'utf8' })) as Record<string, unknown>;
}

/** Every number that `dvc exp show` gives for a commit. */
function metricsByDvc(sha: string): number[] {
  const shown = JSON.parse(readFileSync(variable('MLOPS_SHOWN'), 'utf8')) as ShownByDvc[];
  const all = shown.flatMap((one) => [one, ...(one.experiments ?? []).flatMap(({ revs }) => revs)]);
  const found = all.find(({ rev }) => rev === sha);
  const numbers = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [];
  return numbers(found?.data?.metrics);
}

interface ShownByDvc {
  readonly rev: string;
  readonly data?: { readonly metrics?: unknown };
  readonly experiments?: ReadonlyArray<{ readonly revs: readonly ShownByDvc[] }> | null;
}

const tests: HostTest[] = [
  {
    name: 'every stage of dvc.yaml has Run, its state as dvc status gives it, its last run with the metric, and Compare',
    body: async () => {
      const stale = JSON.parse(variable('MLOPS_STATUS')) as Record<string, unknown>;
      for (const stage of ['prepare', 'train', 'evaluate']) {
        const text = await titles('dvc.yaml', stage);
        assert.match(text, /\$\(play\) Run/);
        assert.match(text, stage in stale ? /changed: / : /\$\(pass\) up to date/, `${stage}: ${text}, dvc says ${JSON.stringify(stale)}`);
        assert.match(text, /\$\(history\) .+ · .*\d/);
        assert.match(text, /Compare/);
      }
      assert.ok(!('evaluate' in stale), 'the demo begins up to date');
      const { workbench } = await (await driven()).product();
      const last = await workbench.pipelines.lastRun(inFolder('dvc.yaml'), 'evaluate', AbortSignal.timeout(60_000));
      const [, shown] = /·\s\S+ (-?[\d.]+)/.exec(await titles('dvc.yaml', 'evaluate')) ?? [];
      const values = metricsByDvc(last?.slice('dvc:'.length) ?? '').map((one) => String(Number(one.toPrecision(5))));
      assert.ok(shown !== undefined && values.includes(shown), `${shown} is one of ${values.join(', ')}`);
    },
  },
  {
    name: 'an edited dependency makes the stage stale, and the lens names it; so says dvc status',
    body: async () => {
      const code = await vscode.workspace.openTextDocument(inFolder('src/evaluate.py'));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(code.uri, new vscode.Position(code.lineCount, 0), '\n# looked at again\n');
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(await code.save());
      const text = await until('the stale lens', async () => {
        const now = await titles('dvc.yaml', 'evaluate');
        return /changed: src\/evaluate\.py/.test(now) ? now : undefined;
      });
      assert.match(text, /\$\(circle-outline\)/);
      assert.match(await titles('dvc.yaml', 'prepare'), /up to date/);
      assert.ok('evaluate' in dvcStatus());
    },
  },
  {
    limitMs: 300_000,
    name: 'Run of the lens launches the stage; the job finishes and the stage is up to date again',
    body: async () => {
      const lens = (await lensesOf('dvc.yaml', 'evaluate')).find(({ title }) => title.includes('Run'));
      assert.ok(lens);
      const job = await jobOf(() => vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[])));
      assert.equal(job.status, 'finished', await logOf(job));
      await until('the fresh lens', async () => (/up to date/.test(await titles('dvc.yaml', 'evaluate')) ? true : undefined));
      assert.ok(!('evaluate' in dvcStatus()));
    },
  },
  {
    limitMs: 300_000,
    name: 'Run of an MLproject entry point finishes, and its run has its params and metrics',
    body: async () => {
      const lens = (await lensesOf('MLproject', 'main')).find(({ title }) => title.includes('Run'));
      assert.ok(lens);
      const job = await jobOf(() => vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[])));
      assert.equal(job.status, 'finished', await logOf(job));
      const [run] = job.runs;
      assert.ok(run && run.id.startsWith('mlflow:'), JSON.stringify(job.runs));
      const { workbench } = await (await driven()).product();
      const runId = run.id;
      const recorded = await until('the finished run', async () => {
        const read = await workbench.runs.run(runId, AbortSignal.timeout(60_000));
        return read.status === 'finished' ? read : undefined;
      });
      assert.ok(Object.keys(recorded.metrics).length > 0 && Object.keys(recorded.params).length > 0, JSON.stringify(recorded));
      await until('the lens with that run', async () => ((await titles('MLproject', 'main')).includes(`$(history) ${recorded.name} · `) ? true : undefined));
      assert.equal(await workbench.pipelines.lastRun(inFolder('MLproject'), 'main', AbortSignal.timeout(60_000)), runId);
    },
  },
  {
    limitMs: 300_000,
    name: 'stages are tasks of the type mlops; one that is run is a job that finishes',
    body: async () => {
      const tasks = await vscode.tasks.fetchTasks({ type: 'mlops' });
      const stages = tasks.map((task) => String(task.definition['stage']));
      for (const stage of ['prepare', 'train', 'evaluate', 'main', 'grid']) assert.ok(stages.includes(stage), stages.join(', '));
      appendFileSync(inFolder('src/evaluate.py'), '# and again\n');
      const task = tasks.find((one) => one.definition['stage'] === 'evaluate');
      assert.ok(task);
      const ended = new Promise<number | undefined>((resolve) => {
        vscode.tasks.onDidEndTask(({ execution }) => {
          if (execution.task.name === task.name) resolve(undefined);
        });
        vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name === task.name) resolve(exitCode);
        });
      });
      const job = await jobOf(() => vscode.tasks.executeTask(task));
      assert.equal(job.status, 'finished', await logOf(job));
      const code = await ended;
      assert.ok(code === undefined || code === 0, `exit code ${code}`);
    },
  },
];

export const run = hostSuite('codelens', tests);
