import { parseFilter, type Filter } from '../../core/filter/filter.ts';
import type { RunQuery } from '../../core/capability/experimentSource.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { Run } from '../../core/model/run.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import { experimentRow, remarkRow } from './rows/groupRows.ts';
import type { MetricChoice } from './rows/keyMetric.ts';
import type { RowContext } from './rows/row.ts';
import { pinnedFirst, runRow } from './rows/runRow.ts';
import { factsTooltip, runTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { hasActions, problemItems, sourceLevel } from './sourceLevel.ts';

/** What a person chose for the Experiments view. */
export interface ExperimentViewState {
  readonly filter: () => string;
  readonly showsHidden: () => boolean;
  readonly metric: () => MetricChoice;
}

/** Sources → experiments → runs → their children. */
export class ExperimentLevels implements LevelSource {
  readonly #workbench: Workbench;
  readonly #view: ExperimentViewState;
  readonly #context: () => RowContext;

  constructor(workbench: Workbench, view: ExperimentViewState, context: () => RowContext) {
    this.#workbench = workbench;
    this.#view = view;
    this.#context = context;
  }

  async load(node: NodeData | undefined, limit: number, signal: AbortSignal): Promise<Level> {
    switch (node?.kind) {
      case undefined:
        await this.#workbench.notes.load();
        return sourceLevel(this.#workbench, 'experiments', signal);
      case 'source':
        return this.#experiments(node.entry, limit, signal);
      case 'experiment':
        return this.#runs(node.entry, { experiment: node.experiment.id }, undefined, limit, signal);
      case 'run':
        return this.#runs(node.entry, { experiment: node.experiment, parent: node.run.id }, node.run.id, limit, signal);
      default:
        return { items: [], more: null };
    }
  }

  tooltip(data: NodeData): string | undefined {
    const { t } = this.#context();
    if (data.kind === 'run') return runTooltip(data.run, this.#workbench.notes.get(data.run.id), data.entry.config.label, t);
    if (data.kind === 'experiment') {
      return factsTooltip(data.experiment.name, [[t('Detail'), data.experiment.detail], ...Object.entries(data.experiment.tags).slice(0, 12), [t('Id'), data.experiment.id]]);
    }
    if (data.kind === 'source') return factsTooltip(data.entry.config.label, [[t('Where'), data.entry.config.origin], [t('Id'), data.entry.config.id]]);
    if (data.kind === 'problem') return factsTooltip(data.problem.message, [[t('What to do'), data.problem.hint], [t('Code'), data.problem.code]]);
    return undefined;
  }

  async #experiments(entry: CatalogEntry, limit: number, signal: AbortSignal): Promise<Level> {
    const problems: Problem[] = [];
    const items: Item[] = [];
    let cursor: string | undefined;
    let total: number | null = null;
    do {
      const page = await this.#workbench.experiments.page(entry.config.id, { pageSize: limit, ...(cursor === undefined ? {} : { cursor }) }, signal);
      problems.push(...(page.problems ?? []));
      for (const experiment of page.items) {
        const facts = { isFirst: items.length === 0, hasActions: hasActions(entry, experiment.id) };
        items.push({ row: experimentRow(experiment, facts, this.#context()), data: { kind: 'experiment', experiment, entry } });
      }
      cursor = page.next;
      total = page.total;
    } while (cursor !== undefined && items.length < limit);
    if (items.length === 0 && problems.length === 0) items.push(this.#remark(entry.config.id, this.#context().t('No experiments yet')));
    return { items: [...problemItems(problems, entry.config.id), ...items], more: cursor === undefined ? null : { total } };
  }

  async #runs(entry: CatalogEntry, query: RunQuery, parent: string | undefined, limit: number, signal: AbortSignal): Promise<Level> {
    const filterText = this.#view.filter();
    const filter = filterText === '' ? undefined : parseFilter(filterText);
    const problems: Problem[] = [];
    const shown = new Map<string, Run>();
    const parents = new Set<string>();
    const all = new Map<string, Run>();
    let hiddenCount = 0;
    let cursor: string | undefined;
    let total: number | null = null;
    do {
      const page = await this.#workbench.runs.page(entry.config.id, { ...query, pageSize: limit, ...(cursor === undefined ? {} : { cursor }) }, signal);
      problems.push(...(page.problems ?? []));
      for (const run of page.items) {
        all.set(run.id, run);
        if (run.parentId !== null) parents.add(run.parentId);
      }
      for (const run of page.items) {
        if (!this.#belongs(run, entry, parent, filter, query)) continue;
        if (!this.#view.showsHidden() && this.#workbench.notes.get(run.id).hidden) hiddenCount += 1;
        else shown.set(run.id, run);
      }
      cursor = page.next;
      total = filter || parent !== undefined ? null : page.total;
    } while (cursor !== undefined && shown.size < limit);
    // A child whose parent is here too stands below it, not beside it; a filter shows every match side by side.
    const runs = [...shown.values()].filter((run) => parent !== undefined || filter !== undefined || run.parentId === null || !all.has(run.parentId));
    const items = pinnedFirst(runs, (run) => this.#workbench.notes.get(run.id).pinned).map((run) =>
      this.#runItem(run, entry, query.experiment ?? '', parents.has(run.id) && filter === undefined),
    );
    if (items.length === 0 && problems.length === 0) items.push(this.#remark(query.parent ?? query.experiment ?? entry.config.id, this.#emptyText(filter, hiddenCount)));
    return { items: [...problemItems(problems, query.experiment ?? entry.config.id), ...items], more: cursor === undefined ? null : { total } };
  }

  #belongs(run: Run, entry: CatalogEntry, parent: string | undefined, filter: Filter | undefined, query: RunQuery): boolean {
    if (parent !== undefined && run.parentId !== parent) return false;
    if (filter && !filter.matches(run)) return false;
    return query.parent !== undefined || !this.#isShownElsewhere(run, entry);
  }

  /** One execution recorded in several trackers is one row: in the branch of the source that comes first. */
  #isShownElsewhere(run: Run, entry: CatalogEntry): boolean {
    if (run.sameAs.length === 0) return false;
    const order = this.#workbench.catalog.current.map((one) => one.config.id);
    const own = order.indexOf(entry.config.id);
    return run.sameAs.some((id) => {
      const other = this.#workbench.runs.peek(id);
      const position = other ? order.indexOf(other.source) : -1;
      return position >= 0 && position < own;
    });
  }

  #runItem(run: Run, entry: CatalogEntry, experiment: string, hasChildren: boolean): Item {
    const alsoIn = run.sameAs.flatMap((id) => {
      const other = this.#workbench.runs.peek(id);
      const label = other && this.#workbench.catalog.current.find((one) => one.config.id === other.source)?.config.label;
      return label === undefined ? [] : [label];
    });
    const facts = {
      marks: this.#workbench.notes.get(run.id),
      metric: this.#view.metric(),
      hasChildren,
      alsoIn,
      can: {
        artifacts: entry.connection.artifacts !== undefined,
        register: entry.connection.models?.register !== undefined,
        actions: hasActions(entry, run.id),
      },
    };
    return { row: runRow(run, facts, this.#context()), data: { kind: 'run', run, experiment, entry } };
  }

  #emptyText(filter: Filter | undefined, hiddenCount: number): string {
    const { t } = this.#context();
    if (filter) return t('No run matches the filter');
    if (hiddenCount > 0) return hiddenCount === 1 ? t('1 hidden run') : t('{0} hidden runs', hiddenCount);
    return t('No runs yet');
  }

  #remark(parent: string, text: string): Item {
    return { row: remarkRow(parent, text), data: { kind: 'remark' } };
  }
}
