import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tools } from '../support/tools.ts';
import { benchDvcYaml, benchLock, benchMetrics, benchParams } from './dvcRecord.ts';

const run = promisify(execFile);
const identity = 'Bench <bench@example.com>';
const startedSeconds = 1_760_000_000;

/** The environment both programs are measured in. */
export const benchEnv: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${tools.pythonBin}${path.delimiter}${process.env['PATH'] ?? ''}`,
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
  GIT_AUTHOR_DATE: `${startedSeconds} +0000`,
  GIT_COMMITTER_DATE: `${startedSeconds} +0000`,
  GIT_CONFIG_NOSYSTEM: '1',
  DVC_NO_ANALYTICS: '1',
  DVC_TEST: 'true',
  DO_NOT_TRACK: '1',
};

/**
 * A DVC project with `count` finished experiments on one commit: three stages, a tracked dataset, 33 params, 23
 * metrics and a complete `dvc.lock` each. DVC makes the project; only the mass of experiment commits goes through
 * `git fast-import`, because `dvc exp run` needs seconds for each. A folder that is already one is kept. Answers the
 * baseline's sha.
 */
export async function makeDvcBenchRepository(dir: string, count: number): Promise<string> {
  if (!existsSync(path.join(dir, '.git', 'bench-is-complete'))) {
    await makeBaseline(dir);
    await importExperiments(dir, 0, count);
    await writeFile(path.join(dir, '.git', 'bench-is-complete'), '');
  }
  return head(dir);
}

/** Experiments `from` to `from + count - 1` beside those that are there. Answers their shas. */
export async function importExperiments(dir: string, from: number, count: number): Promise<string[]> {
  const baseline = await head(dir);
  const importer = spawn('git', ['fast-import', '--quiet'], { cwd: dir, env: benchEnv, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    importer.on('error', reject);
    importer.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`git fast-import ended with ${code}`))));
  });
  const refOf = (index: number) => `refs/exps/${baseline.slice(0, 2)}/${baseline.slice(2)}/bench-${String(index).padStart(5, '0')}`;
  for (let index = from; index < from + count; index += 1) importer.stdin.write(experimentCommit(refOf(index), baseline, index));
  importer.stdin.end();
  await ended;
  const { stdout } = await run('git', ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/exps'], { cwd: dir, env: benchEnv, maxBuffer: 64 * 1024 * 1024 });
  const shas = new Map(stdout.split('\n').map((line) => line.split(' ') as [string, string]));
  return Array.from({ length: count }, (_, index) => shas.get(refOf(from + index)) ?? '');
}

function experimentCommit(ref: string, baseline: string, index: number): string {
  const params = benchParams(index);
  const metrics = benchMetrics(index);
  const message = `dvc: commit experiment ${createHash('sha256').update(String(index)).digest('hex')}`;
  return [
    `commit ${ref}\ncommitter ${identity} ${startedSeconds + 60 * (index + 1)} +0000\n${data(message)}from ${baseline}\n`,
    file('params.yaml', params),
    file('metrics/train.json', metrics.train),
    file('metrics/test.json', metrics.test),
    file('dvc.lock', benchLock(index)),
    '\n',
  ].join('');
}

function file(name: string, content: string): string {
  return `M 100644 inline ${name}\n${data(content)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

async function makeBaseline(dir: string): Promise<void> {
  await mkdir(path.join(dir, 'metrics'), { recursive: true });
  await mkdir(path.join(dir, 'src'), { recursive: true });
  await mkdir(path.join(dir, 'data'), { recursive: true });
  const at = { cwd: dir, env: benchEnv };
  await run('git', ['init', '-q', '-b', 'main'], at);
  await run(tools.dvc, ['init', '-q'], at);
  await writeFile(path.join(dir, 'data', 'raw.csv'), Array.from({ length: 500 }, (_, row) => `${row},${row % 7}\n`).join(''));
  await run(tools.dvc, ['add', '-q', 'data/raw.csv'], at);
  const metrics = benchMetrics(-1);
  const files: Record<string, string> = {
    'params.yaml': benchParams(-1),
    'dvc.yaml': benchDvcYaml,
    'dvc.lock': benchLock(-1),
    'metrics/train.json': metrics.train,
    'metrics/test.json': metrics.test,
    '.gitignore': '/prepared\n/model.bin\n',
    ...Object.fromEntries(['prepare', 'train', 'evaluate'].map((stage) => [`src/${stage}.py`, `print("${stage}")\n`])),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(dir, name), content);
  await run('git', ['add', '-A'], at);
  await run('git', ['commit', '-q', '-m', 'Baseline'], at);
}

async function head(dir: string): Promise<string> {
  return (await run('git', ['rev-parse', 'HEAD'], { cwd: dir, env: benchEnv })).stdout.trim();
}
