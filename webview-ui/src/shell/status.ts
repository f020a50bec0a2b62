import type { RunStatus } from '../../../src/core/model/run.ts';

interface StatusLook {
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'busy' | 'muted' | 'warn';
}

/** Icon and tone of each status: the shape differs as well as the colour. */
export const statusLooks: Readonly<Record<RunStatus, StatusLook>> = {
  queued: { icon: 'clock', tone: 'muted' },
  preparing: { icon: 'gear', tone: 'busy' },
  running: { icon: 'play-circle', tone: 'busy' },
  stopping: { icon: 'debug-stop', tone: 'warn' },
  finished: { icon: 'pass', tone: 'good' },
  failed: { icon: 'error', tone: 'bad' },
  stopped: { icon: 'circle-slash', tone: 'muted' },
  lost: { icon: 'debug-disconnect', tone: 'bad' },
  stale: { icon: 'warning', tone: 'warn' },
  unknown: { icon: 'question', tone: 'muted' },
};
