import { toFault } from '../../core/base/fault.ts';
import type { Page } from '../../core/capability/page.ts';
import { problemOf } from '../../core/model/problem.ts';
import type { ToolResult } from '../../core/model/toolResult.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { ApprovalBoard } from '../approvals/board.ts';
import type { MonitorBoard } from '../monitors/board.ts';
import { remarkRow } from './rows/groupRows.ts';
import { approvalBadge, truthProblem, versionApprovalRow } from './rows/approvalRows.ts';
import { modelRow, modelVersionRow } from './rows/modelRows.ts';
import { monitorRow, toolResultRow } from './rows/monitorRow.ts';
import type { RowContext } from './rows/row.ts';
import { factsTooltip, monitorTooltip, toolResultTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { hasActions, problemItems, sourceLevel } from './sourceLevel.ts';

interface ModelBoards {
  readonly monitors: MonitorBoard;
  readonly approvals: ApprovalBoard;
}

/** Sources → registered models → versions → where they are asked for, their monitors and what other tools found. */
export class ModelLevels implements LevelSource {
  readonly #workbench: Workbench;
  readonly #boards: ModelBoards;
  readonly #context: () => RowContext;

  constructor(workbench: Workbench, boards: ModelBoards, context: () => RowContext) {
    this.#workbench = workbench;
    this.#boards = boards;
    this.#context = context;
  }

  async load(node: NodeData | undefined, limit: number, signal: AbortSignal): Promise<Level> {
    if (node === undefined) return sourceLevel(this.#workbench, 'models', signal);
    if (node.kind === 'source') return this.#models(node.entry, limit, signal);
    if (node.kind === 'model') return this.#versions(node, limit, signal);
    if (node.kind === 'modelVersion') return this.#below(node, signal);
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
    if (data.kind === 'monitor') return monitorTooltip(data.state, t);
    if (data.kind === 'toolResult') return toolResultTooltip(data.result, t);
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

  async #below({ model, version, entry }: NodeData & { kind: 'modelVersion' }, signal: AbortSignal): Promise<Level> {
    const context = this.#context();
    const asked = await this.#boards.approvals.ofVersion(model.name, version.version);
    const states = await this.#boards.monitors.ofVersion(model, version);
    const items = [
      ...asked.map((one): Item => ({ row: versionApprovalRow(one, version.id, context), data: { kind: 'approval', subject: { reference: version.id, env: one.env }, request: one.request?.request.entry.digest ?? null } })),
      ...states.map((state): Item => ({ row: monitorRow(state, version.id, context), data: { kind: 'monitor', state } })),
    ];
    const found = await this.#results(version.runId, entry, signal);
    items.push(...found.items.map((result, at): Item => ({ row: toolResultRow(result, version.id, at, context), data: { kind: 'toolResult', result } })));
    items.push(...problemItems(found.problems ?? [], version.id));
    if (items.length === 0) items.push({ row: remarkRow(version.id, context.t('No monitor and no results of other tools')), data: { kind: 'remark' } });
    return { items, more: null };
  }

  /** A run that cannot be read hides no monitor. */
  async #results(run: string | null, { connection, config }: CatalogEntry, signal: AbortSignal): Promise<Page<ToolResult>> {
    if (run === null || !connection.monitors) return { items: [], total: 0 };
    try {
      return await this.#workbench.toolResults.recent(run, signal);
    } catch (error) {
      signal.throwIfAborted();
      return { items: [], total: 0, problems: [problemOf(config.id, toFault(error))] };
    }
  }

  async #versions(node: NodeData & { kind: 'model' }, limit: number, signal: AbortSignal): Promise<Level> {
    const { model, entry } = node;
    const page = await this.#workbench.models.versions(model.id, { pageSize: limit }, signal);
    const items: Item[] = [];
    for (const version of page.items) {
      const asked = await this.#boards.approvals.ofVersion(model.name, version.version);
      const isWatched = asked.length > 0 || (await this.#boards.monitors.ofVersion(model, version)).length > 0;
      const hasResults = version.runId !== null && entry.connection.monitors !== undefined;
      items.push({ row: modelVersionRow(version, { ...canOf(entry, version.id), isWatched, hasResults, asked: approvalBadge(asked, this.#context()) }, this.#context()), data: { kind: 'modelVersion', version, model, entry } });
    }
    const drifts = (await this.#boards.approvals.drifts()).filter((drift) => drift.model === model.name && drift.source === model.source).map(truthProblem);
    return { items: [...problemItems([...drifts, ...(page.problems ?? [])], model.id), ...items], more: page.next === undefined ? null : { total: page.total } };
  }
}

function canOf(entry: CatalogEntry, subject: string) {
  return {
    aliases: entry.connection.models?.setAlias !== undefined,
    tags: entry.connection.models?.setTag !== undefined,
    actions: hasActions(entry, subject),
  };
}
