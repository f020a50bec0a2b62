import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { rulesDigest } from '../../../src/core/governance/policy/rulesDigest.ts';
import { TextPlaces } from '../../../src/core/pipeline/textPlaces.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';

const example = readFileSync(new URL('../../fixtures/governance/policy.yaml', import.meta.url), 'utf8');
const read = (text: string) => decodePolicy(parseYaml(text));
const policyOf = (text: string) => {
  const { policy, problems } = read(text);
  expect(problems).toEqual([]);
  return policy!;
};
/** Each problem as `line: what it points at | message hint`. */
const problemsOf = (text: string) => {
  const { policy, problems } = read(text);
  expect(policy).toBeNull();
  const places = new TextPlaces(text);
  return problems.map(({ message, hint, start, end }) => `${places.place(start).line + 1}: ${text.slice(start, end).split('\n')[0]} | ${message} ${hint}`);
};

describe('a policy', () => {
  it('as the facts write it is read with everything it says', () => {
    const { models, rules, waivers, genesis } = policyOf(example);
    expect(genesis).toBeNull();
    expect(models.get('churn')).toEqual({ environments: ['staging', 'production'], authorsSince: null, isAnchorOptional: false, evidenceFrom: new Map([['production', ['ci']]]) });
    expect(Object.fromEntries(rules.map(({ id, check }) => [id, check]))).toEqual({
      'beats-champion': { kind: 'champion', metric: 'auc', direction: 'higher', minGain: 0.005, minSamples: 5000, on: 'test', bound: null, firstRelease: { metric: 'auc', min: 0.8, max: null } },
      'fair-across-groups': { kind: 'slice_gap', metric: 'recall', by: ['age_band', 'region'], max: 0.05, minSamples: 200, smallSlices: 'unknown' },
      'calm-inputs': { kind: 'drift', report: 'reports/drift.json', measure: 'psi', max: 0.2, maxShareDrifted: 0.3, maxAgeMs: 7 * 86_400_000 },
      'pinned-inputs': { kind: 'pinned', parts: new Map<string, string | true>([['data', 'dvc'], ['code', 'clean-commit'], ['params', true], ['environment', 'lockfile']]) },
      reproducible: { kind: 'reproduce', level: null, tolerance: new Map([['auc', { by: 0.001, of: 'absolute' }]]), maxAgeMs: 30 * 86_400_000 },
      'two-people': { kind: 'approvals', require: [{ role: 'ml-lead', count: 1 }, { role: 'risk', count: 1 }], distinctPeople: true, not: ['author', 'trainer', 'requester'], expiresMs: 90 * 86_400_000 },
      'card-complete': { kind: 'card', required: ['owner', 'intended_use', 'out_of_scope', 'limitations', 'training_data', 'evaluation', 'ethical_considerations'], minWords: new Map([['limitations', 20]]) },
      'no-pii': { kind: 'columns', dataset: 'train', forbid: ['ssn', 'email', 'full_name', '*_phone'], scan: ['email', 'iban', 'us-ssn'], sampleRows: 5000 },
      latency: { kind: 'expr', text: 'metrics.p95_ms <= 120.0 && artifact.bytes < 500000000', units: new Map() },
    });
    expect(rules.map(({ environments }) => environments?.join())).toEqual(['production', undefined, undefined, undefined, undefined, 'production', undefined, undefined, undefined]);
    expect(waivers).toEqual({ maxDays: 30, approvedBy: 'risk', notWaivable: ['two-people', 'pinned-inputs', 'no-pii'] });
  });

  it.each([
    ['slice_gap:', 'slicegap:', 'slicegap', '“slicegap” is not known here. Did you mean “slice_gap”'],
    ['small_slices: unknown', 'small_slices: skip', 'skip', '“small_slices” is “skip”, which is not known.'],
    ['small_slices', 'smal_slices', 'smal_slices', 'Did you mean “small_slices”?'],
    ['data: dvc', 'data: dcv', 'dcv', 'Did you mean “dvc”?'],
    ['code: clean-commit', 'code: commit', 'commit', 'One of: clean-commit.'],
    ['signed: true', 'signed: false', 'false', 'not signed counts for nobody'],
    ['any_role: blocks', 'any_role: ignored', 'ignored', 'One of: blocks.'],
    ['until: superseded', 'until: outvoted', 'outvoted', 'One of: superseded.'],
    ['drift-breach]', 'drift]', '[model, data, policy, drift]', '“drift” is not known. Did you mean “drift-breach”?'],
    ['mode: metrics', 'mode: roughly', 'roughly', 'One of: metrics, bytes.'],
    ['auc: 0.001', 'auc: { relativ: 0.1 }', 'relativ', 'Did you mean “relative”?'],
    ['auc: 0.001', 'auc: .inf', '.inf', 'is not a number of at least 0'],
    ['max: 0.05', 'max: .inf', '.inf', 'is not a number'],
    ['max_age: 7d', 'max_age:', 'max_age', '“max_age” has nothing behind it.'],
    ['direction: higher, ', '', 'auc', 'not said which way is better'],
    ['min: 0.80', 'mim: 0.80', 'mim', 'Did you mean “min”?'],
    ['scan: [email,', 'scan: [emial,', '[emial, iban, us-ssn]', '“emial” is not known. Did you mean “email”?'],
    ['report: reports/drift.json', 'report: ../drift.json', '../drift.json', 'below the repository'],
    ['limitations: 20', 'limitation: 20', 'limitation', 'Did you mean “limitations”?'],
    ['count: 1 }, {', 'count: 0 }, {', '0', 'at least 1'],
    ['role: risk, count: 1', 'role: ml-lead, count: 1', '[ { role', 'ml-lead is asked for twice'],
    ['env: production\n    approvals', 'env: prod\n    approvals', 'prod', 'Did you mean “production”?'],
    ['- id: latency', '- id: no-pii', 'no-pii', 'two rules are called “no-pii”, in lines 31 and 33'],
    ['- id: latency', '- id: 1.10', '1.10', '1.10 is read as the number 1.1, not as a text. Put it in quotes: "1.10".'],
    ['environments: [staging, production]', 'environments: [staging, staging]', '[staging, staging]', '“staging” is there twice'],
    ['environments: [staging, production]', 'environments: [staging, production]\n    evidence_from: { produktion: [ci] }', '[ci]', 'Did you mean “production”?'],
    ['environments: [staging, production]', 'environments: [staging, production]\n    anchor: none', 'none', 'One of: required, optional.'],
    ['max_days: 30', 'max_days: 3000', '3000', 'at most 366'],
    ['version: 1', 'version: 2', '2', 'version 2 is not known'],
    ['max_share_drifted: 0.3, max_age', 'max: 0.9, max_age', '', 'unique'],
  ])('refuses %j written as %j, at its place', (from, to, spot, words) => {
    expect(example).toContain(from);
    const text = example.replace(from, to);
    const line = text.slice(0, example.indexOf(from) + to.indexOf(spot.slice(0, 3)) + 1).split('\n').length;
    const all = problemsOf(text);
    expect(all.filter((one) => one.includes(words) && one.startsWith(`${line}: ${spot}`)), all.join('\n')).not.toEqual([]);
  });

  it('takes who may measure, and whether a head is needed, for one model or for all', () => {
    const at = (top: string, own: string) => policyOf(`version: 1\n${top}models:\n  a: { environments: [dev, prod]${own} }\nrules: []\n`).models.get('a')!;
    expect(at('', '').evidenceFrom).toEqual(new Map([['prod', ['ci']]]));
    expect(at('evidence_from: [lab]\n', '').evidenceFrom).toEqual(new Map([['dev', ['lab']], ['prod', ['lab']]]));
    expect(at('evidence_from: [lab]\n', ', evidence_from: { prod: [ci, lab] }').evidenceFrom).toEqual(new Map([['dev', ['lab']], ['prod', ['ci', 'lab']]]));
    expect([at('', ''), at('anchor: optional\n', ''), at('', ', anchor: optional'), at('anchor: optional\n', ', anchor: required')].map(({ isAnchorOptional }) => isAnchorOptional)).toEqual([false, true, true, false]);
  });

  it.each(['version: 1\nmodels:\nrules:\n', 'version: 1\nmodels: {}\nrules: []\n', 'version: 1\n'])('without rules is one by which nothing passes (%#)', (text) => {
    expect(policyOf(text).rules).toEqual([]);
  });
});

describe('the digest of the rules', () => {
  const digest = (text: string, env = 'production', model = 'churn') => rulesDigest(policyOf(text), model, env);

  it('knows neither layout, comments nor the order of rules', () => {
    const [head, ...rest] = example.split(/(?=^ {2}- id)/m);
    const last = rest.pop()!;
    const [rule, waivers] = last.split(/(?=^waivers)/m);
    const turned = [head, ...[...rest, rule!].reverse(), waivers].join('').replaceAll(/ {2,}#.*$/gm, '').replace('max: 0.2,', 'max: 0.20,');
    expect(turned).not.toBe(example);
    expect(digest(turned)).toBe(digest(example));
    expect(digest(example, 'staging')).not.toBe(digest(example));
  });

  it.each([
    ['min_gain: 0.005', 'min_gain: 0.004'],
    ['min: 0.80', 'min: 0.81'],
    ['max: 0.05', 'max: 0.06'],
    ['max_age: 7d', 'max_age: 8d'],
    ['data: dvc', 'data: true'],
    ['auc: 0.001', 'auc: 0.002'],
    ['auc: 0.001', 'auc: { relative: 0.001 }'],
    ['limitations: 20', 'limitations: 10'],
    ['sample_rows: 5000', 'sample_rows: 4000'],
    ['120.0', '121.0'],
    ['count: 1 }, {', 'count: 2 }, {'],
    ['not: [author, trainer, requester]', 'not: [author, trainer]'],
    ['max_days: 30', 'max_days: 31'],
    ['[two-people, pinned-inputs, no-pii]', '[two-people, pinned-inputs]'],
    ['environments: [staging, production]', 'environments: [staging, production]\n    evidence_from: [ml-lead]'],
  ])('changes with %j to %j', (from, to) => {
    expect(example).toContain(from);
    expect(digest(example.replace(from, to))).not.toBe(digest(example));
  });

  it('knows nothing of rules for elsewhere', () => {
    const other = example.replace('waivers:', '  - id: other\n    env: staging\n    metric: { path: metrics.auc, min: 0.9 }\nwaivers:');
    expect(digest(other)).toBe(digest(example));
    expect(digest(other, 'staging')).not.toBe(digest(example, 'staging'));
  });
});
