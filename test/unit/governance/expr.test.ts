import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/core/governance/ledger/caseOf.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { Evidence } from '../../../src/core/governance/policy/evidence.ts';
import { checkExpr, type ExprCheck } from '../../../src/core/governance/policy/rules/expr.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { candidate } from './ledgers.ts';

const policyWith = (text: string, more = '') => `version: 1\nmodels:\n  churn: { environments: [production] }\nrules:\n  - id: it\n    expr: ${JSON.stringify(text)}\n${more}`;

function problemsOf(text: string, more = '') {
  const written = policyWith(text, more);
  return decodePolicy(parseYaml(written)).problems.map(({ message, hint, start, end }) => ({ words: `${message} ${hint}`, at: written.slice(start, end) }));
}

type Value = number | string | boolean | readonly [number, string];

/** What the rule says of these readings. */
function judged(text: string, values: Readonly<Record<string, Value>>, more = '', asOf = '2026-01-01T00:00:00.000Z') {
  const { policy, problems } = decodePolicy(parseYaml(policyWith(text, more)));
  expect(problems).toEqual([]);
  const readings = new Map(Object.entries(values).map(([path, value]) => [path, typeof value === 'object' ? { value: value[0], unit: value[1], samples: null } : { value, unit: null, samples: null }] as const));
  const evidence = new Evidence([{ item: { kind: 'metrics', digest: 'a'.repeat(64), from: 'x', asOf, values: readings }, entry: 'b'.repeat(64) }]);
  return checkExpr(policy!.rules[0]!.check as ExprCheck, { candidate: candidate(), evidence, champion: null, about: {} as Case, makers: { authors: { people: [] }, trainer: null }, now: '2026-01-02T00:00:00.000Z' });
}

describe('an expression', () => {
  it.each([
    ['!(m.gap > 0.05)', { 'metrics.gap': NaN }],
    ['!(metrics.gap > 0.05)', { 'metrics.gap': 'NaN' }],
    ['m.missing <= 0.05 || true', {}],
    ['true || m.missing <= 0.05', {}],
    ['m.missing > 1.0 || m.auc > 0.5', { 'metrics.auc': 0.9 }],
    ['m.auc > 0.5 || m.missing > 1.0', { 'metrics.auc': 0.9 }],
    ['m.auc > 0.5 ? true : m.missing > 1.0', { 'metrics.auc': 0.9 }],
    ['false && m.missing > 1.0 || m.auc > 0.5', { 'metrics.auc': 0.9 }],
    ['m.gap != 0.5', { 'metrics.gap': NaN }],
    ['m.gap != 0.5', { 'metrics.gap': Infinity }],
    ['m.gap != 0.5', { 'metrics.gap': 'none' }],
    ['m.gap != 0.5', { 'metrics.gap': true }],
    ['!(m.gap < 0.5)', { 'metrics.gap': -Infinity }],
    ['!(drift.verdict == "drift")', { 'drift.verdict': 1 }],
    ['!(code.isClean == false)', { 'code.isClean': 'no' }],
    // A number that has no value, made of ones that have.
    ['!(m.a / m.b > 0.05)', { 'metrics.a': 0, 'metrics.b': 0 }],
    ['m.a / m.b > 0.05', { 'metrics.a': 1, 'metrics.b': 0 }],
    ['m.a / m.b > 0.05 || true', { 'metrics.a': 1, 'metrics.b': 0 }],
    ['!(m.a % m.b > 0.0)', { 'metrics.a': 1, 'metrics.b': 0 }],
    ['m.a * 1e300 != 1.0', { 'metrics.a': 1e300 }],
    ['!(m.a > 0.0 / 0.0)', { 'metrics.a': 1 }],
  ] as const)('%s with %j is unknown', (text, values) => {
    expect(judged(text, values)).toMatchObject({ outcome: 'unknown' });
  });

  it.each([
    ['has(m.x) ? m.x > 1.0 : true', 'has(m.x)', 'missing evidence is unknown'],
    ['m[code.isClean] > 0.5', 'code.isClean', 'a key that is computed'],
    ['m["a" + "b"] > 0.5', '"a" + "b"', 'a key that is computed'],
    ['m[0] > 0.5', '0', 'a key that is computed'],
    ['[m.a, m.b].all(x, x > 0.5)', '[m.a, m.b].all(x, x > 0.5)', 'all() cannot be used here'],
    ['[m.a].exists(x, x > 0.5)', '[m.a].exists(x, x > 0.5)', 'exists() cannot be used here'],
    ['[1.0].map(x, m.a)[0] > 0.5', '[1.0].map(x, m.a)', 'only evidence has names'],
    ['cel.bind(x, m.a, x > 0.5)', 'cel.bind(x, m.a, x > 0.5)', 'bind() cannot be used here'],
    ['dyn(m.a) > 0.5', 'dyn(m.a)', 'dyn() cannot be used here'],
    ['data.pinnedBy.matches("(a+)+$")', 'data.pinnedBy.matches("(a+)+$")', 'matches() cannot be used here'],
    ['{"a": m.x}.a > 1.0', '{"a": m.x}', 'only evidence has names'],
    ['metric.auc > 0.5', 'metric.auc', 'Did you mean “metrics.auc”?'],
    ['drift.shareDrfted < 0.3', 'drift.shareDrfted', 'Did you mean “drift.shareDrifted”?'],
    ['drift.shareDrifted.x < 0.3', 'drift.shareDrifted.x', 'there is no evidence'],
    ['auc > 0.5', 'auc', '“auc” is no evidence'],
    ['metrics == metrics', 'metrics', '“metrics” is no evidence'],
    ['(metrics).auc > 0.5', 'metrics).auc', 'Write it plainly'],
    ['metrics["a\\"b"] > 0.5', 'metrics[', 'Write it plainly'],
    ['metrics.auc', 'metrics.auc', 'answers with a number'],
    ['metrics.auc + 1', 'metrics.auc + 1', 'answers with a number'],
    ['metrics.auc == "high"', 'metrics.auc == ', 'Compare numbers with numbers'],
    ['metrics.auc > 0.5 && drift.verdict', '', 'bool'],
    ['drift.verdict > 3', 'drift.verdict > 3', 'Compare numbers with numbers'],
    ['metrics.auc == null', 'null', 'neither a number'],
    ['1.0 < 2.0', '1.0 < 2.0', 'it reads no evidence'],
    ['true', 'true', 'it reads no evidence'],
    ['metrics.auc > 1 / 2', '1 / 2', 'Write 1.0 / 2.0'],
    ['metrics.auc > 1e999', '1e999', 'Infinity'],
    ['metrics.auc >', '', 'no CEL'],
    ['metrics.?auc > 0.5', '', 'no CEL'],
    [`${'('.repeat(60)}metrics.auc > 0.5${')'.repeat(60)}`, '', 'Depth'],
    [Array.from({ length: 70 }, (_, at) => `m.a${at} > 0.5`).join(' || ').slice(0, 990).replace(/ \|\| [^|]*$/, ''), '', 'maxAstNodes'],
    [`${Array.from({ length: 65 }, (_, at) => `m.a${at}`).join(' + ')} > 1.0`, '', 'more than 60 paths'],
    [`metrics.auc > 0.5 ${'|| metrics.auc > 0.5 '.repeat(60)}`, '', 'longer than 1000'],
  ])('%s is refused', (text, at, words) => {
    const problems = problemsOf(text);
    expect(problems.filter((one) => one.words.includes(words)), JSON.stringify(problems)).not.toEqual([]);
    if (at !== '' && !text.includes('"')) expect(problems.map((one) => one.at)).toContain(at);
  });

  it.each([
    ['metrics.p95_ms <= 120.0 && artifact.bytes < 500000000', { 'metrics.p95_ms': 80, 'artifact.bytes': 4e8 }, 'pass'],
    ['metrics.p95_ms <= 120.0 && artifact.bytes < 500000000', { 'metrics.p95_ms': 80, 'artifact.bytes': 6e8 }, 'fail'],
    ['metrics.p95_ms <= 120 && !(metrics.p95_ms == 100)', { 'metrics.p95_ms': 100 }, 'fail'],
    ['metrics["val/loss"] * 2 < 1 + metrics . auc', { 'metrics.val/loss': 0.5, 'metrics.auc': 0.9 }, 'pass'],
    ['m.test.auc - m.train.auc > -0.05', { 'metrics.test.auc': 0.8, 'metrics.train.auc': 0.84 }, 'pass'],
    ['m.auc >= 0.8 ? m.gap < 0.1 : m.gap < 0.05', { 'metrics.auc': 0.7, 'metrics.gap': 0.07 }, 'fail'],
    ['reproduction.level in ["L3", "L4"] && code.isClean', { 'reproduction.level': 'L4', 'code.isClean': true }, 'pass'],
    ['drift.report.startsWith("reports/") && columns.train.names.ssn == false', { 'drift.report': 'reports/d.json', 'columns.train.names.ssn': true }, 'fail'],
    ['m.a/m.b < 0.5 && -m.a < 0 && 1 < m.b && 2.0 != m.b', { 'metrics.a': 1, 'metrics.b': 3 }, 'pass'],
  ] as const)('%s with %j: %s', (text, values, outcome) => {
    expect(judged(text, values)).toMatchObject({ outcome, expected: text });
  });

  it('is unknown for a number of another unit than the rule declares, or of a future', () => {
    const units = '    units: { metrics.p95_ms: ms }\n';
    expect(judged('metrics.p95_ms <= 120.0', { 'metrics.p95_ms': [80, 'ms'] }, units).outcome).toBe('pass');
    expect(judged('metrics.p95_ms <= 120.0', { 'metrics.p95_ms': [80, 's'] }, units)).toMatchObject({ outcome: 'unknown', reason: 'metrics.p95_ms is in s, the rule is in ms.' });
    expect(judged('metrics.p95_ms <= 120.0', { 'metrics.p95_ms': 80 }, units)).toMatchObject({ outcome: 'unknown' });
    expect(judged('metrics.p95_ms <= 120.0', { 'metrics.p95_ms': 80 }, '', '2026-01-03T00:00:00.000Z')).toMatchObject({ outcome: 'unknown' });
    expect(problemsOf('metrics.p95_ms <= 120.0', '    units: { metrics.p95: ms }\n')[0]).toMatchObject({ words: expect.stringContaining('Did you mean “metrics.p95_ms”?') as string });
    expect(problemsOf('code.isClean', '    units: { code.isClean: ms }\n')).toHaveLength(1);
  });
});
