import type { Problem } from '../../core/model/problem.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import { datasetRow, datasetVersionRow } from './rows/datasetRows.ts';
import { remarkRow } from './rows/groupRows.ts';
import type { RowContext } from './rows/row.ts';
import { factsTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { hasActions, problemItems, sourceLevel } from './sourceLevel.ts';

/** Sources → datasets → versions. */
export class DatasetLevels implements LevelSource {
  readonly #workbench: Workbench;
  readonly #context: () => RowContext;

  constructor(workbench: Workbench, context: () => RowContext) {
    this.#workbench = workbench;
    this.#context = context;
  }

  async load(node: NodeData | undefined, limit: number, signal: AbortSignal): Promise<Level> {
    if (node === undefined) return sourceLevel(this.#workbench, 'datasets', signal);
    if (node.kind === 'source') return this.#datasets(node.entry, limit, signal);
    if (node.kind === 'dataset') return this.#versions(node, limit, signal);
    return { items: [], more: null };
  }

  tooltip(data: NodeData): string | undefined {
    const { t } = this.#context();
    if (data.kind === 'dataset') {
      const { dataset } = data;
      return factsTooltip(dataset.name, [[t('Path'), dataset.path], [t('Digest'), dataset.current?.digest ?? null], [t('Id'), dataset.id]]);
    }
    if (data.kind === 'datasetVersion') {
      const { version } = data;
      return factsTooltip(data.dataset.name, [
        [t('Message'), version.message],
        [t('Author'), version.author],
        [t('Digest'), version.digest],
        [t('Commit'), version.commit],
        [t('Created'), version.createdAt],
      ]);
    }
    if (data.kind === 'source') return factsTooltip(data.entry.config.label, [[t('Where'), data.entry.config.origin]]);
    return data.kind === 'problem' ? factsTooltip(data.problem.message, [[t('What to do'), data.problem.hint]]) : undefined;
  }

  async #datasets(entry: CatalogEntry, limit: number, signal: AbortSignal): Promise<Level> {
    const problems: Problem[] = [];
    const items: Item[] = [];
    let cursor: string | undefined;
    let total: number | null = null;
    do {
      const page = await this.#workbench.datasets.page(entry.config.id, { pageSize: limit, ...(cursor === undefined ? {} : { cursor }) }, signal);
      problems.push(...(page.problems ?? []));
      for (const dataset of page.items) {
        const can = { preview: entry.connection.datasets?.preview !== undefined, actions: hasActions(entry, dataset.id) };
        items.push({ row: datasetRow(dataset, can, this.#context()), data: { kind: 'dataset', dataset, entry } });
      }
      cursor = page.next;
      total = page.total;
    } while (cursor !== undefined && items.length < limit);
    if (items.length === 0 && problems.length === 0) {
      items.push({ row: remarkRow(entry.config.id, this.#context().t('No datasets yet')), data: { kind: 'remark' } });
    }
    return { items: [...problemItems(problems, entry.config.id), ...items], more: cursor === undefined ? null : { total } };
  }

  async #versions(node: NodeData & { kind: 'dataset' }, limit: number, signal: AbortSignal): Promise<Level> {
    const { dataset, entry } = node;
    const page = await this.#workbench.datasets.versions(dataset.id, { pageSize: limit }, signal);
    const preview = entry.connection.datasets?.preview !== undefined;
    const items = page.items.map((version): Item => {
      const facts = { preview, actions: hasActions(entry, version.id), isCurrent: version.digest !== null && version.digest === dataset.current?.digest };
      return { row: datasetVersionRow(version, facts, this.#context()), data: { kind: 'datasetVersion', version, dataset, entry } };
    });
    return { items: [...problemItems(page.problems ?? [], dataset.id), ...items], more: page.next === undefined ? null : { total: page.total } };
  }
}
