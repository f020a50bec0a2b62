import type { RunStatus } from '../../../core/model/run.ts';
import type { RowIcon, Translate } from './row.ts';

/** Shape and colour, never colour alone: high contrast and colour-blind readers see the shape. */
const icons: Readonly<Record<RunStatus, RowIcon>> = {
  queued: { name: 'clock', color: 'charts.foreground' },
  preparing: { name: 'loading~spin', color: 'charts.blue' },
  running: { name: 'sync~spin', color: 'charts.blue' },
  stopping: { name: 'debug-stop', color: 'charts.yellow' },
  finished: { name: 'pass', color: 'testing.iconPassed' },
  failed: { name: 'error', color: 'testing.iconFailed' },
  stopped: { name: 'circle-slash', color: 'charts.yellow' },
  lost: { name: 'debug-disconnect', color: 'testing.iconFailed' },
  stale: { name: 'watch', color: 'charts.yellow' },
  unknown: { name: 'question', color: 'charts.foreground' },
};

export function statusIcon(status: RunStatus): RowIcon {
  return icons[status];
}

export function statusText(status: RunStatus, t: Translate): string {
  switch (status) {
    case 'queued':
      return t('queued');
    case 'preparing':
      return t('preparing');
    case 'running':
      return t('running');
    case 'stopping':
      return t('stopping');
    case 'finished':
      return t('finished');
    case 'failed':
      return t('failed');
    case 'stopped':
      return t('stopped');
    case 'lost':
      return t('lost');
    case 'stale':
      return t('stale');
    case 'unknown':
      return t('unknown');
  }
}
