import { describe, expect, it } from 'vitest';
import { readChunks } from '../../../src/core/drift/foreign/chunks.ts';
import { readForeign } from '../../../src/core/drift/foreign/readForeign.ts';

const read = (value: unknown) => readForeign(typeof value === 'string' ? value : JSON.stringify(value), 'report.json');
const told = (value: unknown) => read(value).map(({ verdict, columns, engine }) => ({ tool: engine.name, verdict, columns: columns.map(({ name, drifted, effect, pValue, measures }) => [name, drifted, pValue ?? effect, measures['limit'] ?? null]) }));

describe('result files of other tools', () => {
  it('reads scores by algorithm and category, infinite statistics too', () => {
    const text = `{"age": {"algorithm": "ks", "pvalue": 5.7e-10, "statistic": 0.208, "thresholds": {"NO_DRIFT": [0.15, 1], "POSSIBLE_DRIFT": [0.05, 0.15], "DRIFT": [0, 0.05]}, "drift_category": "DRIFT"},
      "plan": {"algorithm": "chi-square", "pvalue": 0.1, "statistic": Infinity, "thresholds": {"DRIFT": [0, 0.05]}, "drift_category": "POSSIBLE_DRIFT"},
      "h": {"algorithm": "hellinger", "pvalue": null, "statistic": 0.5, "thresholds": {"NO_DRIFT": [0, 0.15], "DRIFT": [0.4, 1]}, "drift_category": "DRIFT"}}`;
    expect(told(text)).toEqual([
      { tool: 'whylogs', verdict: 'drift', columns: [['age', true, 5.7e-10, 0.05], ['h', true, 0.5, 0.4], ['plan', false, 0.1, 0.05]] },
    ]);
    expect(read(text)[0]?.columns.at(-1)?.problems).toEqual([{ code: 'possibleDrift', message: 'whylogs calls this a possible drift.' }]);
  });

  it('reads violations by column, distance and limit from the description', () => {
    const violations = [
      { feature_name: 'age', constraint_check_type: 'baseline_drift_check', description: 'Baseline drift distance: 0.32 exceeds threshold: 0.1' },
      { feature_name: 'age', constraint_check_type: 'completeness_check', description: 'Observed: 90%' },
      { feature_name: 'plan', constraint_check_type: 'categorical_values_check', description: 'Unknown values' },
    ];
    expect(told({ violations })).toEqual([{ tool: 'Model Monitor', verdict: 'drift', columns: [['age', true, 0.32, 0.1], ['plan', true, null, null]] }]);
    expect(told({ violations: [] })).toEqual([{ tool: 'Model Monitor', verdict: 'no-drift', columns: [] }]);
  });

  it.each([
    ['as JSON of protocol buffers', (value: unknown) => value],
    ['with underscores', (value: unknown) => JSON.parse(JSON.stringify(value).replace(/"([a-z]+)([A-Z])([a-z]+)"(?=:)/g, (_, first: string, letter: string, rest: string) => `"${first}_${letter.toLowerCase()}${rest}"`)) as unknown],
  ])('reads measurements of drift and anomalies %s', (_, written) => {
    const value = written({
      anomalyInfo: { plan: { path: { step: ['plan'] }, severity: 'ERROR', reason: [{ type: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES', description: 'Examples contain values missing from the schema: x.' }] } },
      driftSkewInfo: [
        { path: { step: ['age'] }, driftMeasurements: [{ type: 'JENSEN_SHANNON_DIVERGENCE', value: 0.4, threshold: 0.1 }] },
        { path: { step: ['n'] }, skewMeasurements: [{ type: 'L_INFTY', value: 0.01, threshold: 0.1 }] },
      ],
    });
    expect(told(value)).toEqual([
      { tool: 'TensorFlow Data Validation', verdict: 'drift', columns: [['age', true, 0.4, 0.1], ['plan', true, null, null], ['n', false, 0.01, 0.1]] },
    ]);
  });

  it('reads a point per column and run of the monitor as one report per run, oldest first', () => {
    const point = (createTime: string, deviation: number, hasAnomaly: boolean) => ({
      currentStats: { distributionValue: { distributionDeviation: deviation, distribution: { features: [{ numStats: { commonStats: { numMissing: '5', numNonMissing: '95' } } }] } } },
      thresholdValue: 0.3,
      ...(hasAnomaly ? { hasAnomaly } : {}),
      createTime,
      algorithm: 'jensen_shannon_divergence',
    });
    const stats = (statsName: string, dataPoints: unknown[]) => ({ tabularStats: { statsName, objectiveType: 'raw-feature-drift', dataPoints } });
    const value = { monitoringStats: [stats('age', [point('2026-03-02T00:00:00Z', 0.42, true), point('2026-03-01T00:00:00Z', 0.1, false)]), stats('n', [point('2026-03-01T00:00:00Z', 0.2, false)])] };
    expect(told(value)).toEqual([
      { tool: 'Model Monitoring', verdict: 'no-drift', columns: [['age', false, 0.1, 0.3], ['n', false, 0.2, 0.3]] },
      { tool: 'Model Monitoring', verdict: 'drift', columns: [['age', true, 0.42, 0.3]] },
    ]);
    expect(read(value)[0]?.columns[0]?.nullShare).toEqual({ reference: null, current: 0.05 });
  });

  it('gives a column without a value as unknown, and the same file the same digest', () => {
    const value = { metrics: [{ config: { type: 'evidently:metric_v2:ValueDrift', column: 'a', method: 'K-S p_value', threshold: 0.05 }, value: null }] };
    expect(read(value)[0]).toMatchObject({ verdict: 'unknown', columns: [{ name: 'a', state: 'unknown', drifted: false }] });
    expect(read(value)[0]?.digest).toBe(read(JSON.stringify(value))[0]?.digest);
  });

  it.each([['{', 'no valid JSON'], ['[]', 'no result file that is known'], ['{"metrics": []}', 'no result file that is known'], ['"NaN"', 'no result file that is known'], ['null', 'no result file']])('refuses %j with what is known', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('does not take a table of anything else for chunks', () => {
    expect(readChunks([['a', 'b'], ['1', '2']])).toBeUndefined();
    expect(readChunks([])).toBeUndefined();
    expect(readChunks([['chunk_key', 'chunk_index'], ['x', '0']])).toBeUndefined();
  });
});
