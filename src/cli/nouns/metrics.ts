import { fail, toFault } from '../../core/base/fault.ts';
import type { Noun } from '../noun.ts';
import { table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops metrics ID KEY…   (no KEY: every metric that has a series)',
  options: {},
  arguments: [1, Infinity],
  async run({ workbench, positionals, signal }) {
    const [id = '', ...asked] = positionals;
    const keys = asked.length > 0 ? asked : await workbench.runs.seriesKeys(id, signal);
    const found = await workbench.runs.series(id, keys, {}, signal);
    const missing = asked.filter((key) => !found.some((one) => one.key === key));
    const series = found.map(({ key, steps, values, timestamps }) => ({ key, steps, values, timestamps }));
    return {
      data: { series },
      ...(missing.length > 0 ? { wrongInput: toFault(fail('notFound', `${id} has no metric ${missing.join(', ')} over time.`)) } : {}),
      text: (style) =>
        series
          .map((one) => `${style.bold(one.key)}\n${table(['STEP', 'VALUE'], one.steps.map((step, index) => [step, one.values[index]]), style)}`)
          .join('\n\n'),
    };
  },
};
