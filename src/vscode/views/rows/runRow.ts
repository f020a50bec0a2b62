import { runMoment, type Run } from '../../../core/model/run.ts';
import { keyMetric, metricText, type MetricChoice } from './keyMetric.ts';
import { joined, type Row, type RowContext } from './row.ts';
import { statusIcon, statusText } from './status.ts';
import { age, plain, shortSha } from './text.ts';

export interface RunMarks {
  readonly starred: boolean;
  readonly pinned: boolean;
  readonly hidden: boolean;
  readonly name: string | null;
  readonly note: string | null;
}

export interface RunFacts {
  readonly marks: RunMarks;
  readonly metric: MetricChoice;
  readonly hasChildren: boolean;
  /** What the run's source can do. */
  readonly can: { readonly artifacts: boolean; readonly register: boolean; readonly actions: boolean };
  /** Labels of other sources that hold the same execution. */
  readonly alsoIn: readonly string[];
}

export function runLabel(run: Run, marks: RunMarks): string {
  return plain(marks.name ?? run.name ?? (run.commit ? shortSha(run.commit) : run.id));
}

export function runRow(run: Run, facts: RunFacts, context: RowContext): Row {
  const { marks } = facts;
  const { t } = context;
  const key = keyMetric(run.metrics, facts.metric);
  const metric = key === undefined ? '' : metricText(run.metrics, key);
  const label = runLabel(run, marks);
  const status = run.status === 'finished' ? '' : statusText(run.status, t);
  return {
    id: `run ${run.id}`,
    label,
    description: joined([
      marks.pinned && '⌃',
      marks.starred && '★',
      status,
      metric,
      age(runMoment(run), context),
      facts.alsoIn.length > 0 && t('also in {0}', facts.alsoIn.map((name) => plain(name, 40)).join(', ')),
      marks.note !== null && '✎',
    ]),
    icon: statusIcon(run.status),
    children: facts.hasChildren ? 'collapsed' : 'none',
    tokens: [
      'run',
      run.status,
      'id',
      marks.starred ? 'starred' : 'plain',
      marks.pinned ? 'pinned' : 'unpinned',
      marks.hidden ? 'hidden' : 'visible',
      ...(run.commit === null ? [] : ['commit']),
      ...(run.url === null ? [] : ['url']),
      ...(facts.can.artifacts ? ['artifacts'] : []),
      ...(facts.can.register ? ['registers'] : []),
      ...(facts.can.actions ? ['actions'] : []),
    ],
    speech: joined(
      [t('run {0}', label), statusText(run.status, t), metric, marks.starred && t('starred'), marks.pinned && t('pinned')],
      ', ',
    ),
    subject: run.id,
  };
}

/** Pinned first; else the order the source gave. */
export function pinnedFirst<T>(items: readonly T[], isPinned: (item: T) => boolean): T[] {
  return [...items.filter(isPinned), ...items.filter((item) => !isPinned(item))];
}
