import { statusOf, type Job, type JobStatus, type Outcome } from '../../../core/model/job.ts';
import { isFinal } from '../../../core/model/run.ts';
import type { StoredJob } from './record.ts';

/** A supervisor that has not written its first state by then never started. */
const startWithinMs = 60_000;

export function outcomeOf(stored: StoredJob): Outcome | undefined {
  const { exit, state, record } = stored;
  if (exit) return { exitCode: exit.exitCode, signal: exit.signal, endedAt: exit.endedAt, stopped: exit.stopped };
  // The last heartbeat is the latest moment at which it surely still ran.
  const endedAt = state?.heartbeatAt ?? record.job.submittedAt ?? new Date(0).toISOString();
  return { exitCode: null, signal: null, endedAt, stopped: false };
}

function liveStatus(stored: StoredJob, nowMs: number): JobStatus {
  const { state, record } = stored;
  if (!state) {
    const submittedMs = Date.parse(record.job.submittedAt ?? '');
    return nowMs - submittedMs < startWithinMs ? 'preparing' : 'lost';
  }
  if (!stored.isWatched) return 'lost';
  if (state.phase === 'queued') return 'queued';
  if (state.phase === 'stopping') return 'stopping';
  return state.phase === 'starting' ? 'preparing' : 'running';
}

function reasonOf(stored: StoredJob, status: JobStatus): string | null {
  const { exit, state } = stored;
  if (exit?.reason) return exit.reason;
  if (status === 'lost') {
    return state?.child
      ? 'Its supervisor ended without an exit record, so how the training ended is not known.'
      : 'It was never seen to start.';
  }
  if (status === 'queued' && state) return `Waits for ${state.after.length === 1 ? 'one job' : `${state.after.length} jobs`} on the same device.`;
  if (status === 'failed' && exit) {
    return exit.signal ? `Ended by ${exit.signal}${exit.signal === 'SIGKILL' ? ' (often: out of memory)' : ''}.` : `Exit code ${exit.exitCode}.`;
  }
  if (status === 'stopped') return 'Stopped on request.';
  if (state?.logProblem) return `Its log cannot be written (${state.logProblem}); ${state.lostBytes} bytes are missing.`;
  return null;
}

export function jobOf(stored: StoredJob, nowMs: number): Job {
  const { record, exit, state } = stored;
  const outcome = outcomeOf(stored);
  const status = exit && outcome ? statusOf(outcome) : liveStatus(stored, nowMs);
  return {
    ...record.job,
    runs: [...record.job.runs, ...stored.links.linked],
    status,
    startedAt: state?.startedAt ?? null,
    endedAt: isFinal(status) ? (outcome?.endedAt ?? null) : null,
    exitCode: exit?.exitCode ?? null,
    signal: exit?.signal ?? null,
    reason: reasonOf(stored, status),
    logBytes: stored.logBytes ?? (exit ? 0 : null),
  };
}
