import type { Run } from '../../../src/core/model/run.ts';

/** A run with nothing in it but what a test says. */
export function makeRun(part: Partial<Run>): Run {
  return {
    id: 'x:1', source: 'x', experiment: null, name: null, status: 'finished', startedAt: null, endedAt: null, commit: null, dirty: null,
    snapshot: null, parentId: null, sameAs: [], params: {}, metrics: {}, tags: {}, datasets: [], models: [], user: null, url: null, ...part,
  };
}
