import type { Files } from '../../../core/port/files.ts';
import type { DataMap } from '../formats/data.ts';
import type { RunSeed } from '../experiments/graph.ts';
import { readJson, readMessages } from './messages.ts';
import { isAlive } from './processes.ts';

/** Queued, running and failed experiments: what DVC keeps outside of git, below `.dvc/tmp/exps`. */
export async function readQueue(files: Files, root: string): Promise<RunSeed[]> {
  const folder = `${root}/.dvc/tmp/exps`;
  if (!(await files.stat(folder))) return [];
  const [waiting, taken, workspace, standalone] = await Promise.all([
    readMessages(files, `${folder}/celery/broker/in`),
    readMessages(files, `${folder}/celery/broker/processed`),
    readWorkspaceRun(files, root, folder),
    readStandaloneRuns(files, folder),
  ]);
  const seeds: RunSeed[] = waiting.map(({ stashSha, baseline, name }) => ({ sha: stashSha, name, baseline, status: 'queued', liveRoot: null }));
  for (const message of taken) {
    const seed = await takenSeed(files, folder, message);
    if (seed) seeds.push(seed);
  }
  return [...seeds, ...standalone, ...(workspace ? [workspace] : [])];
}

interface Taken {
  readonly taskId: string;
  readonly stashSha: string;
  readonly baseline: string;
  readonly name: string | null;
}

/** A task a worker took: failed, or running while its process lives. A finished one is in git already. */
async function takenSeed(files: Files, folder: string, message: Taken): Promise<RunSeed | undefined> {
  const { stashSha: sha, baseline, name } = message;
  const info = await readJson(files, `${folder}/run/${sha}/${sha}.run`);
  if (typeof info?.['result_hash'] === 'string') return undefined;
  const result = message.taskId === '' ? undefined : await readJson(files, `${folder}/celery/result/celery-task-meta-${safe(message.taskId)}`);
  const isDone = ['SUCCESS', 'FAILURE', 'REVOKED'].some((state) => state === result?.['status']);
  if (isDone) return { sha, name, baseline, status: 'failed', liveRoot: null };
  const pid = await readJson(files, `${folder}/run/${sha}/${sha}.json`);
  const isRunning = typeof pid?.['pid'] === 'number' && (pid['returncode'] ?? null) === null && (await isAlive(pid['pid']));
  // Taken, not done and nobody at work: the worker was killed.
  return { sha, name, baseline, status: isRunning ? 'running' : 'failed', liveRoot: isRunning ? liveRootOf(info) : null };
}

/** Of DVC's own numbers: pending, preparing, running and just succeeded are below it. */
const failedStatus = 4;

/**
 * `dvc exp run --temp`. It leaves no process id, so DVC goes by the folder it works in, which it removes at the end; one
 * that was killed stays running for DVC too. A record that names a folder elsewhere is none of DVC's.
 */
async function readStandaloneRuns(files: Files, folder: string): Promise<RunSeed[]> {
  const runs = `${folder}/standalone/run`;
  const seeds: RunSeed[] = [];
  for (const { name: sha, kind } of (await files.list(runs)) ?? []) {
    if (kind !== 'folder' || !/^[0-9a-f]{40}$/.test(sha)) continue;
    const info = await readJson(files, `${runs}/${sha}/${sha}.run`);
    const baseline = info?.['baseline_rev'];
    const status = info?.['status'];
    const liveRoot = liveRootOf(info);
    if (typeof baseline !== 'string' || typeof status !== 'number' || status >= failedStatus) continue;
    if (liveRoot === null || !(await isInside(files, liveRoot, `${folder}/standalone`))) continue;
    const name = typeof info?.['name'] === 'string' ? info['name'] : null;
    seeds.push({ sha, name, baseline, status: 'running', liveRoot });
  }
  return seeds;
}

async function isInside(files: Files, path: string, folder: string): Promise<boolean> {
  if (path.split('/').includes('..') || !(await files.stat(path))) return false;
  const [inner, outer] = await Promise.all([files.realPath(path), files.realPath(folder)]);
  return inner.startsWith(`${outer}/`);
}

/** `dvc exp run` in the working tree. It has no commit yet, so its baseline and name are its id. */
async function readWorkspaceRun(files: Files, root: string, folder: string): Promise<RunSeed | undefined> {
  const run = `${folder}/run/workspace/workspace`;
  const [info, pid] = await Promise.all([readJson(files, `${run}.run`), readJson(files, `${run}.json`)]);
  const name = typeof info?.['name'] === 'string' ? info['name'] : 'workspace';
  return runningSeed(info, pid, `running/${name}`, root);
}

async function runningSeed(
  info: DataMap | undefined,
  pid: DataMap | undefined,
  sha: string,
  liveRoot: string | null,
): Promise<RunSeed | undefined> {
  const baseline = info?.['baseline_rev'];
  if (typeof baseline !== 'string' || typeof pid?.['pid'] !== 'number' || !(await isAlive(pid['pid']))) return undefined;
  const name = typeof info?.['name'] === 'string' ? info['name'] : null;
  return { sha, name, baseline, status: 'running', liveRoot };
}

function liveRootOf(info: DataMap | undefined): string | null {
  const root = info?.['root_dir'];
  if (typeof root !== 'string' || !root.startsWith('/')) return null;
  const below = typeof info?.['dvc_dir'] === 'string' ? info['dvc_dir'].replace(/\/?\.dvc\/?$/, '') : '';
  return below === '' ? root : `${root}/${below}`;
}

/** A task id is a uuid; whatever a forged message holds must not name another file. */
function safe(taskId: string): string {
  return taskId.replace(/[^\w-]/g, '_');
}
