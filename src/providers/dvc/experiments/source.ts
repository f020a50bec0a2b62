import { fail } from '../../../core/base/fault.ts';
import type { ExperimentSource, RunQuery } from '../../../core/capability/experimentSource.ts';
import type { Page, PageRequest } from '../../../core/capability/page.ts';
import { entityId, parseId } from '../../../core/model/id.ts';
import type { Experiment } from '../../../core/model/experiment.ts';
import type { Run, Series } from '../../../core/model/run.ts';
import type { GitCommit, GitRepository } from '../../../core/port/git.ts';
import type { DvcContext } from '../context.ts';
import { readQueue } from '../queue/queue.ts';
import { allCommitSeeds, commitSeed, readGraph, type ExperimentGraph, type RunSeed } from './graph.ts';
import { problemsOf } from './problems.ts';
import { isSha, RunReader } from './reader.ts';
import { groupName } from './run.ts';
import { readSeries, readSeriesKeys } from './series.ts';

/** Each page begins with a look at every ref, so a refresh of a usual project is one page; few enough not to block. */
const defaultPageSize = 2_000;

interface Listing {
  readonly repository: GitRepository;
  readonly graph: ExperimentGraph;
  /** Newest first. */
  readonly seeds: readonly RunSeed[];
  readonly commits: ReadonlyMap<string, GitCommit>;
}

/** Experiments and runs of one DVC project, from git objects, refs and DVC's queue folder. */
export function dvcExperiments(context: DvcContext): ExperimentSource {
  const reader = new RunReader(context);
  const { config, machine, root } = context;

  async function list(scope: 'default' | 'all-commits', signal: AbortSignal): Promise<Listing | undefined> {
    const repository = await context.repository(signal);
    if (!repository) return undefined;
    const [graph, queued] = await Promise.all([readGraph(repository, signal), readQueue(machine.files, root)]);
    if (graph.head.sha === null && graph.seeds.size === 0) return undefined;
    const found = new Map(scope === 'default' ? graph.seeds : await allCommitSeeds(graph, repository, signal));
    for (const seed of queued) {
      const baseline = seed.baseline ?? '';
      if (found.has(seed.sha) || !isSha(baseline)) continue;
      if (scope === 'all-commits' && !found.has(baseline)) continue;
      found.set(seed.sha, seed);
      if (!found.has(baseline)) found.set(baseline, commitSeed(baseline, graph.nameOf(baseline)));
    }
    const commits = await reader.commits([...found.keys()], repository, signal);
    const timeOf = (seed: RunSeed) => commits.get(seed.sha)?.committedMs ?? Infinity;
    const seeds = [...found.values()].sort((a, b) => timeOf(b) - timeOf(a) || (a.sha < b.sha ? -1 : 1));
    return { repository, graph, seeds, commits };
  }

  async function find(id: string, signal: AbortSignal): Promise<{ readonly seed: RunSeed; readonly graph: ExperimentGraph }> {
    const below = await context.projectPath(signal);
    const native = parseId(id)?.native ?? '';
    const tail = below === '' ? '' : `/${below}`;
    const sha = native.endsWith(tail) ? native.slice(0, native.length - tail.length) : '';
    const listing = await list('default', signal);
    if (listing && id.startsWith('dvc:') && sha !== '') {
      const { graph, seeds, repository } = listing;
      const known = seeds.find((seed) => seed.sha === sha);
      if (known) return { seed: known, graph };
      if (isSha(sha) && (await reader.commits([sha], repository, signal)).has(sha)) {
        return { seed: commitSeed(sha, graph.nameOf(sha)), graph };
      }
    }
    throw fail('notFound', `${config.label} holds no run ${id}.`);
  }

  return {
    async experiments(request: PageRequest, signal: AbortSignal): Promise<Page<Experiment>> {
      const listing = await list('default', signal);
      if (!listing) return { items: [], total: 0 };
      const { graph, repository } = listing;
      const needsHistory = listing.seeds.some(({ baseline }) => baseline !== null && !graph.visible.has(baseline));
      const reached = needsHistory ? new Set(await repository.log({ from: graph.tips }, signal)) : graph.visible;
      return page(groups(listing, config.id, reached), request);
    },

    async runs(query: RunQuery, signal: AbortSignal): Promise<Page<Run>> {
      const listing = await list(query.scope ?? 'default', signal);
      if (!listing) return { items: [], total: 0 };
      const { experiment, parent } = query;
      let { seeds } = listing;
      if (experiment !== undefined) {
        seeds = seeds.filter((seed) => experimentId(config.id, seed.baseline ?? seed.sha) === experiment);
      }
      if (parent !== undefined) {
        const parentSha = (parseId(parent)?.native ?? '').split('/')[0];
        seeds = seeds.filter((seed) => seed.baseline === parentSha);
      }
      const { items, ...rest } = page(seeds, query);
      const runs = await reader.runs(items, listing.graph, signal);
      const problems = problemsOf(config.id, runs);
      return { ...rest, items: runs.map(({ run }) => run), ...(problems.length > 0 ? { problems } : {}) };
    },

    async run(id: string, signal: AbortSignal): Promise<Run> {
      const { seed, graph } = await find(id, signal);
      const [found] = await reader.runs([seed], graph, signal);
      if (!found) throw fail('notFound', `${config.label} holds no run ${id}.`);
      return found.run;
    },

    async series(run, keys, options, signal): Promise<Series[]> {
      const { seed } = await find(run, signal);
      return readSeries(context, seed, keys, options, signal);
    },

    async seriesKeys(run, signal): Promise<string[]> {
      const { seed } = await find(run, signal);
      return readSeriesKeys(context, seed, signal);
    },
  };
}

function experimentId(source: string, baseline: string): string {
  return entityId('dvc', 'experiment', `${encodeURIComponent(source)}/${baseline}`);
}

/** One experiment a baseline: its commit and everything tried on it. */
function groups({ graph, seeds, commits }: Listing, source: string, reached: ReadonlySet<string>): Experiment[] {
  const byBaseline = new Map<string, RunSeed[]>();
  for (const seed of seeds) {
    const baseline = seed.baseline ?? seed.sha;
    const known = byBaseline.get(baseline);
    if (known) known.push(seed);
    else byBaseline.set(baseline, [seed]);
  }
  return [...byBaseline].map(([baseline, members]) => {
    const times = members.flatMap(({ sha }) => commits.get(sha)?.committedMs ?? []);
    const branches = graph.branches.get(baseline);
    const tags = graph.tags.get(baseline);
    const isOrphaned = members.some((seed) => seed.baseline !== null) && !reached.has(baseline);
    return {
      id: experimentId(source, baseline),
      source,
      name: groupName(graph, baseline),
      detail: commits.get(baseline)?.message.split('\n')[0]?.trim() || null,
      runCount: members.length,
      updatedAt: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
      tags: {
        'git.commit': baseline,
        ...(branches ? { 'git.branches': branches.join(', ') } : {}),
        ...(tags ? { 'git.tags': tags.join(', ') } : {}),
      },
      ...(isOrphaned ? { orphaned: true } : {}),
    };
  });
}

/** The cursor is the place in the list; a list that grew meanwhile may show one item twice, never hide one. */
function page<T>(all: readonly T[], { cursor, pageSize = defaultPageSize }: PageRequest): Page<T> {
  const start = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(start) || start < 0) throw fail('invalid', 'This page cursor is not one of ours.');
  const end = Math.min(all.length, start + Math.max(1, pageSize));
  return { items: all.slice(start, end), total: all.length, ...(end < all.length ? { next: String(end) } : {}) };
}
