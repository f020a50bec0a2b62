import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { policySchema } from '../../../src/core/governance/policy/policySchema.ts';
import { ruleKinds } from '../../../src/core/governance/policy/rules/kinds.ts';
import { besides, ruleSchemas } from '../../../src/core/governance/policy/ruleSchemas.ts';
import { decodeRoster } from '../../../src/core/governance/roster/decodeRoster.ts';
import { rosterSchema } from '../../../src/core/governance/roster/rosterSchema.ts';
import type { WrittenSchema } from '../../../src/core/written/schema.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { isBySchema } from './checkedBySchema.ts';

const example = readFileSync(new URL('../../fixtures/governance/policy.yaml', import.meta.url), 'utf8');
const policyWith = (rule: string, more = '') => `version: 1\n${more}models:\n  churn: { environments: [staging, production] }\nrules:\n  - id: it\n${rule.split('\n').map((line) => `    ${line}\n`).join('')}`;
const both = (text: string) => ({ read: decodePolicy(parseYaml(text)).problems.length === 0, schema: isBySchema(parse(text), policySchema) });
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGP0ys1tDFHrs0ijJkS3p8yT0bVmXyTqZ0oWc4V3qYtH';

/** The keys that a reader names when it meets one that it does not know. */
const known = (problems: ReturnType<typeof decodePolicy>['problems']) => /Known keys: (.*)\./.exec(problems.find(({ message }) => message.includes('“zzzzzzzzz”'))?.hint ?? '')?.[1]?.split(', ').sort();
const keysOf = (...schemas: ReadonlyArray<WrittenSchema | undefined>) => schemas.flatMap((schema) => Object.keys(schema?.properties ?? {})).sort();

describe('the schema of a policy', () => {
  it('has the keys that are read, no more and no fewer', () => {
    const top = policySchema.properties!;
    expect(known(decodePolicy(parseYaml(`${example}zzzzzzzzz: 1\n`)).problems)).toEqual(keysOf(policySchema));
    expect(known(decodePolicy(parseYaml(example.replace('environments:', 'zzzzzzzzz: 1\n    environments:'))).problems)).toEqual(keysOf(top['models']!.additionalProperties as WrittenSchema));
    expect(known(decodePolicy(parseYaml(example.replace('max_days', 'zzzzzzzzz: 1, max_days'))).problems)).toEqual(keysOf(top['waivers']));
    expect(Object.keys(ruleSchemas).sort()).toEqual(Object.keys(ruleKinds).sort());
    for (const kind of Object.keys(ruleKinds) as Array<keyof typeof ruleKinds>) {
      if (kind !== 'expr') expect(known(decodePolicy(parseYaml(policyWith(`${kind}: { zzzzzzzzz: 1 }`))).problems), kind).toEqual(keysOf(ruleSchemas[kind]));
      const beside = Object.keys((besides as Readonly<Partial<Record<string, object>>>)[kind] ?? {});
      const value = kind === 'expr' ? '"metrics.a > 1"' : '{}';
      expect(known(decodePolicy(parseYaml(policyWith(`${kind}: ${value}\nzzzzzzzzz: 1`))).problems), kind).toEqual(['env', 'id', 'model', ...Object.keys(ruleKinds), ...beside].sort());
    }
    const approvals = ruleSchemas.approvals.properties!;
    expect(known(decodePolicy(parseYaml(example.replace('any_role', 'zzzzzzzzz: 1, any_role'))).problems)).toEqual(keysOf(approvals['rejection']));
    expect(known(decodePolicy(parseYaml(example.replace('{ role: ml-lead', '{ zzzzzzzzz: 1, role: ml-lead'))).problems)).toEqual(keysOf(approvals['require']!.items));
    expect(known(decodePolicy(parseYaml(example.replace('{ metric: auc, min: 0.80', '{ zzzzzzzzz: 1, metric: auc, min: 0.80'))).problems)).toEqual(keysOf(besides.champion.first_release));
  });

  it.each([
    example,
    'version: 1\n',
    'version: 1\nmodels:\nrules:\n',
    policyWith('metric: { path: metrics.auc, min: 0.8 }', 'anchor: optional\nevidence_from: { production: [ci, lab] }\n'),
    policyWith('env: [staging]\nmodel: churn\nchampion: { metric: auc, direction: lower, bound: lower95 }'),
    policyWith('reproduce: { mode: bytes }'),
    policyWith('reproduce: { mode: metrics, tolerance: { auc: { relative: 0.01 } } }'),
    policyWith('drift: {}'),
    policyWith('pinned: { data: true, params: true, code: clean-commit }'),
    policyWith('pinned: { data: git, environment: true }'),
    policyWith('expr: "metrics.p95_ms < 120"\nunits: { metrics.p95_ms: ms }'),
    policyWith('columns: { dataset: train, scan: email }'),
  ])('takes what is read (%#)', (text) => {
    expect(both(text)).toEqual({ read: true, schema: true });
  });

  it.each([
    example.replace('version: 1', 'version: 2'),
    example.replace('slice_gap:', 'slicegap:'),
    example.replace('data: dvc', 'data: svn'),
    example.replace('signed: true', 'signed: false'),
    example.replace('until: superseded', 'until: forgotten'),
    example.replace('direction: higher, ', ''),
    example.replace('max: 0.2, ', ''),
    example.replace('max_age: 7d', 'max_age: soon'),
    example.replace('max_share_drifted: 0.3', 'max_share_drifted: 3'),
    example.replace('small_slices: unknown', 'small_slices: skip'),
    example.replace('scan: [email', 'scan: [emails'),
    example.replace('sample_rows: 5000', 'sample_rows: 0.5'),
    example.replace('count: 1', 'count: 0'),
    example.replace('{ auc: 0.001 }', '{}'),
    example.replace('max_days: 30, ', ''),
    example.replace('max_days: 30', 'max_days: 0'),
    example.replace('- id: latency\n    expr', '- expr'),
    policyWith('env: staging'),
    policyWith('drift: {}\nreproduce: { level: L1 }'),
    policyWith('metric: { path: metrics.auc }'),
    policyWith('champion: { metric: auc, direction: higher }\nfirst_release: {}'),
    policyWith('drift: {}\nfirst_release: { min: 1 }'),
    policyWith('reproduce: { tolerance: { auc: 0.1 } }'),
    policyWith('pinned: {}'),
    policyWith('expr: ""'),
    policyWith('approvals: { require: [] }'),
    policyWith('drift: {}', 'anchor: none\n'),
  ])('refuses what is refused (%#)', (text) => {
    expect(both(text)).toEqual({ read: false, schema: false });
  });
});

describe('the schema of a roster', () => {
  const both = (text: string) => ({ read: decodeRoster(parseYaml(text)).problems.length === 0, schema: isBySchema(parse(text), rosterSchema) });

  it('has the keys that are read, no more and no fewer', () => {
    const person = rosterSchema.properties!['people']!.additionalProperties as WrittenSchema;
    expect(known(decodeRoster(parseYaml('zzzzzzzzz: 1\n')).problems)).toEqual(keysOf(rosterSchema));
    expect(known(decodeRoster(parseYaml('people: { ada: { zzzzzzzzz: 1 } }\n')).problems)).toEqual(keysOf(person));
    expect(known(decodeRoster(parseYaml('people: { ada: { keys: [{ zzzzzzzzz: 1 }] } }\n')).problems)).toEqual(keysOf(person.properties!['keys']!.items!.anyOf![1]));
  });

  it.each([
    [`people:\n  ada:\n    roles: [ml-lead]\n    keys:\n      - ${key}\n`, true],
    [`people:\n  ada:\n    roles: ml-lead\n    emails:\n    keys: [{ key: ${key}, revoked: true }]\n`, true],
    ['people: {}\n', false],
    [`people: { ada: { keys: [{ key: ${key}, valid_from: "2026-01-01" }] } }\n`, false],
    [`people: { ada: { keys: [{ key: ${key}, retired_at_heads: [abc] }] } }\n`, false],
    ['people: { ada: { bot: maybe } }\n', false],
    ['people: { ada: { keys: [{ revoked: true }] } }\n', false],
  ])('and the reader agree (%#)', (text, isGood) => {
    expect(both(text)).toEqual({ read: isGood, schema: isGood });
  });
});
