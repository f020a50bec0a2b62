import type { Run } from '../core/model/run.ts';

/** Tags that name one launched execution in every tracker (DESIGN section 4). */
const joinTags = ['mlops.job', 'mlops.record'] as const;

/**
 * Which runs are one execution recorded in several trackers: said by a job of ours, or by the tags it wrote. Never
 * guessed from names or times.
 */
export class SameRuns {
  readonly #joins: (signal: AbortSignal) => Promise<ReadonlyArray<readonly [string, string]>>;
  #groups = new Map<string, ReadonlySet<string>>();

  /** `joins`: pairs of runs that jobs say are one execution. */
  constructor(joins: (signal: AbortSignal) => Promise<ReadonlyArray<readonly [string, string]>>) {
    this.#joins = joins;
  }

  async load(signal: AbortSignal): Promise<void> {
    const groups = new Map<string, Set<string>>();
    for (const pair of await this.#joins(signal)) {
      const group = new Set(pair.flatMap((id) => [id, ...(groups.get(id) ?? [])]));
      for (const id of group) groups.set(id, group);
    }
    this.#groups = groups;
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
    if (byTag.size === 0 && this.#groups.size === 0) return [...runs];
    return runs.map((run) => {
      const same = new Set(run.sameAs);
      for (const id of this.#groups.get(run.id) ?? []) same.add(id);
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

function tagKeys(run: Run): string[] {
  return joinTags.flatMap((tag) => (run.tags[tag] ? [`${tag}=${run.tags[tag]}`] : []));
}
