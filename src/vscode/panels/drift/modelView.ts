import { alarmsOf } from '../../../core/drift/performance/performanceWords.ts';
import type { DriftReport } from '../../../core/model/drift.ts';
import type { ModelView, WindowHead } from '../../../protocol/drift.ts';

/** A report from a file may hold anything: a panel is sent no more than a person can look at. */
const most = { chunks: 800, events: 200, groupings: 16, groups: 200, disparities: 400 } as const;

/** Performance and bias of a window, bounded. */
export function modelViewOf({ digest, performance, bias }: DriftReport): ModelView {
  return {
    window: digest,
    performance: performance === undefined ? null : { ...performance, chunks: performance.chunks.slice(0, most.chunks), detectors: performance.detectors.map((run) => ({ ...run, events: run.events.slice(0, most.events) })) },
    bias:
      bias === undefined
        ? null
        : {
            ...bias,
            groupings: bias.groupings.slice(0, most.groupings).map((grouping) => ({ ...grouping, groups: grouping.groups.slice(0, most.groups).map((group) => ({ ...group, calibration: null })) })),
            disparities: bias.disparities.slice(0, most.disparities),
          },
  };
}

/** What the tabs say of it without being opened. */
export function modelHeadOf({ performance, bias }: DriftReport): WindowHead['model'] {
  const current = performance?.chunks.filter(({ side }) => side === 'current') ?? [];
  return {
    alarms: performance === undefined ? null : current.filter((chunk) => alarmsOf(chunk, performance.metrics).some(({ kind }) => kind === 'realised')).length,
    groupings: bias === undefined ? null : bias.groupings.length,
  };
}
