import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const env: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Test',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada Test',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  LC_ALL: 'C.UTF-8',
};

export function git(cwd: string, args: readonly string[], input?: string): string {
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['pipe', 'pipe', 'pipe'], ...(input === undefined ? {} : { input }) }).trim();
}

export function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

/** A healthy DVC project as git and DVC's files have it. */
export const healthyFiles: Readonly<Record<string, string>> = {
  '.dvc/config': '',
  'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py\n    params: [lr]\n    metrics:\n      - metrics.json: {cache: false}\n',
  'params.yaml': 'lr: 0.1\n',
  'metrics.json': '{"acc": 0.5}\n',
};

export const run32 = (letter: string) => letter.repeat(32);

/** A healthy MLflow folder store with one run: the other source, whose rows must stay whatever happens to the first. */
export function writeStore(folder: string, run: { readonly id?: string; readonly name?: string } = {}): void {
  const id = run.id ?? run32('a');
  const meta = { run_id: id, run_uuid: id, experiment_id: '1', run_name: run.name ?? 'steady', status: 3, start_time: 1_700_000_000_000, end_time: 1_700_000_001_000, lifecycle_stage: 'active', artifact_uri: '/nowhere', user_id: 'ada', entry_point_name: '', source_type: 4, source_name: '', source_version: '', deleted_time: null, tags: [] };
  write(folder, {
    'mlruns/1/meta.yaml': "experiment_id: '1'\nname: other\nartifact_location: /nowhere\nlifecycle_stage: active\n",
    [`mlruns/1/${id}/meta.yaml`]: JSON.stringify(meta),
    [`mlruns/1/${id}/metrics/acc`]: '1700000000500 0.75 0\n',
  });
}

export function commitAll(folder: string, message = 'work'): string {
  git(folder, ['add', '-A']);
  git(folder, ['commit', '-q', '-m', message]);
  return git(folder, ['rev-parse', 'HEAD']);
}

export function initialise(folder: string): void {
  git(folder, ['init', '-q', '-b', 'main']);
}
