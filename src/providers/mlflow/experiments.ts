import { toFault } from '../../core/base/fault.ts';
import { LruMap } from '../../core/base/lru.ts';
import type { ExperimentSource, RunQuery } from '../../core/capability/experimentSource.ts';
import type { Page } from '../../core/capability/page.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Run } from '../../core/model/run.ts';
import type { Log } from '../../core/port/machine.ts';
import type { Ids } from './ids.ts';
import type { Registered } from './registered.ts';
import type { MlflowStore } from './store/store.ts';
import { toExperiment, toRun, type Context } from './toModel.ts';

/** The first page is what a person waits for; the others cost a server the same a run whatever their size. */
const firstPage = 100;
const nextPage = 1000;
const seriesAtOnce = 4;
const rememberedLists = 16;

export interface ExperimentsOptions {
  readonly store: MlflowStore;
  readonly registered: Registered;
  readonly ids: Ids;
  readonly context: () => Context;
  readonly log: Log;
}

interface Names {
  readonly byId: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

export function experimentSource({ store, registered, ids, context, log }: ExperimentsOptions): ExperimentSource & { invalidate(): void } {
  /** Run ids already given on the pages before this cursor: a server's pages are offsets and shift as runs are added. */
  const given = new LruMap<string, ReadonlySet<string>>(rememberedLists);
  let names: Promise<Names> | undefined;

  /** Shared by several callers, so no single one's signal may end it. */
  function experimentNames(): Promise<Names> {
    const asked = (names ??= store.experiments(new AbortController().signal).then(({ items, problems }) => ({
      byId: new Map(items.map((one) => [one.experimentId, one.name])),
      problems: problems ?? [],
    })));
    asked.catch(() => {
      if (names === asked) names = undefined;
    });
    return asked;
  }

  /** A registry that cannot be read takes no run away: the runs are told without their models, and why. */
  async function joined(): Promise<{ byRun: ReadonlyMap<string, readonly string[]>; problems: readonly Problem[] }> {
    try {
      return { byRun: await registered.byRun(), problems: [] };
    } catch (error) {
      return { byRun: new Map(), problems: [problemOf(context().sourceId, toFault(error), 'warning')] };
    }
  }

  async function runs(query: RunQuery, signal: AbortSignal): Promise<Page<Run>> {
    if (query.cursor === undefined) names = undefined;
    // One experiment is asked for at once; its name arrives beside the first page, not before it.
    const asked = query.experiment === undefined ? undefined : ids.segments(query.experiment, 'experiment', 1);
    const known = experimentNames();
    const joins = joined();
    const parent = query.parent === undefined ? undefined : ids.nativeRun(query.parent);
    const page = await store.runs(
      {
        experimentIds: asked ?? [...(await known).byId.keys()],
        pageSize: query.pageSize ?? (query.cursor === undefined ? firstPage : nextPage),
        ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        ...(parent === undefined ? {} : { parent }),
      },
      signal,
    );
    const before = query.cursor === undefined ? undefined : given.get(query.cursor);
    const fresh = before ? page.runs.filter((run) => !before.has(run.runId)) : page.runs;
    // A server that gives the same rows under ever new tokens would be asked for ever.
    const next = before && page.runs.length > 0 && fresh.length === 0 ? undefined : page.next;
    if (next !== undefined) given.set(next, new Set([...(before ?? []), ...page.runs.map((run) => run.runId)]));
    const { byId, problems: unreadable } = await known;
    const { byRun, problems: unjoined } = await joins;
    const problems = [...(query.cursor === undefined ? [...unreadable, ...unjoined] : []), ...(page.problems ?? [])];
    const now = context();
    const items = fresh
      .filter((run) => asked === undefined || byId.has(run.experimentId))
      .map((run) => toRun(run, byId.get(run.experimentId) ?? null, byRun.get(run.runId) ?? [], now));
    return {
      items,
      total: page.total,
      ...(next === undefined ? {} : { next }),
      ...(problems.length > 0 ? { problems } : {}),
    };
  }

  return {
    async experiments(_request, signal) {
      const all = await store.experiments(signal);
      return { ...all, items: all.items.map((one) => toExperiment(one, context())), total: all.items.length };
    },
    runs,
    async run(id, signal) {
      const stored = await store.run(ids.nativeRun(id), signal);
      const [{ byId }, { byRun, problems }] = await Promise.all([experimentNames(), joined()]);
      // One run has no place for problems of others; its list tells them.
      for (const { message } of problems) log.warn(`The models of ${id} are not known: ${message}`);
      return toRun(stored, byId.get(stored.experimentId) ?? null, byRun.get(stored.runId) ?? [], context());
    },
    async series(run, keys, options, signal) {
      const native = ids.nativeRun(run);
      const read = [];
      for (let first = 0; first < keys.length; first += seriesAtOnce) {
        const slice = keys.slice(first, first + seriesAtOnce);
        read.push(...(await Promise.all(slice.map((key) => store.history(native, key, options, signal)))));
      }
      return read;
    },
    seriesKeys: async (run, signal) => [...(await store.metricKeys(ids.nativeRun(run), signal))],
    invalidate() {
      names = undefined;
    },
  };
}
