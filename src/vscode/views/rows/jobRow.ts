import type { Job } from '../../../core/model/job.ts';
import { isFinal } from '../../../core/model/run.ts';
import { joined, type Row, type RowContext } from './row.ts';
import { statusIcon, statusText } from './status.ts';
import { age, duration, plain } from './text.ts';

export interface JobFacts {
  /** 0–1 and words read from a progress bar in the log; null where none was seen. */
  readonly progress: { readonly fraction: number; readonly detail: string } | null;
  /** Newest values of the job's run, already as text. */
  readonly metrics: string;
  readonly hasActions: boolean;
  readonly hasChildren: boolean;
}

export function isLive(job: Job): boolean {
  return !isFinal(job.status) && job.status !== 'unknown';
}

export function jobRow(job: Job, facts: JobFacts, context: RowContext): Row {
  const { t } = context;
  const label = plain(job.name);
  const isOver = isFinal(job.status);
  const percent = facts.progress && !isOver ? `${Math.floor(facts.progress.fraction * 100)} %` : '';
  const end = job.status === 'failed' && job.exitCode !== null ? t('exit code {0}', job.exitCode) : job.status === 'failed' && job.signal !== null ? plain(job.signal, 20) : '';
  return {
    id: `job ${job.id}`,
    label,
    description: joined([
      statusText(job.status, t),
      percent,
      facts.progress && !isOver ? plain(facts.progress.detail, 40) : '',
      end,
      facts.metrics,
      job.attempt > 1 && t('attempt {0}', job.attempt),
      duration(job.startedAt, job.endedAt, context.nowMs),
      isOver && age(job.endedAt, context),
      job.reason !== null && job.status !== 'finished' && plain(job.reason, 120),
    ]),
    icon: statusIcon(job.status),
    children: facts.hasChildren ? 'collapsed' : 'none',
    tokens: [
      facts.hasChildren ? 'sweep' : 'job',
      job.status,
      'id',
      ...(isLive(job) ? ['live'] : []),
      ...(job.runs.length > 0 ? ['hasRun'] : []),
      ...(job.url === null ? [] : ['url']),
      ...(facts.hasActions ? ['actions'] : []),
    ],
    speech: joined([t('job {0}', label), statusText(job.status, t), percent, end], ', '),
    subject: job.id,
  };
}
