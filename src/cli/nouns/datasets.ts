import { withVersions } from '../versions.ts';
import type { Noun } from '../noun.ts';
import { askedAndFailed, sourceOption, wantedSources } from '../sources.ts';
import { table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops datasets [--source ID|PROVIDER,…] [--no-versions]',
  options: { ...sourceOption, 'no-versions': { type: 'boolean' } },
  arguments: [0, 0],
  async run(context) {
    const { workbench, signal, values } = context;
    const wanted = await wantedSources(context);
    const { items, problems, failed } = await workbench.datasets.list(signal, wanted.ids);
    const full = await withVersions(items, values['no-versions'] !== true, (one, request) => workbench.datasets.versions(one.id, request, signal));
    return {
      data: { datasets: full.items },
      problems: [...wanted.problems, ...problems, ...full.problems],
      failedSources: askedAndFailed(wanted, [...failed, ...full.failed]),
      text: (style) =>
        table(
          ['NAME', 'PATH', 'DIGEST', 'BYTES', 'FILES', 'VERSIONS', 'SOURCE'],
          full.items.map((one) => [one.name, one.path, one.current?.digest, one.current?.sizeBytes, one.current?.fileCount, one.versionCount ?? one.versions?.length, one.source]),
          style,
        ),
    };
  },
};
