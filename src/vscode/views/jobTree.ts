import type { BoardJob, JobBoard } from '../jobs/board.ts';
import { jobRow } from './rows/jobRow.ts';
import type { RowContext } from './rows/row.ts';
import { factsTooltip, jobTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { hasActions, problemItems } from './sourceLevel.ts';

/** Jobs of every target, newest first; the jobs of a sweep below their parent. */
export class JobLevels implements LevelSource {
  readonly #board: JobBoard;
  readonly #context: () => RowContext;

  constructor(board: JobBoard, context: () => RowContext) {
    this.#board = board;
    this.#context = context;
  }

  async load(node: NodeData | undefined, limit: number, signal: AbortSignal): Promise<Level> {
    const jobs = await this.#board.list(signal);
    const known = new Set(jobs.map(({ job }) => job.id));
    const level =
      node?.kind === 'job'
        ? jobs.filter(({ job }) => job.parentId === node.job.id)
        : jobs.filter(({ job }) => job.parentId === null || !known.has(job.parentId));
    const items = level.slice(0, limit).map((one) => this.#item(one, jobs.some(({ job }) => job.parentId === one.job.id)));
    const problems = node === undefined ? problemItems(this.#board.problems, 'jobs') : [];
    return { items: [...problems, ...items], more: level.length > limit ? { total: level.length } : null };
  }

  tooltip(data: NodeData): string | undefined {
    const { t } = this.#context();
    if (data.kind === 'job') return jobTooltip(data.job, t);
    return data.kind === 'problem' ? factsTooltip(data.problem.message, [[t('What to do'), data.problem.hint]]) : undefined;
  }

  #item({ job, entry }: BoardJob, hasChildren: boolean): Item {
    const facts = {
      progress: this.#board.progress(job.id),
      metrics: this.#board.metrics(job),
      hasActions: hasActions(entry, job.id),
      hasChildren,
    };
    return { row: jobRow(job, facts, this.#context()), data: { kind: 'job', job, entry } };
  }
}
