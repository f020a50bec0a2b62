import type { Noun } from '../noun.ts';
import { askedAndFailed, sourceOption, wantedSources } from '../sources.ts';
import { shortTime, table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops experiments [--source ID|PROVIDER,…]',
  options: sourceOption,
  arguments: [0, 0],
  async run(context) {
    const wanted = await wantedSources(context);
    const { items, problems, failed } = await context.workbench.experiments.list(context.signal, wanted.ids);
    return {
      data: { experiments: items },
      problems: [...wanted.problems, ...problems],
      failedSources: askedAndFailed(wanted, failed),
      text: (style) =>
        table(
          ['NAME', 'RUNS', 'UPDATED', 'SOURCE', 'DETAIL'],
          items.map((one) => [one.name, one.runCount, shortTime(one.updatedAt), one.source, one.detail]),
          style,
        ),
    };
  },
};
