import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/model/job.ts';
import { isFinal } from '../../src/core/model/run.ts';
import { acceptEverything, driven, lines, opened, runNode, runOf, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const fine = (): AbortSignal => AbortSignal.timeout(60_000);
const trainingMs = 240_000;
/** What the scenario lets the training print. */
const lineCount = 500;

const ask = `
import json, sys
from mlflow.tracking import MlflowClient
run = MlflowClient("sqlite:///" + sys.argv[1]).get_run(sys.argv[2])
print(json.dumps({"status": run.info.status, "metrics": run.data.metrics}))
`;

async function askMlflow(run: string): Promise<{ status: string; metrics: Record<string, number> }> {
  const { stdout } = await promisify(execFile)(variable('MLOPS_PYTHON'), ['-c', ask, path.join(folder, 'mlflow.db'), run.replace(/^mlflow:/, '')]);
  return JSON.parse(stdout) as { status: string; metrics: Record<string, number> };
}

/** Runs an entry point as its lens does and answers with its job once it runs. */
async function launched(entry: string): Promise<Job> {
  const { board } = await (await driven()).product();
  const before = new Set((await board.list(fine())).map(({ job }) => job.id));
  await acceptEverything(vscode.commands.executeCommand('mlops.stage.run', path.join(folder, 'MLproject'), entry));
  return until('the running job', () => board.jobs.find(({ job }) => !before.has(job.id) && job.status === 'running')?.job, 60_000);
}

function primaryOf(job: Job): string {
  const id = job.runs[0]?.id ?? '';
  assert.match(id, /^mlflow:/, JSON.stringify(job.runs));
  return id;
}

async function ended(id: string): Promise<Job> {
  const { board } = await (await driven()).product();
  return until(`the end of ${id}`, () => board.jobs.find(({ job }) => job.id === id && isFinal(job.status))?.job, trainingMs);
}

/** Numbers of the lines that the terminal in front holds; none while it is empty. */
async function linesSeen(): Promise<number[]> {
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.focus');
  await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const text = await until('the copied text', async () => (await vscode.env.clipboard.readText()) || undefined, 3_000).catch(() => '');
  return [...text.matchAll(new RegExp(`^line (\\d+) of ${lineCount}\\s*$`, 'gm'))].map(([, number]) => Number(number));
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // It ended before or while it was looked at.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

let steady: Job;

const tests: HostTest[] = [
  {
    limitMs: trainingMs,
    name: 'a launch is a running job and a running run in the trees, with its log open and its metrics live',
    body: async () => {
      const { product, shell } = await driven();
      const { board, trees } = await product();
      const jobs = trees['mlops.jobs'];
      await vscode.commands.executeCommand('mlops.jobs.focus');
      const experiments = await opened('mlops.experiments');
      steady = await launched('steady');
      await until('the job’s row', () => lines(jobs).some((line) => line.startsWith('steady')) || undefined);
      await until('the badge', () => shell['mlops.jobs'].view.badge?.value === 1 || undefined);
      await until('its log to be open', () => vscode.window.terminals.some(({ name }) => name === steady.name) || undefined);
      const run = primaryOf(steady);
      await runNode(experiments, run);
      const live = await until('a live metric', () => {
        const node = experiments.find(`run ${run}`);
        const now = node && runOf(node);
        return now && now.metrics['loss'] !== undefined ? now : undefined;
        // Before the first one the training imports MLflow, which takes a busy machine a minute.
      }, 120_000);
      assert.equal(live.status, 'running');
      assert.ok(!isFinal(board.find(steady.id)?.job.status ?? 'lost'), 'the training still goes on');
    },
  },
  {
    limitMs: trainingMs,
    name: 'its end is a finished run in the tree, as MLflow has it; the log holds every line once',
    body: async () => {
      const { product, shell } = await driven();
      const { trees } = await product();
      const job = await ended(steady.id);
      assert.deepEqual([job.status, job.exitCode, job.signal], ['finished', 0, null]);
      const run = primaryOf(job);
      const shown = await until('the finished run', () => {
        const node = trees['mlops.experiments'].find(`run ${run}`);
        return node && runOf(node).status === 'finished' ? runOf(node) : undefined;
      });
      const told = await askMlflow(run);
      assert.equal(told.status, 'FINISHED');
      assert.equal(shown.metrics['loss'], told.metrics['loss']);
      assert.equal(told.metrics['loss'], 1 / 481);
      await until('no badge', () => shell['mlops.jobs'].view.badge === undefined || undefined);
      if (variable('MLOPS_HAS_CLIPBOARD') === '') return;
      // The terminal draws what the job printed after the job has ended.
      const seen = await until('the last line', async () => {
        const now = await linesSeen();
        return now.at(-1) === lineCount - 1 ? now : undefined;
      }, 60_000);
      assert.deepEqual(seen, Array.from({ length: lineCount }, (_, at) => at));
    },
  },
  {
    limitMs: trainingMs,
    name: 'Stop ends the whole process group; the run is killed in MLflow, the job stopped in the tree',
    body: async () => {
      const { product } = await driven();
      const { stops, trees } = await product();
      const job = await launched('endless');
      const file = path.join(folder, 'pids-100000.txt');
      const pids = await until('its processes', () => (existsSync(file) ? readFileSync(file, 'utf8').split(' ').map(Number) : undefined), 120_000);
      assert.deepEqual(pids.map(isAlive), [true, true], pids.join(' '));
      await stops.now(job.id);
      const last = await ended(job.id);
      assert.equal(last.status, 'stopped');
      await until('the group to be gone', () => !pids.some(isAlive) || undefined, 15_000);
      await until('the stopped job’s row', () => lines(trees['mlops.jobs']).some((line) => /^endless .*stopped/.test(line)) || undefined);
      await until('MLflow to know', async () => ((await askMlflow(primaryOf(last))).status === 'KILLED' ? true : undefined), 60_000);
    },
  },
];

export const run = hostSuite('launch', tests);
