import type { Run } from '../../core/model/run.ts';
import type { Noun } from '../noun.ts';
import type { Style } from '../style.ts';
import { runId } from '../runId.ts';
import { full, shortTime, type Cell } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops run ID',
  options: {},
  arguments: [1, 1],
  reconciles: true,
  async run(context) {
    const run = await context.workbench.runs.run(await runId(context, context.positionals[0] ?? ''), context.signal);
    return { data: run, text: (style) => describe(run, style) };
  },
};

function describe(run: Run, style: Style): string {
  const line = (key: string, value: Cell) => `${style.dim(key.padEnd(12))}${full(value)}`;
  const group = (title: string, flat: Readonly<Record<string, string | number | boolean | null>>) => {
    const keys = Object.keys(flat).sort();
    return keys.length === 0 ? [] : ['', style.bold(title), ...pairLines(keys.map((key) => [key, flat[key]]))];
  };
  return [
    style.bold(full(run.name ?? run.id)),
    line('id', run.id),
    line('status', run.status),
    line('source', run.source),
    line('experiment', run.experiment),
    line('started', shortTime(run.startedAt)),
    line('ended', shortTime(run.endedAt)),
    line('commit', run.commit),
    line('user', run.user),
    ...(run.sameAs.length > 0 ? [line('same as', run.sameAs.join(' '))] : []),
    ...group('metrics', run.metrics),
    ...group('params', run.params),
    ...group('tags', run.tags),
    ...(run.datasets.length > 0 ? ['', style.bold('datasets')] : []),
    ...pairLines(run.datasets.map((one) => [one.name, one.digest])),
  ].join('\n');
}

function pairLines(pairs: ReadonlyArray<readonly [string, Cell]>): string[] {
  const width = Math.max(0, ...pairs.map(([key]) => full(key).length));
  return pairs.map(([key, value]) => `  ${full(key).padEnd(width)}  ${full(value)}`);
}
