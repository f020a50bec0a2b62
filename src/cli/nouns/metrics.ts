import { fail, toFault } from '../../core/base/fault.ts';
import { problemOf } from '../../core/model/problem.ts';
import type { Noun } from '../noun.ts';
import { runId } from '../runId.ts';
import { table } from '../table.ts';

const mostNamed = 20;

export const noun: Noun = {
  usage: 'mlops metrics ID [KEY…]\n  No KEY: every metric that has a history.',
  options: {},
  arguments: [1, Infinity],
  async run(context) {
    const { workbench, positionals, signal } = context;
    const [text = '', ...asked] = positionals;
    const id = await runId(context, text);
    const keys = asked.length > 0 ? asked : await workbench.runs.seriesKeys(id, signal);
    const found = (await workbench.runs.series(id, keys, {}, signal)).filter(({ steps }) => steps.length > 0);
    const missing = asked.filter((key) => !found.some((one) => one.key === key));
    // A metric with a last value and no history has an empty series; one that the run does not know is wrong input.
    const known = missing.length === 0 ? {} : (await workbench.runs.run(id, signal)).metrics;
    const flat = missing.filter((key) => Object.hasOwn(known, key));
    const unknown = missing.filter((key) => !Object.hasOwn(known, key));
    const series = [
      ...found.map(({ key, steps, values, timestamps }) => ({ key, steps, values, timestamps })),
      ...flat.map((key) => ({ key, steps: [], values: [], timestamps: [] })),
    ];
    return {
      data: { series },
      problems: flat.map((key) => problemOf('', { code: 'notFound', message: `The metric ${key} has one value and no history.` }, 'warning')),
      ...(unknown.length > 0 ? { wrongInput: toFault(fail('notFound', `${id} has no metric ${unknown.join(', ')}.`, { hint: metricNames(known) })) } : {}),
      text: (style) =>
        series
          .filter((one) => one.steps.length > 0)
          .map((one) => `${style.bold(one.key)}\n${table(['STEP', 'VALUE'], one.steps.map((step, index) => [step, one.values[index]]), style)}`)
          .join('\n\n'),
    };
  },
};

function metricNames(metrics: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(metrics);
  if (names.length === 0) return 'This run has no metrics.';
  return `Its metrics: ${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ', …' : ''}.`;
}
