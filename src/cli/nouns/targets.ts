import type { Noun } from '../noun.ts';
import { table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops targets',
  options: {},
  arguments: [0, 0],
  async run({ workbench, signal }) {
    await workbench.catalog.entries(signal);
    const { items, problems } = await workbench.targets.list(signal);
    return {
      data: { targets: items },
      problems,
      text: (style) =>
        table(
          ['TARGET', 'KIND', 'CPUS', 'MEMORY MiB', 'GPUS', 'PRICE', 'PROBLEMS'],
          items.map((one) => [
            one.id,
            one.kind,
            one.cpuCount,
            one.memoryMiB,
            one.gpus.map((gpu) => gpu.name).join(', '),
            typeof one.price === 'string' ? one.price : `${one.price.amount} ${one.price.currency}/h`,
            one.problems.join(' '),
          ]),
          style,
        ),
    };
  },
};
