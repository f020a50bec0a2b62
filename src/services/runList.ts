import { fail, toFault } from '../core/base/fault.ts';
import type { RunQuery } from '../core/capability/experimentSource.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Run } from '../core/model/run.ts';
import { parseFilter, type Filter } from '../core/filter/filter.ts';
import { byOrder, newestFirst } from '../core/filter/order.ts';
import { experimentsCalled } from './experiments.ts';
import { allPages } from './gather.ts';
import type { ExperimentEntry, RunIndex } from './runIndex.ts';
import type { SameRuns } from './sameRuns.ts';

export interface RunListQuery {
  /** Source ids; absent = every source. */
  readonly sources?: readonly string[];
  /** Name or id of an experiment. */
  readonly experiment?: string;
  /** The filter language (core/filter). */
  readonly filter?: string;
  /** A field of Run, or `metrics.<key>`, `params.<key>`, `tags.<key>`. Default: newest first. */
  readonly order?: { readonly key: string; readonly descending: boolean };
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  /** Whole history instead of the tips. */
  readonly allCommits?: boolean;
}

export interface RunList {
  readonly runs: readonly Run[];
  /** Null where a source does not say how many it holds. */
  readonly total: number | null;
  readonly next: string | null;
  readonly problems: readonly Problem[];
  readonly failed: readonly string[];
}

/** One page of one source, as it arrives. */
export interface RunBatch {
  readonly source: string;
  readonly runs: readonly Run[];
  /** Runs the source says it holds for this query, before filtering; null = not told. */
  readonly total: number | null;
  readonly problems: readonly Problem[];
  /** The source's last batch. */
  readonly isLast: boolean;
}

interface Context {
  entries(wanted: readonly string[] | undefined): Promise<ExperimentEntry[]>;
  readonly same: SameRuns;
  readonly index: RunIndex;
}

/** How many first rows a stream asks for, so that they are on screen while the rest comes in larger pages. */
const firstPageSize = 100;
const laterPageSize = 1000;

export async function listRuns(query: RunListQuery, context: Context, signal: AbortSignal): Promise<RunList> {
  const offset = decodeCursor(query.cursor);
  const found = new Map<string, Run[]>();
  const problems: Problem[] = [];
  const failed: string[] = [];
  const totals = new Map<string, number | null>();
  let isCut = false;
  const enough = query.limit === undefined || query.filter || query.order ? undefined : Math.max(1, offset + query.limit);
  const entries = await context.entries(query.sources);
  const filter = query.filter ? parseFilter(query.filter) : undefined;
  for (const entry of entries) found.set(entry.config.id, []);
  await Promise.all(
    entries.map(async (entry) => {
      const source = entry.config.id;
      const mine = found.get(source) ?? [];
      try {
        // Files are read whole: that is quick, and only then the order over all sources is sure. A server gives its newest.
        const least = entry.connection.watch ? undefined : enough;
        for await (const batch of batches(entry, query, filter, context, least, signal)) {
          for (const run of batch.runs) mine.push(run);
          problems.push(...batch.problems);
          if (!batch.isLast && least !== undefined && mine.length >= least) {
            isCut = true;
            totals.set(source, batch.total);
            break;
          }
          totals.set(source, mine.length);
        }
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'cancelled') throw error;
        failed.push(source);
        problems.push(problemOf(source, fault));
      }
    }),
  );
  await context.same.load(signal);
  // In the catalog's order, so that equal rows do not change places with whoever answers first.
  const runs = [...found.values()].flat().sort(query.order ? byOrder(query.order) : newestFirst);
  const end = query.limit === undefined ? runs.length : offset + query.limit;
  const joined = context.same.join(runs.slice(offset, end), runs);
  const counts = [...totals.values()];
  return {
    runs: joined,
    total: counts.every((count) => count !== null) ? counts.reduce((sum, count) => sum + count, 0) : null,
    // A page of none leads nowhere: it asks for the total.
    next: query.limit !== 0 && (end < runs.length || isCut) ? encodeCursor(end) : null,
    problems,
    failed,
  };
}

export async function* streamRuns(query: RunListQuery, context: Context, signal: AbortSignal): AsyncIterable<RunBatch> {
  const filter = query.filter ? parseFilter(query.filter) : undefined;
  const entries = await context.entries(query.sources);
  await context.same.load(signal);
  const running = new Map<ExperimentEntry, { iterator: AsyncIterator<RunBatch>; next: Promise<Arrived> }>();
  for (const entry of entries) {
    const iterator = batches(entry, query, filter, context, firstPageSize, signal)[Symbol.asyncIterator]();
    running.set(entry, { iterator, next: arrive(entry, iterator) });
  }
  while (running.size > 0) {
    const { entry, result, error } = await Promise.race([...running.values()].map((one) => one.next));
    const one = running.get(entry);
    if (error !== undefined || !one || !result || result.done) {
      running.delete(entry);
      if (error === undefined) continue;
      const fault = toFault(error);
      if (fault.code === 'cancelled') throw error as Error;
      yield { source: entry.config.id, runs: [], total: null, problems: [problemOf(entry.config.id, fault)], isLast: true };
      continue;
    }
    one.next = arrive(entry, one.iterator);
    const runs = context.same.join(result.value.runs, context.index.all());
    yield { ...result.value, runs };
  }
}

interface Arrived {
  readonly entry: ExperimentEntry;
  readonly result?: IteratorResult<RunBatch, undefined>;
  readonly error?: unknown;
}

async function arrive(entry: ExperimentEntry, iterator: AsyncIterator<RunBatch>): Promise<Arrived> {
  try {
    return { entry, result: (await iterator.next()) as IteratorResult<RunBatch, undefined> };
  } catch (error) {
    return { entry, error };
  }
}

async function* batches(
  entry: ExperimentEntry,
  query: RunListQuery,
  filter: Filter | undefined,
  context: Context,
  firstSize: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<RunBatch, undefined> {
  const { experiments } = entry.connection;
  const source = entry.config.id;
  for (const scoped of await scopes(entry, query, signal)) {
    const seen = new Set<string>();
    let cursor: string | undefined;
    let size = firstSize;
    do {
      const request: RunQuery = {
        ...scoped,
        ...(cursor === undefined ? {} : { cursor }),
        ...(size === undefined ? {} : { pageSize: Math.min(size, laterPageSize) }),
      };
      const page = await experiments.runs(request, signal);
      context.index.note(source, request, page);
      // Offset paging may repeat a row when runs are added meanwhile.
      const fresh = page.items.filter((run) => !seen.has(run.id));
      for (const run of fresh) seen.add(run.id);
      cursor = page.next;
      size = laterPageSize;
      const runs = filter ? fresh.filter((run) => filter.matches(run)) : fresh;
      yield { source, runs, total: page.total, problems: page.problems ?? [], isLast: cursor === undefined };
    } while (cursor !== undefined);
  }
  return undefined;
}

/** A named experiment becomes this source's own ids of it: none, one, or several of the same name. */
async function scopes(entry: ExperimentEntry, query: RunListQuery, signal: AbortSignal): Promise<RunQuery[]> {
  const base: RunQuery = query.allCommits ? { scope: 'all-commits' } : {};
  const wanted = query.experiment;
  if (wanted === undefined) return [base];
  const { items } = await allPages((request) => entry.connection.experiments.experiments(request, signal));
  return experimentsCalled(items, wanted).map((one) => ({ ...base, experiment: one.id }));
}

function encodeCursor(offset: number): string {
  return `o${offset}`;
}

function decodeCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^o(\d{1,12})$/.exec(cursor)?.[1];
  if (offset === undefined) throw fail('invalid', `“${cursor}” is no cursor of this list.`);
  return Number(offset);
}
