import { describe, expect, it } from 'vitest';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import { narrowed, withModels } from '../../../src/core/validation/report/select.ts';
import { leavesOf } from '../../../src/core/validation/report/leaves.ts';
import { decodeValidation } from '../../../src/core/validation/written/decodeValidation.ts';
import { TextPlaces } from '../../../src/core/pipeline/textPlaces.ts';

const whole = `suites:
  folds:
    kind: cross-validation
    data: train.csv
    target: y
    recipe: training.model:make
    splitter: { kind: time-series, k: 3, time: at, gap: 2 }
    metrics: [f1]
    expect: [accuracy >= 0.8, "mae <= 3e-1"]
  better:
    kind: champion
    data: holdout.csv
    target: y
    metric: roc_auc
    holdOut: true
    require: not-worse
    margin: 0.01
    candidate: { model: models:/churn/2 }
    champion: { model: models:/churn@live, trainedOn: train.csv }
  world:
    kind: scenarios
    data: train.csv
    target: y
    models: [models:/churn/2]
    scenarios:
      winter: { kind: seasonal, where: 'month in (12, 1, 2)', expect: [accuracy >= 0.7] }
      heat: { kind: stress, perturb: [{ shift: { column: t, deviations: 2 } }, { missing: { column: u, rate: 0.1 } }], expect: accuracy >= 0.6 }
  people:
    kind: data
    data: people.csv
    checks:
      ages: { kind: range, column: age, min: 0 }
      times: { kind: range, column: at, min: 2020-01-01 }
      columns: { kind: schema, columns: { age: numeric, name: null } }
`;

function decode(text: string) {
  const decoded = decodeValidation(parseYamlSyntax(text));
  const places = new TextPlaces(text);
  return { ...decoded, told: decoded.problems.map(({ message, start }) => `${places.place(start).line + 1}: ${message}`) };
}

describe('validation.yaml', () => {
  it('is read as it is written', () => {
    const { suites, told, wrong } = decode(whole);
    expect([told, wrong]).toEqual([[], []]);
    expect(suites.map(({ name, kind, range }) => [name, kind, range.start.line])).toEqual([['folds', 'cross-validation', 1], ['better', 'champion', 9], ['world', 'scenarios', 19], ['people', 'data', 27]]);
    expect(suites[0]).toMatchObject({ metrics: ['f1', 'accuracy', 'mae'], splitter: { kind: 'time-series', k: 3, shuffle: false, gap: 2, seed: 0 } });
    expect(suites[1]).toMatchObject({ isHoldOut: true, margin: 0.01, champion: { model: 'models:/churn@live', trainedOn: 'train.csv' } });
    expect(suites[2]).toMatchObject({ scenarios: [{ name: 'winter', minimumRows: 30 }, { perturb: [{ kind: 'shift', unit: 'deviations', by: 2 }, { kind: 'missing', rate: 0.1 }] }] });
    expect(suites[3]).toMatchObject({ checks: [{ rule: { min: 0, max: null } }, { rule: { min: Date.UTC(2020, 0, 1) } }, { rule: { columns: [['age', 'numeric'], ['name', null]] } }] });
    expect(leavesOf(suites[0]!).map(({ name }) => name)).toEqual(['fold 1', 'fold 2', 'fold 3', 'accuracy >= 0.8', 'mae <= 3e-1']);
    expect(leavesOf(suites[2]!).map(({ range }) => range.start.line)).toEqual([25, 26]);
  });

  const wrongs: Array<[what: string, change: [string, string], told: RegExp, suite: string]> = [
    ['an unknown key', ['    metrics:', '    metricz:'], /^8: Suite “folds”: “metricz” is not known/, 'folds'],
    ['a metric that is none', ['accuracy >= 0.8', 'acuracy >= 0.8'], /^9: Suite “folds”: there is no metric “acuracy”/, 'folds'],
    ['an expectation that is none', ['accuracy >= 0.8', 'accuracy = 0.8'], /^9: .*is no expectation/, 'folds'],
    ['no expectation', ['expect: [accuracy >= 0.8, "mae <= 3e-1"]', 'expect: []'], /^9: .*“expect” is missing/, 'folds'],
    ['a recipe that is a path', ['training.model:make', './model.py'], /^6: .*names no function/, 'folds'],
    ['one fold', ['k: 3', 'k: 1'], /^7: .*“k” is not a whole number of at least 2/, 'folds'],
    ['a splitter’s key of another kind', ['kind: time-series, k: 3, time: at, gap: 2', 'kind: group, k: 3, group: team, gap: 2'], /^7: .*“gap” says nothing to group/, 'folds'],
    ['a model against a recipe', ['candidate: { model: models:/churn/2 }', 'candidate: { recipe: "a:b" }'], /^18: .*cannot be compared with a fitted model/, 'better'],
    ['not worse without a margin', ['    margin: 0.01\n', ''], /“margin” is missing/, 'better'],
    ['a condition that is none', ['month in (12, 1, 2)', 'month in 12'], /^26: .*“where” is not understood/, 'world'],
    ['a scenario like the data as a whole', ["where: 'month in (12, 1, 2)', ", ''], /^26: .*nothing sets it apart/, 'world'],
    ['a rate above one', ['rate: 0.1', 'rate: 1.5'], /^27: .*“rate” is not a number of at least 0 and at most 1/, 'world'],
    ['no limit', [', min: 0 }', ' }'], /^32: .*neither “min” nor “max”/, 'people'],
    ['no kind', ['kind: range, column: age', 'column: age'], /^32: .*“kind” is missing/, 'people'],
  ];
  it.each(wrongs)('%s is a problem at its line, and takes only its suite away', (_, [from, to], told, suite) => {
    const text = whole.replace(from, to);
    expect(text).not.toBe(whole);
    const decoded = decode(text);
    expect(decoded.told.join('\n')).toMatch(new RegExp(told.source, 'm'));
    expect(decoded.wrong).toEqual([suite]);
    expect(decoded.suites).toHaveLength(3);
  });

  it.each(['', 'suites:\n', '- a\n', 'suites: 3\n', 'suites: {a: 1}\n', 'suites:\n  a: {kind: data}\n', 'a: [\n', '\u0000', 'suites:\n  a: {kind: scenarios, data: x, target: y, models: [m], scenarios: {s: 1}}\n'])('never throws: %j', (text) => {
    expect(decode(text).suites).toEqual([]);
  });

  it('runs some leaves alone, folds never', () => {
    const { suites } = decode(whole);
    expect(narrowed(suites[3]!, new Set(['ages']))).toMatchObject({ checks: [{ name: 'ages' }] });
    expect(narrowed(suites[3]!, new Set(['nope']))).toBeUndefined();
    expect(narrowed(suites[0]!, new Set(['fold 2']))).toBe(suites[0]);
    expect(withModels(suites[1]!, ['models:/churn/3'])).toMatchObject({ candidate: { model: 'models:/churn/3', trainedOn: null } });
    expect(withModels(suites[2]!, ['a', 'b', 'a'])).toMatchObject({ models: ['a', 'b'] });
  });
});
