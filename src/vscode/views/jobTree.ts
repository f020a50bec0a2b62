import type { JobBoard } from '../jobs/board.ts';
import { jobRow } from './rows/jobRow.ts';
import type { RowContext } from './rows/row.ts';
import { factsTooltip, jobTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { hasActions, problemItems } from './sourceLevel.ts';

/** Jobs of every target, newest first, one level. */
export class JobLevels implements LevelSource {
  readonly #board: JobBoard;
  readonly #context: () => RowContext;

  constructor(board: JobBoard, context: () => RowContext) {
    this.#board = board;
    this.#context = context;
  }

  async load(node: NodeData | undefined, _limit: number, signal: AbortSignal): Promise<Level> {
    if (node !== undefined) return { items: [], more: null };
    const { jobs, problems } = await this.#board.list(signal);
    const items = jobs.map(({ job, entry }): Item => {
      const facts = { progress: this.#board.progress(job.id), metrics: this.#board.metrics(job), hasActions: hasActions(entry, job.id) };
      return { row: jobRow(job, facts, this.#context()), data: { kind: 'job', job, entry } };
    });
    return { items: [...problemItems(problems, 'jobs'), ...items], more: null };
  }

  tooltip(data: NodeData): string | undefined {
    const { t } = this.#context();
    if (data.kind === 'job') return jobTooltip(data.job, t);
    return data.kind === 'problem' ? factsTooltip(data.problem.message, [[t('What to do'), data.problem.hint]]) : undefined;
  }
}
