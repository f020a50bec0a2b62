import type { Run } from '../../core/model/run.ts';
import type { Noun } from '../noun.ts';
import type { Style } from '../style.ts';
import { shown, shortTime } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops run ID',
  options: {},
  arguments: [1, 1],
  reconciles: true,
  async run({ workbench, positionals, signal }) {
    const run = await workbench.runs.run(positionals[0] ?? '', signal);
    return { data: run, text: (style) => describe(run, style) };
  },
};

function describe(run: Run, style: Style): string {
  const line = (key: string, value: Parameters<typeof shown>[0]) => `${style.dim(key.padEnd(12))}${shown(value)}`;
  const group = (title: string, flat: Readonly<Record<string, string | number | boolean | null>>) => {
    const keys = Object.keys(flat).sort();
    return keys.length === 0 ? [] : ['', style.bold(title), ...keys.map((key) => `  ${shown(key)}  ${shown(flat[key])}`)];
  };
  return [
    style.bold(shown(run.name ?? run.id)),
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
    ...run.datasets.map((one) => `  ${shown(one.name)}  ${shown(one.digest)}`),
  ].join('\n');
}
