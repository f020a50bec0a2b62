import { isFaultError, type Fault } from '../../../core/base/fault.ts';
import { LruMap } from '../../../core/base/lru.ts';
import type { GitCommit, GitRepository } from '../../../core/port/git.ts';
import type { DvcContext } from '../context.ts';
import { FolderTree } from '../project/folderTree.ts';
import type { ExperimentGraph, RunSeed } from './graph.ts';
import { readRecord, type TreeRecord } from './record.ts';
import { buildRun, type RunWithFaults } from './run.ts';

interface CommitRecord {
  readonly commit: GitCommit;
  readonly record: TreeRecord;
}

const recordEntries = 20_000;
/** Enough requests in flight to keep git busy, few enough that a first page does not wait for the last. */
const atOnce = 200;
const empty: TreeRecord = { params: {}, metrics: {}, datasets: [], faults: [] };

/** Reads seeds to runs. A commit never changes, so what it holds is read once. */
export class RunReader {
  readonly #context: DvcContext;
  readonly #records = new LruMap<string, CommitRecord>(recordEntries);
  readonly #commits = new LruMap<string, GitCommit>(recordEntries);

  constructor(context: DvcContext) {
    this.#context = context;
  }

  /** Times decide the order of a list, and need commits only. Unknown ones are absent. */
  async commits(shas: readonly string[], repository: GitRepository, signal: AbortSignal): Promise<ReadonlyMap<string, GitCommit>> {
    const unknown = shas.filter((sha) => isSha(sha) && this.#commits.get(sha) === undefined);
    for (const commit of await repository.commits(unknown, signal)) if (commit) this.#commits.set(commit.sha, commit);
    const known = new Map<string, GitCommit>();
    for (const sha of shas) {
      const commit = this.#commits.get(sha);
      if (commit) known.set(sha, commit);
    }
    return known;
  }

  async runs(seeds: readonly RunSeed[], graph: ExperimentGraph, signal: AbortSignal): Promise<RunWithFaults[]> {
    const below = await this.#context.projectPath(signal);
    const runId = (sha: string) => `dvc:${sha}${below === '' ? '' : `/${below}`}`;
    const results: RunWithFaults[] = new Array<RunWithFaults>(seeds.length);
    let next = 0;
    const work = async () => {
      for (let index = next++; index < seeds.length; index = next++) {
        const seed = seeds[index];
        if (seed) results[index] = await this.#run(seed, graph, runId, signal);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, seeds.length) }, work));
    return results;
  }

  async #run(seed: RunSeed, graph: ExperimentGraph, runId: (sha: string) => string, signal: AbortSignal): Promise<RunWithFaults> {
    const { commit, record } = await this.#parts(seed, signal);
    return { run: buildRun({ seed, record, commit }, this.#context.config.id, graph, runId), faults: record.faults };
  }

  async #parts(seed: RunSeed, signal: AbortSignal): Promise<{ readonly commit: GitCommit | null; readonly record: TreeRecord }> {
    if (seed.status === 'running' && seed.liveRoot !== null) {
      const tree = new FolderTree(this.#context.machine.files, seed.liveRoot);
      const [commit, record] = await Promise.all([isSha(seed.sha) ? this.#commit(seed.sha, signal) : null, readRecord(tree, this.#context)]);
      return { commit, record };
    }
    return isSha(seed.sha) ? this.#commitParts(seed.sha, signal) : { commit: null, record: empty };
  }

  async #commitParts(sha: string, signal: AbortSignal): Promise<{ readonly commit: GitCommit | null; readonly record: TreeRecord }> {
    const known = this.#records.get(sha);
    if (known) return known;
    const commit = await this.#commit(sha, signal);
    if (!commit) return { commit: null, record: { ...empty, faults: [absent(sha)] } };
    try {
      const record = await readRecord(await this.#context.treeOf(commit, signal), this.#context);
      // What is not pulled today may be tomorrow.
      if (!record.faults.some((fault) => fault.code === 'notPulled')) this.#records.set(sha, { commit, record });
      return { commit, record };
    } catch (error) {
      // A commit from before the project was there is still listed, with nothing in it.
      if (!isFaultError(error) || error.fault.code !== 'notFound') throw error;
      return { commit, record: empty };
    }
  }

  async #commit(sha: string, signal: AbortSignal): Promise<GitCommit | null> {
    const known = this.#commits.get(sha);
    if (known) return known;
    const repository = await this.#context.repository(signal);
    const [commit] = (await repository?.commits([sha], signal)) ?? [];
    if (commit) this.#commits.set(sha, commit);
    return commit ?? null;
  }
}

export function isSha(text: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text);
}

function absent(sha: string): Fault {
  return {
    code: 'corrupt',
    message: `Commit ${sha} is missing from the repository.`,
    hint: 'A shallow or partial clone leaves commits out: "git fetch --unshallow" brings them.',
  };
}
