import type { Dataset, DatasetVersion } from '../../../core/model/dataset.ts';
import { joined, type Row, type RowContext } from './row.ts';
import { age, bytes, plain, shortSha } from './text.ts';

interface Can {
  readonly preview: boolean;
  readonly actions: boolean;
}

function size(version: DatasetVersion | null, { t }: RowContext): string {
  if (!version) return '';
  return joined([
    version.sizeBytes === null ? '' : bytes(version.sizeBytes),
    version.fileCount === null ? '' : version.fileCount === 1 ? t('1 file') : t('{0} files', version.fileCount),
    version.present === false && t('not on this machine'),
  ]);
}

export function datasetRow(dataset: Dataset, can: Can, context: RowContext): Row {
  const { t } = context;
  const label = plain(dataset.name);
  const versions =
    dataset.versionCount === null ? '' : dataset.versionCount === 1 ? t('1 version') : t('{0} versions', dataset.versionCount);
  return {
    id: `dataset ${dataset.id}`,
    label,
    description: joined([size(dataset.current, context), versions, dataset.path !== null && dataset.path !== dataset.name && plain(dataset.path, 80)]),
    icon: dataset.current?.present === false ? { name: 'cloud', color: 'disabledForeground' } : { name: 'database' },
    children: dataset.versionCount === 0 ? 'none' : 'collapsed',
    tokens: [
      'dataset',
      'id',
      ...(dataset.path === null ? [] : ['path']),
      ...(can.preview && dataset.current ? ['previews'] : []),
      ...(can.actions ? ['actions'] : []),
      ...(dataset.current?.digest ? ['digest'] : []),
    ],
    speech: joined([t('dataset {0}', label), size(dataset.current, context), versions], ', '),
    subject: dataset.id,
  };
}

export function datasetVersionRow(version: DatasetVersion, facts: Can & { readonly isCurrent: boolean }, context: RowContext): Row {
  const { t } = context;
  const digest = version.digest === null ? t('no digest') : shortDigest(version.digest);
  const label = version.message === null ? digest : plain(version.message.split('\n', 1)[0] ?? digest, 80);
  return {
    id: `datasetVersion ${version.id}`,
    label,
    description: joined([
      facts.isCurrent && t('current'),
      size(version, context),
      version.message !== null && digest,
      version.commit !== null && shortSha(version.commit),
      age(version.createdAt, context),
    ]),
    icon: version.present === false ? { name: 'cloud', color: 'disabledForeground' } : { name: facts.isCurrent ? 'circle-filled' : 'circle-outline' },
    children: 'none',
    tokens: [
      'version',
      'id',
      ...(version.digest === null ? [] : ['digest']),
      ...(version.commit === null ? [] : ['commit']),
      ...(facts.preview && version.present !== false ? ['previews'] : []),
      ...(facts.actions ? ['actions'] : []),
    ],
    speech: joined([t('version {0}', label), facts.isCurrent && t('current'), size(version, context)], ', '),
    subject: version.id,
  };
}

function shortDigest(digest: string): string {
  const [kind = '', rest] = digest.split(':', 2);
  return rest === undefined ? plain(digest, 12) : `${kind}:${plain(rest, 9).replace('…', '')}`;
}
