import type { GitHead, GitRef, GitRepository } from '../../../core/port/git.ts';

/** One commit, queue entry or running experiment that is a run. */
export interface RunSeed {
  /** Commit or stash sha. */
  readonly sha: string;
  /** Experiment name; for a commit the branch or tag DVC shows it by. */
  readonly name: string | null;
  /** Baseline commit of an experiment; null for a commit itself. */
  readonly baseline: string | null;
  readonly status: 'finished' | 'queued' | 'failed' | 'running';
  /** Folder a running experiment runs in: its live values are there. */
  readonly liveRoot: string | null;
}

export interface ExperimentGraph {
  readonly head: GitHead;
  /** Finished experiments and commits of the default scope, one seed a sha. */
  readonly seeds: ReadonlyMap<string, RunSeed>;
  /** Tips to walk the whole history from. */
  readonly tips: readonly string[];
  /** Branch tips and tags by commit, for tags of a run. */
  readonly branches: ReadonlyMap<string, readonly string[]>;
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** Commits that some ref other than an experiment's points to, and HEAD. */
  readonly visible: ReadonlySet<string>;
  nameOf(sha: string): string | null;
}

const prefixes = ['refs/heads', 'refs/tags', 'refs/remotes', 'refs/exps'];
/** A name with a slash is none DVC would show. */
const experimentRef = /^refs\/exps\/([0-9a-f]{2})\/([0-9a-f]{38}|[0-9a-f]{62})\/([^/]+)$/;

/** HEAD, branches, tags and experiments of a repository, from one listing of its refs. */
export async function readGraph(repository: GitRepository, signal: AbortSignal): Promise<ExperimentGraph> {
  const [head, refs] = await Promise.all([repository.head(signal), repository.refs(prefixes, signal)]);
  const branches = namesBy(refs, 'refs/heads/');
  const tags = namesBy(refs, 'refs/tags/');
  const headBranch = head.ref?.startsWith('refs/heads/') ? head.ref.slice('refs/heads/'.length) : null;
  // DVC's own order: the current branch, then a tag, then a branch.
  const nameOf = (sha: string) => (sha === head.sha && headBranch !== null ? headBranch : (tags.get(sha)?.[0] ?? branches.get(sha)?.[0] ?? null));

  const seeds = new Map<string, RunSeed>();
  const baselines = new Set<string>();
  for (const ref of refs) {
    const match = experimentRef.exec(ref.name);
    if (!match || commitOf(ref) === undefined) continue;
    const baseline = `${match[1]}${match[2]}`;
    baselines.add(baseline);
    // Two names for one commit are one run.
    if (!seeds.has(ref.sha)) seeds.set(ref.sha, { sha: ref.sha, name: match[3] ?? null, baseline, status: 'finished', liveRoot: null });
  }
  const visible = new Set([...(head.sha === null ? [] : [head.sha]), ...branches.keys(), ...tags.keys()]);
  for (const sha of [...visible, ...baselines]) if (!seeds.has(sha)) seeds.set(sha, commitSeed(sha, nameOf(sha)));
  const remotes = refs.flatMap((ref) => (ref.name.startsWith('refs/remotes/') ? (commitOf(ref) ?? []) : []));
  return { head, seeds, tips: [...new Set([...visible, ...remotes])], branches, tags, visible, nameOf };
}

export function commitSeed(sha: string, name: string | null): RunSeed {
  return { sha, name, baseline: null, status: 'finished', liveRoot: null };
}

/** The seeds `dvc exp show -A` lists: every reachable commit and the experiments of these; orphans are not among them. */
export async function allCommitSeeds(graph: ExperimentGraph, repository: GitRepository, signal: AbortSignal): Promise<ReadonlyMap<string, RunSeed>> {
  if (graph.head.sha === null) return new Map();
  const commits = new Set(await repository.log({ from: graph.tips }, signal));
  const seeds = new Map<string, RunSeed>();
  for (const sha of commits) seeds.set(sha, commitSeed(sha, graph.nameOf(sha)));
  for (const seed of graph.seeds.values()) if (seed.baseline !== null && commits.has(seed.baseline)) seeds.set(seed.sha, seed);
  return seeds;
}

function namesBy(refs: readonly GitRef[], prefix: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const ref of refs) {
    const sha = ref.name.startsWith(prefix) ? commitOf(ref) : undefined;
    if (sha === undefined) continue;
    const known = names.get(sha);
    if (known) known.push(ref.name.slice(prefix.length));
    else names.set(sha, [ref.name.slice(prefix.length)]);
  }
  return names;
}

function commitOf(ref: GitRef): string | undefined {
  if (ref.type === 'commit') return ref.sha;
  return ref.peeledType === 'commit' ? (ref.peeledSha ?? undefined) : undefined;
}
