import { describe, expect, it } from 'vitest';
import { metricsEvidence } from '../../../src/core/governance/evidence/metricsEvidence.ts';
import type { Run } from '../../../src/core/model/run.ts';
import { held, ruleOf } from './evidences.ts';

const of = (metrics: Run['metrics'], params: Run['params'] = {}) => metricsEvidence({ id: 'dvc:1', metrics, params, startedAt: null, endedAt: '2026-01-09T00:00:00.000Z' }, new Map([['p95', 'ms']]));
const readings = (metrics: Run['metrics']) => Object.fromEntries(of(metrics).values);

describe('metrics as evidence', () => {
  it('are numbers with their set, unit and rows', () => {
    expect(Object.fromEntries(of({ 'test.auc': 0.9, p95: 80 }, { test_samples: '6000' }).values)).toEqual({
      'metrics.test.auc': { value: 0.9, unit: null, samples: 6000 },
      'metrics.p95': { value: 80, unit: 'ms', samples: null },
    });
    expect(Object.keys(readings({ auc: 0.9 }))).toEqual(['metrics.auc', 'metrics.test.auc']);
  });

  it.each(['', ' ', '0', '0.01', '0x0', true, false, 'NaN', '-Infinity', 'none', null])('are unknown where %j stands in place of a number', (value) => {
    for (const written of ['metric: { path: metrics.gap, max: 0.05 }', 'metric: { path: metrics.gap, min: -1 }', 'expr: "!(m.gap > 0.05)"', 'expr: "m.gap <= 0.05 || true"']) {
      expect([written, held(ruleOf(written), readings({ gap: value })).outcome]).toEqual([written, 'unknown']);
    }
  });
});
