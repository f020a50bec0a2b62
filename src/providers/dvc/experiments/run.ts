import type { Fault } from '../../../core/base/fault.ts';
import type { Run } from '../../../core/model/run.ts';
import type { GitCommit } from '../../../core/port/git.ts';
import type { ExperimentGraph, RunSeed } from './graph.ts';
import type { TreeRecord } from './record.ts';

export interface RunParts {
  readonly seed: RunSeed;
  readonly record: TreeRecord;
  /** Null for a run that has no commit yet. */
  readonly commit: GitCommit | null;
}

/** A run with what could not be read of it. */
export interface RunWithFaults {
  readonly run: Run;
  readonly faults: readonly Fault[];
}

export function buildRun(
  { seed, record, commit }: RunParts,
  source: string,
  graph: ExperimentGraph,
  runId: (sha: string) => string,
): Run {
  const isOver = seed.status === 'finished' || seed.status === 'failed';
  return {
    id: runId(seed.sha),
    source,
    experiment: groupName(graph, seed.baseline ?? seed.sha),
    name: seed.name,
    status: seed.status,
    startedAt: null,
    // A queue entry's commit says when it was queued, not when it ended.
    endedAt: commit && seed.status === 'finished' ? new Date(commit.committedMs).toISOString() : null,
    commit: commit?.sha ?? null,
    dirty: isOver || seed.status === 'queued' ? false : null,
    snapshot: null,
    parentId: seed.baseline === null ? null : runId(seed.baseline),
    sameAs: [],
    params: record.params,
    // A queued experiment has none: what its tree holds is its baseline's.
    metrics: seed.status === 'queued' ? {} : record.metrics,
    tags: tagsOf(seed, commit, graph),
    datasets: record.datasets,
    models: [],
    user: commit && commit.author !== '' ? commit.author : null,
    url: null,
  };
}

/** The name of the experiment a baseline is: its branch or tag, else its short sha. */
export function groupName(graph: ExperimentGraph, baseline: string): string {
  return graph.nameOf(baseline) ?? baseline.slice(0, 7);
}

function tagsOf(seed: RunSeed, commit: GitCommit | null, graph: ExperimentGraph): Record<string, string> {
  const tags: Record<string, string> = {};
  const subject = commit?.message.split('\n')[0]?.trim();
  if (subject) tags['git.subject'] = subject;
  const branches = graph.branches.get(seed.sha);
  if (branches) tags['git.branches'] = branches.join(', ');
  const names = graph.tags.get(seed.sha);
  if (names) tags['git.tags'] = names.join(', ');
  return tags;
}
