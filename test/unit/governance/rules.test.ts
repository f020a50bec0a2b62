import { describe, expect, it } from 'vitest';
import { candidate } from './ledgers.ts';
import { held, lately, ruleOf, type Given, type Readings } from './evidences.ts';

const measured = (value: number, unit: string | null = null, samples: number | null = 10_000): Given => ({ value, unit, samples });
const drift: Readings = { 'drift.verdict': { value: 'drift' }, 'drift.report': { value: 'reports/drift.json' }, 'drift.columns': { value: 10 }, 'drift.shareDrifted': { value: 0.2, samples: 9 }, 'drift.largest.psi': { value: 0.1, samples: 9 } };
const columns: Readings = { 'columns.train': { value: 2 }, 'columns.train.names.age': { value: true }, 'columns.train.names.region': { value: true }, 'columns.train.rows': { value: 9000 }, 'columns.train.scanned': { value: 5000 }, 'columns.train.possible.email': { value: 0 } };
const groups = (metric: string, column: string, values: Readonly<Record<string, Given>>): Readings => ({ [`slices.${metric}.${column}`]: { value: Object.keys(values).length }, ...Object.fromEntries(Object.entries(values).map(([group, one]) => [`slices.${metric}.${column}.${group}`, one])) });

interface Kind {
  readonly rule: string;
  readonly good: Readings;
  readonly champion?: Readings;
  /** What does not have to be there. */
  readonly spare?: readonly string[];
  /** Which readings have a greatest age. */
  readonly aged?: readonly string[];
  /** Readings of which a wrong unit is seen. */
  readonly units?: readonly string[];
  /** Fails where this replaces what is good. */
  readonly bad: Readings;
}

const kinds: Readonly<Record<string, Kind>> = {
  metric: { rule: 'metric: { path: metrics.p95_ms, max: 120, unit: ms, min_samples: 100, max_age: 7d }', good: { 'metrics.p95_ms': measured(80, 'ms') }, aged: ['metrics.p95_ms'], units: ['metrics.p95_ms'], bad: { 'metrics.p95_ms': measured(121, 'ms') } },
  champion: { rule: 'champion: { metric: auc, direction: higher, min_gain: 0.005, on: test, min_samples: 5000 }', good: { 'metrics.test.auc': measured(0.86) }, champion: { 'metrics.test.auc': measured(0.855) }, units: ['metrics.test.auc'], bad: { 'metrics.test.auc': measured(0.859) } },
  'champion, lower': { rule: 'champion: { metric: mae, direction: lower, min_gain: 0.1 }', good: { 'metrics.test.mae': measured(1) }, champion: { 'metrics.test.mae': measured(1.2) }, units: ['metrics.test.mae'], bad: { 'metrics.test.mae': measured(1.15) } },
  'champion, within noise': { rule: 'champion: { metric: auc, direction: higher, min_gain: 0.005, bound: lower95 }', good: { 'champion.artifact': { value: '6'.repeat(64) }, 'champion.test.auc.lower95': measured(0.006) }, champion: {}, bad: { 'champion.test.auc.lower95': measured(-0.001) } },
  'champion, within noise, lower': { rule: 'champion: { metric: mae, direction: lower, bound: lower95 }', good: { 'champion.artifact': { value: '6'.repeat(64) }, 'champion.test.mae.upper95': measured(-0.1) }, champion: {}, bad: { 'champion.test.mae.upper95': measured(0.1) } },
  'champion, first release': { rule: 'champion: { metric: auc, direction: higher, min_samples: 5000 }\nfirst_release: { metric: auc, min: 0.80 }', good: { 'metrics.test.auc': measured(0.8) }, bad: { 'metrics.test.auc': measured(0.79) } },
  slice_gap: {
    rule: 'slice_gap: { metric: recall, by: [age, region], max: 0.05, min_samples: 200 }',
    good: { ...groups('recall', 'age', { young: measured(0.8), old: measured(0.85) }), ...groups('recall', 'region', { n: measured(0.8), s: measured(0.81), w: measured(0.82) }) },
    bad: { 'slices.recall.region.w': measured(0.9) },
  },
  drift: { rule: 'drift: { report: reports/drift.json, measure: psi, max: 0.2, max_share_drifted: 0.3, max_age: 7d }', good: drift, aged: Object.keys(drift), bad: { 'drift.largest.psi': { value: 0.3, samples: 9 } } },
  'drift, verdict': { rule: 'drift: { max_age: 7d }', good: { 'drift.verdict': { value: 'no-drift' } }, aged: ['drift.verdict'], bad: { 'drift.verdict': { value: 'drift' } } },
  card: { rule: 'card: { required: [owner, limitations], min_words: { limitations: 20 } }', good: { 'card.owner.words': { value: 1 }, 'card.limitations.words': { value: 20 } }, bad: { 'card.limitations.words': { value: 19 } } },
  columns: { rule: 'columns: { dataset: train, forbid: [ssn, "*_phone"], scan: [email], sample_rows: 5000 }', good: columns, spare: ['columns.train.rows'], bad: { 'columns.train.possible.email': { value: 3 } } },
  'columns, names': { rule: 'columns: { dataset: train, forbid: [ssn, "*_phone"] }', good: columns, spare: ['columns.train.rows', 'columns.train.scanned', 'columns.train.possible.email'], bad: { 'columns.train': { value: 3 }, 'columns.train.names.Home_PHONE': { value: true } } },
  'reproduce, metrics': { rule: 'reproduce: { mode: metrics, tolerance: { auc: 0.001, mae: { relative: 0.01 } }, max_age: 30d }', good: { 'metrics.auc': measured(0.86), 'reproduction.metrics.auc': measured(0.861), 'metrics.mae': measured(100), 'reproduction.metrics.mae': measured(101) }, aged: ['reproduction.metrics.auc', 'reproduction.metrics.mae'], bad: { 'reproduction.metrics.mae': measured(102) } },
  'reproduce, bytes': { rule: 'reproduce: { mode: bytes, max_age: 30d }', good: { 'reproduction.level': { value: 'L4' } }, aged: ['reproduction.level'], bad: { 'reproduction.level': { value: 'L3' } } },
  'reproduce, level': { rule: 'reproduce: { level: L2 }', good: { 'reproduction.level': { value: 'L3' } }, bad: { 'reproduction.level': { value: 'L1' } } },
  pinned: { rule: 'pinned: { data: dvc, code: clean-commit, params: true, environment: lockfile }', good: { 'data.pinnedBy': { value: 'dvc' }, 'code.isClean': { value: true }, 'environment.lock': { value: 'abc' } }, bad: {} },
  expr: { rule: 'expr: "metrics.p95_ms <= 120.0 && artifact.bytes < 500000000"\nunits: { metrics.p95_ms: ms }', good: { 'metrics.p95_ms': measured(80, 'ms'), 'artifact.bytes': measured(1000, 'B') }, units: ['metrics.p95_ms'], bad: { 'metrics.p95_ms': measured(121, 'ms') } },
};

describe.each(Object.entries(kinds))('%s', (_, { rule: written, good, champion, spare = [], aged = [], units = [], bad }) => {
  const rule = ruleOf(written);
  const outcome = (readings: Readings, runs = champion) => held(rule, readings, { champion: runs ?? null }).outcome;
  const without = (path: string): Readings => Object.fromEntries(Object.entries(good).filter(([one]) => one !== path));
  const needed = Object.keys(good).filter((path) => !spare.includes(path));

  it('passes and fails as it says', () => {
    expect(held(rule, good, { champion: champion ?? null })).toMatchObject({ outcome: 'pass' });
    if (Object.keys(bad).length > 0) expect(held(rule, { ...good, ...bad }, { champion: champion ?? null })).toMatchObject({ outcome: 'fail' });
  });

  it('is no pass where a part is missing, not finite, a text, or of the future', () => {
    for (const path of needed) {
      expect(outcome(without(path)), `without ${path}`).not.toBe('pass');
      const given = good[path]!;
      for (const value of typeof given.value === 'number' ? [NaN, Infinity, -Infinity, 'NaN', true] : [NaN, 0, '']) {
        // A forbidden column is one whatever stands at its name.
        if (!path.includes('.names.')) expect(outcome({ ...good, [path]: { ...given, value } }), `${path} ${String(value)}`).not.toBe('pass');
      }
      if (!path.includes('.names.')) expect(outcome({ ...good, [path]: { ...given, asOf: '2026-01-10T00:06:00.000Z' } }), `${path} of the future`).toBe('unknown');
      expect(outcome({ ...good, [path]: { ...given, asOf: '2026-01-10T00:04:00.000Z' } }), `${path} by another clock`).toBe(path.startsWith('drift.') && needed.length > 1 ? 'unknown' : 'pass');
    }
    expect(outcome({})).toBe('unknown');
  });

  it('is unknown where it is too old, of another unit, or from too few samples', () => {
    const older = (asOf: string) => Object.fromEntries(Object.entries(good).map(([path, given]) => [path, aged.includes(path) ? { ...given, asOf } : given]));
    if (aged.length > 0) expect([outcome(older('2025-11-09T23:59:59.000Z')), outcome(older('2026-01-04T00:00:00.000Z'))]).toEqual(['unknown', 'pass']);
    for (const path of units) expect(outcome({ ...good, [path]: { ...good[path]!, unit: 's' } })).toBe('unknown');
    if (!/min_samples/.test(written)) return;
    for (const path of needed.filter((one) => typeof good[one]?.samples === 'number')) for (const samples of [99, null]) expect(outcome({ ...good, [path]: { ...good[path]!, samples } }), path).toBe('unknown');
  });

  it('is unknown where nothing is known of what runs', () => {
    if (champion === undefined || Object.keys(champion).length === 0) return;
    expect(outcome(good, {})).toBe('unknown');
    for (const [path, given] of Object.entries(champion)) for (const value of [NaN, 'NaN']) expect(outcome(good, { [path]: { ...given, value } })).toBe('unknown');
  });
});

describe('rules', () => {
  it('of champions are unknown against another model than what runs, and on a first release without its limits', () => {
    const bound = ruleOf('champion: { metric: auc, direction: higher, bound: lower95 }');
    expect(held(bound, { 'champion.artifact': { value: '5'.repeat(64) }, 'champion.test.auc.lower95': measured(0.1) }, { champion: {} })).toMatchObject({ outcome: 'unknown', reason: 'It was compared with another model than what runs.' });
    expect(held(ruleOf('champion: { metric: auc, direction: higher }'), { 'metrics.test.auc': measured(0.9) })).toMatchObject({ outcome: 'unknown', observed: 'nothing runs yet' });
    expect(held(ruleOf('champion: { metric: auc, direction: higher, min_gain: -0.01 }'), { 'metrics.test.auc': measured(0.85) }, { champion: { 'metrics.test.auc': measured(0.855) } })).toMatchObject({ outcome: 'pass', reason: 'Worse by 0.005, which is allowed.' });
  });

  it('of slices leave a small group out only where the policy says so, and tell a gap that is there', () => {
    const small = groups('recall', 'age', { a: measured(0.8), b: measured(0.82), c: measured(0.1, null, 20) });
    const rule = (more: string) => ruleOf(`slice_gap: { metric: recall, by: [age], max: 0.05, min_samples: 200${more} }`);
    expect(held(rule(''), small)).toMatchObject({ outcome: 'unknown', reason: 'slices.recall.age.c is from 20 samples, the rule asks for 200.' });
    expect(held(rule(', small_slices: ignore'), small).outcome).toBe('pass');
    expect(held(rule(', small_slices: ignore'), groups('recall', 'age', { a: measured(0.8), c: measured(0.1, null, 20) })).outcome).toBe('unknown');
    const two = ruleOf('slice_gap: { metric: recall, by: [region, age], max: 0.05 }');
    expect(held(two, groups('recall', 'age', { a: measured(0.8), b: measured(0.9) }))).toMatchObject({ outcome: 'fail', reason: 'age: a is 0.1 below b.' });
  });

  it('of drift count what could not be judged against the share, and take no parts of two reports', () => {
    const rule = ruleOf('drift: { measure: psi, max: 0.2, max_share_drifted: 0.3, max_age: 7d }');
    expect(held(rule, { ...drift, 'drift.shareDrifted': { value: 0.2, samples: 8 } })).toMatchObject({ outcome: 'unknown', reason: '2 of 10 columns could not be judged.' });
    expect(held(ruleOf('drift: { measure: psi, max: 0.2 }'), drift)).toMatchObject({ outcome: 'unknown', reason: 'psi is known of 9 of 10 columns only.' });
    expect(held(rule, { ...drift, 'drift.shareDrifted': { value: 0.1, samples: 9, asOf: '2026-01-08T00:00:00.000Z' } })).toMatchObject({ outcome: 'unknown', reason: 'drift.shareDrifted is of another window than the verdict.' });
    expect(held(rule, { ...drift, 'drift.verdict': { value: 'unknown' } })).toMatchObject({ outcome: 'unknown', reason: 'The report could not tell.' });
    expect(held(ruleOf('drift: { report: other.json }'), drift)).toMatchObject({ outcome: 'unknown', reason: 'The evidence of drift is not from other.json.' });
    // The end of the window, not when the report was made: that is what `asOf` is.
    const old = Object.fromEntries(Object.entries(drift).map(([path, given]) => [path, { ...given, asOf: '2026-01-01T00:00:00.000Z' }]));
    expect(held(rule, old)).toMatchObject({ outcome: 'unknown', observed: '9 days old', reason: 'The data of the drift report ended 9 days ago.' });
  });

  it('of columns ask for enough rows, or for all', () => {
    const all = ruleOf('columns: { dataset: train, scan: [email] }');
    expect(held(all, columns)).toMatchObject({ outcome: 'unknown', reason: '5000 of 9000 rows of train were searched.' });
    expect(held(all, { ...columns, 'columns.train.rows': { value: 5000 } }).outcome).toBe('pass');
    const some = ruleOf('columns: { dataset: train, scan: [email], sample_rows: 6000 }');
    expect([held(some, columns).outcome, held(some, { ...columns, 'columns.train.rows': { value: 5000 } }).outcome]).toEqual(['unknown', 'pass']);
    expect(held(all, { ...columns, 'columns.train': { value: 3 } })).toMatchObject({ outcome: 'unknown', reason: 'train has 3 columns, 2 of them are known.' });
  });

  it('of pins say what is loose', () => {
    const rule = ruleOf(kinds['pinned']!.rule);
    const loose = (over: Parameters<typeof candidate>[0], readings: Readings = kinds['pinned']!.good) => held(rule, readings, { over: { candidate: candidate(over) } });
    expect(loose({ data: null, params: null, commit: null })).toMatchObject({ outcome: 'unknown', observed: '1 of 4', reason: 'The versions of its data are not known. Its commit is not known. Its params are not known.' });
    expect(loose({}, { ...kinds['pinned']!.good, 'data.pinnedBy': { value: 'git' } })).toMatchObject({ outcome: 'unknown', reason: 'Its data is held by git, not dvc.' });
    expect(loose({}, { ...kinds['pinned']!.good, 'code.isClean': { value: false } })).toMatchObject({ outcome: 'unknown', reason: 'It ran on changes that are in no commit.' });
    expect(held(ruleOf('pinned: { data: true, code: true }'), { 'code.isClean': { value: true, asOf: lately } }).outcome).toBe('pass');
  });
});
