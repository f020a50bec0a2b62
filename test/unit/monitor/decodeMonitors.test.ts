import { expect, it } from 'vitest';
import { decodeMonitors } from '../../../src/core/monitor/decodeMonitors.ts';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';

const decode = (text: string) => decodeMonitors(parseYamlSyntax(text));

it('reads everything a monitor can say', () => {
  const { monitors, problems } = decode(`
monitors:
  churn:
    model: churn@champion
    reference: data/train.parquet
    current: data/live.csv
    window: 7d
    time: at
    entity: user
    required: [age]
    domains: { plan: [free, pro], flag: [0, 1] }
    segments: plan
    thresholds: { numericEffect: 0.2 }
    performance: { metric: accuracy, atLeast: 0.8 }
    quality:
      known: { kind: nulls, column: age, max: 0.02 }
      late: { kind: fresh, column: at, within: 2d, retrain: true }
    retrain: { windows: 2 of 4, cooldown: 14d, policy: run, stage: train }
`);
  expect(problems).toEqual([]);
  expect(monitors).toMatchObject([
    {
      name: 'churn',
      range: { start: { line: 2, character: 2 } },
      window: { kind: 'time', ms: 604_800_000 },
      columns: { required: ['age'], domains: { plan: ['free', 'pro'], flag: ['0', '1'] }, segments: ['plan'], time: 'at', entity: 'user', prediction: null },
      thresholds: { numericEffect: 0.2 },
      performance: { metric: 'accuracy', direction: 'atLeast', limit: 0.8 },
      quality: [
        { name: 'known', rule: { kind: 'nulls', column: 'age', max: 0.02 }, retrains: false },
        { name: 'late', rule: { kind: 'fresh', column: 'at', withinMs: 172_800_000 }, retrains: true },
      ],
      retrain: { when: 'drift', least: 2, of: 4, cooldownMs: 1_209_600_000 },
      onRetrain: { policy: 'run', stage: 'train', command: [] },
    },
  ]);
});

it('retrains on 2 of 3 windows with seven days of rest where nothing else is said, and only where it is asked to', () => {
  const { monitors } = decode('monitors:\n  a: { reference: r.csv, current: c.csv, retrain: {} }\n  b: { reference: r.csv, current: c.csv }\n');
  expect(monitors.map(({ retrain }) => retrain)).toEqual([{ when: 'drift', least: 2, of: 3, cooldownMs: 604_800_000 }, null]);
  expect(monitors[0]).toMatchObject({ window: { kind: 'whole' }, onRetrain: { policy: 'propose' } });
});

it.each([
  ['monitors: [a]', '“monitors” is not a map', '[a]'],
  ['monitors:\n  a: { current: c.csv }', 'Monitor “a”: “reference” is missing', '{ current: c.csv }'],
  ['monitors:\n  a: { reference: r, current: c, window: 7 days }', '“window: 7 days” is not understood', '7 days'],
  ['monitors:\n  a: { reference: r, current: c, window: 7d }', 'a window of time needs a time column', '7d'],
  ['monitors:\n  a: { reference: r, current: c, treshold: 1 }', '“treshold” is not known here', 'treshold'],
  ['monitors:\n  a: { reference: r, current: c, thresholds: { nullShare: 2 } }', '“nullShare” is not a number of at least 0 and at most 1', '2'],
  ['monitors:\n  a: { reference: r, current: c, retrain: { windows: 4 of 3 } }', '“windows: 4 of 3” is not understood', '4 of 3'],
  ['monitors:\n  a: { reference: r, current: c, retrain: { when: schedule } }', 'a schedule needs “every”', 'schedule'],
  ['monitors:\n  a: { reference: r, current: c, retrain: { when: performance } }', 'there is no performance to go by', 'performance'],
  ['monitors:\n  a: { reference: r, current: c, performance: { metric: f1 } }', 'needs either “atLeast” or “atMost”', 'f1'],
  ['monitors:\n  a: { reference: r, current: c, performance: { metric: acuracy, atLeast: 0.9 }, retrain: { when: performance } }', 'there is no metric “acuracy”', 'acuracy'],
  ['monitors:\n  a: { reference: r, current: c, performance: { metric: roc_auc, atLeast: 0.9 } }', '“roc_auc” is made of scores', 'roc_auc'],
  ['monitors:\n  a: { reference: r, current: c, quality: { q: { kind: nulls, column: x } } }', '“max” is no share', '{ kind: nulls, column: x }'],
  ['monitors:\n  a: { reference: r, current: c, quality: { q: { kind: rows, min: 1, retrian: true } } }', '“retrian” is not known here', 'retrian'],
  ['monitors:\n  --out=x: { reference: r, current: c }', 'a name does not begin with', '{ reference: r, current: c }'],
  ['monitors:\n  a: {', 'no valid YAML', ''],
])('%j is told with its place', (text, message, place) => {
  const { problems } = decode(text);
  expect(problems[0]?.message).toContain(message);
  expect(text.slice(problems[0]?.start, problems[0]?.end)).toBe(place);
  expect(problems[0]?.hint).not.toBe('');
  expect(problems).toHaveLength(1);
});

it('keeps the monitors beside a wrong one', () => {
  const { monitors, wrong, problems } = decode('monitors:\n  a: { reference: r.csv }\n  b: { reference: r.csv, current: c.csv }\n  c: text\n');
  expect(monitors.map(({ name }) => name)).toEqual(['b']);
  expect(problems).toHaveLength(2);
  expect([...wrong].map(([name, { message }]) => [name, message])).toEqual([['a', 'Monitor “a”: “current” is missing.'], ['c', 'Monitors: “c” is not a map.']]);
});
