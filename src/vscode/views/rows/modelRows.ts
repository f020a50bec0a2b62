import type { ModelVersion, RegisteredModel } from '../../../core/model/modelVersion.ts';
import { joined, type Row, type RowContext } from './row.ts';
import { age, plain, shortSha } from './text.ts';

export interface ModelCan {
  readonly aliases: boolean;
  readonly tags: boolean;
  readonly actions: boolean;
}

export function modelRow(model: RegisteredModel, can: ModelCan, context: RowContext): Row {
  const { t } = context;
  const label = plain(model.name);
  const versions = model.versionCount === null ? '' : model.versionCount === 1 ? t('1 version') : t('{0} versions', model.versionCount);
  const aliases = Object.entries(model.aliases).map(([alias, version]) => `@${plain(alias, 40)} → ${plain(version, 20)}`);
  const stages = model.latest?.stages ?? [];
  return {
    id: `model ${model.id}`,
    label,
    description: joined([versions, aliases.join(', '), stages.length > 0 && stages.map((stage) => plain(stage, 30)).join(', '), age(model.updatedAt, context)]),
    icon: { name: 'package' },
    children: model.versionCount === 0 ? 'none' : 'collapsed',
    tokens: ['model', 'id', ...(can.actions ? ['actions'] : [])],
    speech: joined([t('model {0}', label), versions, aliases.join(', ')], ', '),
    subject: model.id,
  };
}

/** Below it stand where it is asked for and its monitors, which are to be seen at once, and what other tools found, which is looked for when opened. */
export function modelVersionRow(version: ModelVersion, can: ModelCan & { readonly isWatched: boolean; readonly hasResults: boolean; readonly asked: string }, context: RowContext): Row {
  const { t } = context;
  const badges = [...version.aliases.map((alias) => `@${plain(alias, 40)}`), ...version.stages.map((stage) => `[${plain(stage, 30)}]`)];
  const label = /^\d+$/.test(version.version) ? t('Version {0}', version.version) : plain(version.version);
  const isFailed = version.status !== null && /fail/i.test(version.status);
  return {
    id: `modelVersion ${version.id}`,
    label,
    description: joined([
      badges.join(' '),
      can.asked,
      version.status !== null && version.status !== 'READY' && plain(version.status, 30),
      version.commit !== null && shortSha(version.commit),
      age(version.createdAt, context),
    ]),
    icon: isFailed
      ? { name: 'error', color: 'testing.iconFailed' }
      : badges.length > 0
        ? { name: 'verified-filled', color: 'charts.green' }
        : { name: 'versions' },
    children: can.isWatched ? 'expanded' : can.hasResults ? 'collapsed' : 'none',
    tokens: [
      'version',
      'id',
      ...(version.aliases.length > 0 && can.aliases ? ['aliased'] : []),
      ...(version.runId === null ? [] : ['hasRun']),
      ...(version.commit === null ? [] : ['commit']),
      ...(version.url === null ? [] : ['url']),
      ...(can.aliases ? ['aliases'] : []),
      ...(can.tags ? ['tags'] : []),
      ...(can.actions ? ['actions'] : []),
    ],
    speech: joined([label, badges.join(', '), can.asked], ', '),
    subject: version.id,
  };
}
