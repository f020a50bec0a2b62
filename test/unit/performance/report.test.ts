import { describe, expect, it } from 'vitest';
import type { BinaryColumns } from '../../../src/core/drift/performance/columns.ts';
import { performanceReport, type PerformanceInput } from '../../../src/core/drift/performance/performanceReport.ts';
import { rocAucInterval } from '../../../src/core/drift/performance/rocAucInterval.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { rocAuc } from '../../../src/core/validation/metrics/rocAuc.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2024, 0, 1);

/** A model that was right; from `flipAt` on the label no longer follows from the inputs. The last `late` rows have no label yet. */
function rows(seed: string, count: number, { from = 0, flipAt = count, late = 0, squeeze = 1 } = {}): BinaryColumns & { readonly scores: Float64Array } {
  const random = new RandomGenerator(seed);
  const scores = Float64Array.from({ length: count }, () => random.uniform());
  return {
    scores: scores.map((score) => score ** squeeze),
    predicted: Int32Array.from(scores, (score) => Number(score > 0.5)),
    truth: Int32Array.from(scores, (score, row) => (row >= count - late ? -1 : Number(random.uniform() < (row < flipAt ? score : 1 - score)))),
    times: Float64Array.from({ length: count }, (_, row) => start + from + (row * dayMs) / 50),
  };
}

function reportOf(current: BinaryColumns, more: Partial<Extract<PerformanceInput, { task: 'binary' }>> = {}) {
  return performanceReport({ task: 'binary', reference: rows('aa', 2_000), current, chunking: { size: 200 }, seed: 'ab', ...more });
}

describe('a performance report', () => {
  it('keeps estimates and measurements apart, and counts the labels that have come', () => {
    const report = reportOf(rows('bb', 1_000, { from: 40 * dayMs, late: 350 }));
    const current = report.chunks.filter(({ side }) => side === 'current');
    expect(current.map(({ rows: all, labelled }) => [all, labelled])).toEqual([[200, 200], [200, 200], [200, 200], [200, 50], [200, 0]]);
    expect(current[4]!.realised).toBeNull();
    expect(current[4]!.estimated!['accuracy']!.value).toBeGreaterThan(0.6);
    expect(current[3]!.realised!['accuracy']!.rows).toBe(50);
    for (const { estimated, realised } of report.chunks) {
      expect(Object.values(estimated ?? {}).every(({ kind }) => kind === 'estimated')).toBe(true);
      expect(Object.values(realised ?? {}).every(({ kind }) => kind === 'realised')).toBe(true);
    }
    expect(current[0]!.from).toBe('2024-02-10T00:00:00.000Z');
    expect(report.assumption).toMatch(/concept drift/);
  });

  it('measures ROC AUC on the model’s own scores, however they are calibrated', () => {
    // So far from probabilities that calibration changes ties and order of none, but the values of all.
    const current = rows('cc', 200, { squeeze: 6 });
    const report = reportOf(current, { reference: rows('aa', 2_000, { squeeze: 6 }) });
    expect(report.calibration).toMatchObject({ calibrated: true });
    expect(report.calibration!.error!.after).toBeLessThan(report.calibration!.error!.before);
    const point = report.chunks.find(({ side }) => side === 'current')!;
    expect(point.realised!['roc_auc']!.value).toBe(rocAuc(current.truth, current.scores));
    expect(Math.abs(point.estimated!['accuracy']!.value! - point.realised!['accuracy']!.value!)).toBeLessThan(0.1);
  });

  it('sees concept drift in what is measured and by detectors, not in the estimate, which says so', () => {
    const report = reportOf(rows('dd', 1_000, { from: 40 * dayMs, flipAt: 400 }));
    const current = report.chunks.filter(({ side }) => side === 'current');
    expect(current.map(({ realised }) => realised!['accuracy']!.alert)).toEqual([null, null, 'low', 'low', 'low']);
    expect(current.slice(2).every(({ realised }) => realised!['accuracy']!.certain)).toBe(true);
    expect(current.map(({ estimated }) => estimated!['accuracy']!.alert)).toEqual([null, null, null, null, null]);
    for (const name of ['ddm', 'adwin', 'hddm-a']) {
      const drifts = report.detectors.find(({ detector }) => detector === name)!.events.filter(({ state, side }) => state === 'drift' && side === 'current');
      expect(drifts.length, name).toBeGreaterThan(0);
      expect(drifts[0]!.first, name).toBeGreaterThanOrEqual(2_400);
      expect(drifts[0]!.chunk, name).toMatch(/^\[(400:599|600:799)\]$/);
      expect(Date.parse(drifts[0]!.at!)).toBe(start + 40 * dayMs + ((drifts[0]!.first - 2_000) * dayMs) / 50);
    }
    expect(report.detectors.find(({ detector }) => detector === 'page-hinkley')!.note).toMatch(/units of the input/);
  });

  it('puts rows in order of time, leaves out those without one, and says so', () => {
    const current = rows('ee', 600, { from: 40 * dayMs });
    const order = [...current.truth.keys()].reverse();
    const turned: BinaryColumns = {
      scores: Float64Array.from(order, (row) => current.scores[row]!),
      predicted: Int32Array.from(order, (row) => current.predicted[row]!),
      truth: Int32Array.from(order, (row) => current.truth[row]!),
      times: Float64Array.from(order, (row) => current.times![row]!),
    };
    const straight = reportOf(current, { chunking: { period: 'week' } });
    expect(reportOf(turned, { chunking: { period: 'week' } })).toEqual(straight);
    expect(straight.chunks.map(({ key }) => key).slice(0, 2)).toEqual(['2024-01-01/2024-01-07', '2024-01-08/2024-01-14']);
    turned.times![3] = Number.NaN;
    expect(reportOf(turned, { chunking: { period: 'week' } }).problems).toEqual([{ code: 'noTime', message: '1 row of the current side has no time and is left out.' }]);
  });

  it.each([
    ['no rows', rows('ff', 0)],
    ['one row', rows('ff', 1)],
    ['no labels', rows('ff', 300, { late: 300 })],
    ['one class', { ...rows('ff', 300), truth: new Int32Array(300), predicted: new Int32Array(300) }],
    ['no scores', { ...rows('ff', 300), scores: null }],
    ['equal scores', { ...rows('ff', 300), scores: new Float64Array(300).fill(0.5) }],
    ['missing predictions', { ...rows('ff', 300), predicted: new Int32Array(300).fill(-1), scores: new Float64Array(300).fill(Number.NaN) }],
  ])('is plain JSON on either side with %s', (_name, side) => {
    for (const report of [reportOf(side, { reference: rows('aa', 400) }), reportOf(rows('aa', 300), { reference: side })]) {
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      expect(report.chunks.flatMap(({ realised }) => Object.values(realised ?? {})).every(({ value }) => value === null || (value >= 0 && value <= 1))).toBe(true);
      expect((report.calibration === null) === (report.estimateMissing !== null)).toBe(true);
    }
  });

  it('measures numbers and many classes, and says why it estimates neither', () => {
    const random = new RandomGenerator('9');
    const numbers = (count: number, off: number) => {
      const truth = Float64Array.from({ length: count }, () => random.normal());
      return { times: null, truth, predicted: truth.map((value, row) => value + (row > 500 ? off : 0.1) * random.normal()) };
    };
    const regression = performanceReport({ task: 'regression', reference: numbers(500, 0.1), current: numbers(1_000, 1), chunking: { number: 10 }, seed: '1' });
    const last = regression.chunks.at(-1)!;
    expect(last).toMatchObject({ estimated: null, realised: { mae: { alert: 'high', certain: true }, r2: { alert: 'low', band: null } } });
    expect(regression.detectors.map(({ detector }) => detector)).toEqual(['adwin', 'page-hinkley', 'kswin']);
    expect(regression.detectors[0]!.events.some(({ first }) => first > 1_000 && first < 1_100)).toBe(true);
    const classes = { times: null, truth: Int32Array.from({ length: 90 }, (_, row) => row % 3), predicted: Int32Array.from({ length: 90 }, (_, row) => (row % 9 === 0 ? 1 : row % 3)) };
    const many = performanceReport({ task: 'multiclass', classes: 3, reference: classes, current: classes, chunking: { size: 45 }, seed: '1' });
    expect(many.chunks[0]!.realised!['accuracy']!.value).toBeCloseTo(8 / 9, 12);
    expect(many.estimateMissing).toMatch(/two classes only/);
  });
});

describe('the interval of a ROC AUC', () => {
  it.each([[40, 60, 1], [15, 200, 1.5], [200, 200, 0], [20, 20, 3]])('covers 93 to 98 % of %d positives and %d negatives %d apart', (positives, negatives, apart) => {
    const random = new RandomGenerator('5');
    const truth = Int32Array.from({ length: positives + negatives }, (_, row) => Number(row < positives));
    // Φ(apart / √2) for normal scores.
    const trueArea = { 0: 0.5, 1: 0.760249938906523, 1.5: 0.8555778168267576, 3: 0.9830525732376529 }[apart]!;
    let covered = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const scores = Float64Array.from(truth, (label) => random.normal() + label * apart);
      const { low, high } = rocAucInterval(rocAuc(truth, scores), positives, negatives);
      covered += Number(low <= trueArea && trueArea <= high);
    }
    expect(covered).toBeGreaterThan(930);
    expect(covered).toBeLessThan(985);
  });

  it('has some width where no pair is wrong', () => {
    const { low, high } = rocAucInterval(1, 20, 20);
    expect(high).toBe(1);
    expect(low).toBeLessThan(0.95);
  });
});
