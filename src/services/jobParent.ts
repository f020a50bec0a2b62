import type { Job, JobStatus } from '../core/model/job.ts';
import { isFinal } from '../core/model/run.ts';

/** The job that a grid's children name as their parent. It runs nothing itself: it is the sum of them. */
export function parentOf(id: string, children: readonly Job[]): Job {
  const ordered = [...children].sort((a, b) => (a.submittedAt ?? '').localeCompare(b.submittedAt ?? ''));
  const first = ordered[0];
  const status = statusOfFamily(children.map((child) => child.status));
  const over = children.filter((child) => isFinal(child.status));
  return {
    id,
    name: first ? `${commonWords(ordered.map(({ name }) => name)) || first.name} × ${children.length}` : id,
    target: first?.target ?? '',
    status,
    attempt: 1,
    command: first?.command ?? [],
    runs: children.flatMap((child) => child.runs.map((run) => ({ id: run.id, role: 'child' }))),
    parentId: null,
    resources: first?.resources ?? {},
    snapshot: first?.snapshot ?? null,
    submittedAt: first?.submittedAt ?? null,
    startedAt: earliest(children.map((child) => child.startedAt)),
    endedAt: isFinal(status) ? latest(children.map((child) => child.endedAt)) : null,
    exitCode: null,
    signal: null,
    reason: `${over.length} of ${children.length} ended${failures(children)}.`,
    logBytes: null,
    url: null,
  };
}

/** The words that all names begin with: what the children share is what the family is called. */
function commonWords(names: readonly string[]): string {
  const [first = [], ...others] = names.map((name) => name.split(' '));
  const end = first.findIndex((word, at) => others.some((words) => words[at] !== word));
  return first.slice(0, end < 0 ? first.length : end).join(' ');
}

function failures(children: readonly Job[]): string {
  const failed = children.filter((child) => child.status === 'failed' || child.status === 'lost').length;
  return failed === 0 ? '' : `, ${failed} not well`;
}

/** While one lives the family lives; at the end the worst of them is its word. */
function statusOfFamily(statuses: readonly JobStatus[]): JobStatus {
  const order: readonly JobStatus[] = ['running', 'stopping', 'preparing', 'stale', 'unknown', 'queued', 'failed', 'lost', 'stopped', 'finished'];
  return order.find((status) => statuses.includes(status)) ?? 'unknown';
}

function earliest(times: ReadonlyArray<string | null>): string | null {
  return times.filter((time) => time !== null).sort()[0] ?? null;
}

function latest(times: ReadonlyArray<string | null>): string | null {
  return times.filter((time) => time !== null).sort().at(-1) ?? null;
}
