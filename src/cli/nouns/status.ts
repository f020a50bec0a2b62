import { toFault } from '../../core/base/fault.ts';
import { capabilitiesOf } from '../../core/capability/connection.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Noun } from '../noun.ts';
import { askedAndFailed, sourceOption, wantedSources } from '../sources.ts';
import { table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops status [--source ID|PROVIDER,…]',
  options: sourceOption,
  arguments: [0, 0],
  reconciles: true,
  async run(context) {
    const wanted = await wantedSources(context);
    const entries = (await context.workbench.catalog.entries(context.signal)).filter(({ config }) => wanted.ids?.includes(config.id) ?? true);
    const problems: Problem[] = [...wanted.problems];
    const failed: string[] = [];
    const sources = await Promise.all(
      entries.map(async ({ config, connection }) => {
        const { id, provider, label, origin, detected } = config;
        let isConnected = true;
        try {
          await connection.probe(context.signal);
        } catch (error) {
          const fault = toFault(error);
          if (fault.code === 'cancelled') throw error;
          isConnected = false;
          failed.push(id);
          problems.push(problemOf(id, fault));
        }
        return { id, provider, label, origin, detected, connected: isConnected, capabilities: capabilitiesOf(connection) };
      }),
    );
    return {
      data: { sources },
      problems,
      failedSources: askedAndFailed(wanted, failed),
      text: (style) =>
        table(
          ['SOURCE', 'LABEL', 'ORIGIN', 'CONNECTED', 'CAPABILITIES'],
          sources.map((one) => [one.id, one.label, one.origin, one.connected ? 'yes' : 'no', one.capabilities.join(' ')]),
          style,
        ),
    };
  },
};
