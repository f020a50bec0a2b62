import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import { remarkRow } from './rows/groupRows.ts';
import { modelRow, modelVersionRow } from './rows/modelRows.ts';
import type { RowContext } from './rows/row.ts';
import { factsTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { hasActions, problemItems, sourceLevel } from './sourceLevel.ts';

/** Sources → registered models → versions. */
export class ModelLevels implements LevelSource {
  readonly #workbench: Workbench;
  readonly #context: () => RowContext;

  constructor(workbench: Workbench, context: () => RowContext) {
    this.#workbench = workbench;
    this.#context = context;
  }

  async load(node: NodeData | undefined, limit: number, signal: AbortSignal): Promise<Level> {
    if (node === undefined) return sourceLevel(this.#workbench, 'models', signal);
    if (node.kind === 'source') return this.#models(node.entry, limit, signal);
    if (node.kind === 'model') return this.#versions(node, limit, signal);
    return { items: [], more: null };
  }

  tooltip(data: NodeData): string | undefined {
    const { t } = this.#context();
    if (data.kind === 'model') {
      return factsTooltip(data.model.name, [[t('Description'), data.model.description], ...Object.entries(data.model.tags).slice(0, 12), [t('Id'), data.model.id]]);
    }
    if (data.kind === 'modelVersion') {
      const { version, model } = data;
      return factsTooltip(`${model.name} ${version.version}`, [
        [t('Description'), version.description],
        [t('Aliases'), version.aliases.join(', ')],
        [t('Stages'), version.stages.join(', ')],
        [t('Run'), version.runId],
        [t('Commit'), version.commit],
        [t('Created'), version.createdAt],
        [t('By'), version.user],
        [t('Location'), version.location],
        ...Object.entries(version.tags).slice(0, 12),
        [t('Id'), version.id],
      ]);
    }
    if (data.kind === 'source') return factsTooltip(data.entry.config.label, [[t('Where'), data.entry.config.origin]]);
    return data.kind === 'problem' ? factsTooltip(data.problem.message, [[t('What to do'), data.problem.hint]]) : undefined;
  }

  async #models(entry: CatalogEntry, limit: number, signal: AbortSignal): Promise<Level> {
    const page = await this.#workbench.models.page(entry.config.id, { pageSize: limit }, signal);
    const items = page.items.map((model): Item => ({ row: modelRow(model, canOf(entry, model.id), this.#context()), data: { kind: 'model', model, entry } }));
    const problems = problemItems(page.problems ?? [], entry.config.id);
    if (items.length === 0 && problems.length === 0) {
      items.push({ row: remarkRow(entry.config.id, this.#context().t('No registered models yet')), data: { kind: 'remark' } });
    }
    return { items: [...problems, ...items], more: page.next === undefined ? null : { total: page.total } };
  }

  async #versions(node: NodeData & { kind: 'model' }, limit: number, signal: AbortSignal): Promise<Level> {
    const { model, entry } = node;
    const page = await this.#workbench.models.versions(model.id, { pageSize: limit }, signal);
    const items = page.items.map((version): Item => ({
      row: modelVersionRow(version, canOf(entry, version.id), this.#context()),
      data: { kind: 'modelVersion', version, model, entry },
    }));
    return { items: [...problemItems(page.problems ?? [], model.id), ...items], more: page.next === undefined ? null : { total: page.total } };
  }
}

function canOf(entry: CatalogEntry, subject: string) {
  return {
    aliases: entry.connection.models?.setAlias !== undefined,
    tags: entry.connection.models?.setTag !== undefined,
    actions: hasActions(entry, subject),
  };
}
