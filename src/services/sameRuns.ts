import type { AwaitedRun } from '../core/capability/jobTarget.ts';
import type { Run } from '../core/model/run.ts';

/** Tags that name one launched execution in every tracker (DESIGN section 4). */
const joinTags = ['mlops.job', 'mlops.record'] as const;

/** What jobs of ours say about their runs. */
export interface Joins {
  /** Runs that are one execution. */
  readonly pairs: ReadonlyArray<readonly [string, string]>;
  /** Runs that are still being made: a live job knows only their name. */
  readonly awaited: readonly AwaitedRun[];
}

/**
 * Which runs are one execution recorded in several trackers: said by a job of ours, or by the tags it wrote. Never
 * guessed from names or times.
 */
export class SameRuns {
  readonly #joins: (signal: AbortSignal) => Promise<Joins>;
  #groups = new Map<string, ReadonlySet<string>>();
  #awaited: readonly AwaitedRun[] = [];

  constructor(joins: (signal: AbortSignal) => Promise<Joins>) {
    this.#joins = joins;
  }

  async load(signal: AbortSignal): Promise<void> {
    const { pairs, awaited } = await this.#joins(signal);
    const groups = new Map<string, ReadonlySet<string>>();
    for (const pair of pairs) put(groups, pair);
    this.#groups = groups;
    this.#awaited = awaited;
  }

  /** The jobs' groups, with the runs that are only known by name found among these. */
  #groupsAmong(among: Iterable<Run>): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.#awaited.length === 0) return this.#groups;
    const groups = new Map<string, ReadonlySet<string>>(this.#groups);
    for (const run of among) {
      const made = this.#awaited.find(({ expects }) => expects.source === run.source && expects.name === run.name);
      if (made) put(groups, [run.id, ...made.runs]);
    }
    return groups;
  }

  /** The runs with `sameAs` filled in, looking at `among` for tags. A run that is joined to none is returned as it is. */
  join(runs: readonly Run[], among: Iterable<Run> = runs): Run[] {
    const byTag = new Map<string, Run[]>();
    for (const run of among) {
      for (const key of tagKeys(run)) {
        const group = byTag.get(key);
        if (group) group.push(run);
        else byTag.set(key, [run]);
      }
    }
    const groups = this.#groupsAmong(among);
    if (byTag.size === 0 && groups.size === 0) return [...runs];
    return runs.map((run) => {
      const same = new Set(run.sameAs);
      for (const id of groups.get(run.id) ?? []) same.add(id);
      // Two runs of one source under one job are a parent and its children, not one execution twice.
      for (const key of tagKeys(run)) {
        const group = byTag.get(key) ?? [];
        const mine = group.filter((other) => other.source === run.source);
        if (mine.some((other) => other.id !== run.id)) continue;
        for (const other of group) if (group.filter((one) => one.source === other.source).length === 1) same.add(other.id);
      }
      same.delete(run.id);
      return same.size === run.sameAs.length ? run : { ...run, sameAs: [...same].sort() };
    });
  }
}

/** One row per execution: of runs that are the same, the first one listed stays. */
export function collapseSame(runs: readonly Run[]): Run[] {
  const hidden = new Set<string>();
  return runs.filter((run) => {
    if (hidden.has(run.id)) return false;
    for (const id of run.sameAs) hidden.add(id);
    return true;
  });
}

/** These ids, and all that were joined to one of them, become one group. */
function put(groups: Map<string, ReadonlySet<string>>, ids: readonly string[]): void {
  const group = new Set(ids.flatMap((id) => [id, ...(groups.get(id) ?? [])]));
  for (const id of group) groups.set(id, group);
}

function tagKeys(run: Run): string[] {
  return joinTags.flatMap((tag) => (run.tags[tag] ? [`${tag}=${run.tags[tag]}`] : []));
}
