import { fail, toFault } from '../../core/base/fault.ts';
import { keyedFields } from '../../core/filter/field.ts';
import { runMoment, type Run } from '../../core/model/run.ts';
import { experimentsCalled } from '../../services/experiments.ts';
import type { RunListQuery } from '../../services/runList.ts';
import { collapseSame } from '../../services/sameRuns.ts';
import { textValue, type Context, type Noun, type Values } from '../noun.ts';
import { askedAndFailed, sourceOption, wantedSources } from '../sources.ts';
import { clean, type Style } from '../style.ts';
import { shortTime, table } from '../table.ts';

const shownMetrics = 4;

export const noun: Noun = {
  usage:
    'mlops runs [--source ID|PROVIDER,…] [--experiment NAME|ID] [--filter EXPRESSION] [--order KEY[:asc|desc]] [--limit N] [--cursor NEXT] [--all-commits]',
  options: {
    ...sourceOption,
    experiment: { type: 'string' },
    filter: { type: 'string' },
    order: { type: 'string' },
    limit: { type: 'string' },
    cursor: { type: 'string' },
    'all-commits': { type: 'boolean' },
  },
  arguments: [0, 0],
  reconciles: true,
  async run(context) {
    const { workbench, values, signal } = context;
    const query = queryOf(values);
    if (query.filter !== undefined) await checkFilter(query.filter);
    const wanted = await wantedSources(context);
    const list = await workbench.runs.list({ ...query, ...(wanted.ids ? { sources: wanted.ids } : {}) }, signal);
    const { runs, total, next } = list;
    const isEmpty = !context.isJson && query.filter !== undefined && total === 0 && list.failed.length === 0;
    const unknown = isEmpty ? await unknownKeys(query, context, wanted.ids) : '';
    return {
      data: { runs, total, next },
      problems: [...wanted.problems, ...list.problems],
      failedSources: askedAndFailed(wanted, list.failed),
      ...(await missingExperiment(query, list.runs.length, list.failed.length, context.workbench, wanted.ids, signal)),
      text: (style) => runTable(collapseSame(runs), style, query) + (unknown === '' ? '' : `\n${clean(unknown)}`) + (next === null ? '' : `\n${style.dim(`more: --cursor ${next}`)}`),
    };
  },
};

function queryOf(values: Values): RunListQuery {
  const experiment = textValue(values, 'experiment');
  const filter = textValue(values, 'filter');
  const order = textValue(values, 'order');
  const limit = textValue(values, 'limit');
  const cursor = textValue(values, 'cursor');
  return {
    ...(experiment === undefined ? {} : { experiment }),
    ...(filter === undefined ? {} : { filter }),
    ...(order === undefined ? {} : { order: orderOf(order) }),
    ...(limit === undefined ? {} : { limit: countOf(limit) }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(values['all-commits'] === true ? { allCommits: true } : {}),
  };
}

/** Keys may hold colons, so only a last `:asc` or `:desc` is a direction. */
function orderOf(text: string): { key: string; descending: boolean } {
  const direction = /:(asc|desc)$/.exec(text)?.[1];
  return { key: direction ? text.slice(0, text.lastIndexOf(':')) : text, descending: direction === 'desc' };
}

function countOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw fail('invalid', `--limit must be a whole number, not “${text}”.`);
  return Number(text);
}

/** A wrong filter is said before any source is asked. */
async function checkFilter(filter: string): Promise<void> {
  const { parseFilter } = await import('../../core/filter/filter.ts');
  parseFilter(filter);
}

/** Where nothing fits: the keys of the filter that no run has at all, and what may be meant. Lists the runs again. */
async function unknownKeys({ filter = '', allCommits }: RunListQuery, context: Context, ids: readonly string[] | undefined): Promise<string> {
  const [{ parseFilter }, { keysOf, nearKeys }] = await Promise.all([import('../../core/filter/filter.ts'), import('../../core/filter/near.ts')]);
  const asked = keysOf(parseFilter(filter).expression);
  if (asked.length === 0) return '';
  const query = { ...(ids ? { sources: ids } : {}), ...(allCommits === true ? { allCommits } : {}) };
  const { runs, failed } = await context.workbench.runs.list(query, context.signal);
  // A source that did not answer may hold the key.
  if (failed.length > 0 || runs.length === 0) return '';
  const known = new Set<string>();
  for (const run of runs) for (const group of keyedFields) for (const key of Object.keys(run[group])) known.add(`${group}.${key}`);
  const missing = asked.filter((path) => !known.has(path));
  return missing.map((path) => `No run has ${path}.${meant(path, [...known], nearKeys)}`).join(' ');
}

/** Only keys of the same kind are compared: every metric is near `metrics.` otherwise. */
function meant(path: string, known: readonly string[], near: (asked: string, known: readonly string[]) => string[]): string {
  const group = path.slice(0, path.indexOf('.') + 1);
  const keys = known.filter((one) => one.startsWith(group)).map((one) => one.slice(group.length));
  const found = near(path.slice(group.length), keys).map((key) => `${group}${key}`);
  return found.length === 0 ? '' : ` Close: ${found.join(', ')}.`;
}

async function missingExperiment(
  query: RunListQuery,
  runs: number,
  failed: number,
  workbench: Parameters<Noun['run']>[0]['workbench'],
  ids: readonly string[] | undefined,
  signal: AbortSignal,
) {
  if (query.experiment === undefined || runs > 0 || failed > 0) return {};
  const { items } = await workbench.experiments.list(signal, ids);
  if (experimentsCalled(items, query.experiment).length > 0) return {};
  const names = items.slice(0, 20).map((one) => one.name).join(', ');
  return {
    wrongInput: toFault(fail('invalid', `There is no experiment “${query.experiment}”.`, { hint: names === '' ? 'No experiment was found.' : `Experiments: ${names}.` })),
  };
}

export function runTable(runs: readonly Run[], style: Style, query: RunListQuery = {}): string {
  if (runs.length === 0) return style.dim(query.filter === undefined ? 'No runs. `mlops status` lists the sources found in this folder; .mlops/sources.yaml can name more.' : 'No run fits this filter.');
  const counts = new Map<string, number>();
  for (const run of runs) for (const key of Object.keys(run.metrics)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isAsked = (key: string) => asksFor(query, key);
  const keys = [...counts.keys()]
    .sort((left, right) => Number(isAsked(right)) - Number(isAsked(left)) || (counts.get(right) ?? 0) - (counts.get(left) ?? 0))
    .slice(0, shownMetrics);
  return table(
    ['NAME', 'STATUS', 'WHEN', 'EXPERIMENT', ...keys.map((key) => key.toUpperCase()), 'ID'],
    runs.map((run) => [run.name, run.status, shortTime(runMoment(run)), run.experiment, ...keys.map((key) => run.metrics[key]), run.id]),
    style,
  );
}

/** What is filtered or sorted by is what one wants to see. */
function asksFor({ filter, order }: RunListQuery, key: string): boolean {
  if (order?.key === `metrics.${key}`) return true;
  return filter !== undefined && (filter.includes(`metrics.\`${key}\``) || filter.split(/[^\w.:-]+/).includes(`metrics.${key}`));
}
