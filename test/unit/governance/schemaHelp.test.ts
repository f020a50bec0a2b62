import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/core/governance/policy/policySchema.ts';
import { rosterSchema } from '../../../src/core/governance/roster/rosterSchema.ts';
import { describedAt, offersAt } from '../../../src/core/written/schemaHelp.ts';
import { withoutWord } from '../../../src/core/written/wordAt.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';

const example = readFileSync(new URL('../../fixtures/governance/policy.yaml', import.meta.url), 'utf8');

const wordsAt = (part: string, within = 0) => describedAt(parseYaml(example), policySchema, example.indexOf(part) + within)?.words.join(' ');

/** Labels that are offered where `|` stands. */
function offered(text: string, schema = policySchema): string[] {
  const offset = text.indexOf('|');
  const { text: rest, place } = withoutWord(text.replace('|', ''), offset);
  return offersAt(parseYaml(rest), schema, place).map(({ label }) => label);
}

describe('help with a policy', () => {
  it('says in words what a rule and its keys ask for', () => {
    expect(wordsAt('slice_gap:')).toBe('Asks that a metric differs between groups by no more than a limit. A group without a value makes it unknown.');
    expect(wordsAt('small_slices')).toBe('What a small group makes of the rule. One of: unknown, ignore. Without it: unknown.');
    expect(wordsAt('unknown }')).toContain('What a small group makes');
    expect(wordsAt('max_share_drifted')).toContain('At least 0, at most 1.');
    expect(wordsAt('requester]')).toContain('separation of duties');
    expect(wordsAt('first_release')).toContain('nothing runs yet');
    expect(wordsAt('environments:')).toContain('In the order of promotion');
    expect(wordsAt('churn:')).toContain('A model, by its name');
    expect(wordsAt('"metrics.p95')).toContain('an expression in CEL');
    expect(wordsAt('# .mlops')).toBeUndefined();
  });

  it('offers keys where keys stand, without those that are there', () => {
    const rules = 'version: 1\nmodels:\n  churn:\n    environments: [staging]\nrules:\n';
    expect(offered(`${rules}  - id: a\n    |\n`)).toContain('slice_gap');
    expect(offered(`${rules}  - id: a\n    sli|\n`)).toEqual(expect.arrayContaining(['env', 'slice_gap', 'expr']));
    expect(offered(`${rules}  - id: a\n    |\n`)).not.toContain('id');
    expect(offered(`${rules}  - id: a\n    champion: { metric: auc, | }\n`)).toEqual(['direction', 'min_gain', 'on', 'min_samples', 'bound']);
    expect(offered(`${rules}  - id: a\n    approvals:\n      |\n`)).toContain('distinct_people');
    expect(offered(`${rules}  - id: a\n    approvals:\n      signed: true\n      |\n`)).not.toContain('signed');
    expect(offered(`${rules}|\n`)).toEqual(['genesis', 'anchor', 'evidence_from', 'waivers']);
    expect(offered('version: 1\nmodels:\n  churn:\n    |\n')).toEqual(['environments', 'authors_since', 'anchor', 'evidence_from']);
    expect(offered('people:\n  ada:\n    roles: [risk]\n    k|\n', rosterSchema)).toEqual(['emails', 'accounts', 'bot', 'keys']);
  });

  it('offers the words that may stand behind a key', () => {
    const rules = 'version: 1\nrules:\n';
    expect(offered(`${rules}  - id: a\n    champion: { metric: auc, direction: | }\n`)).toEqual(['higher', 'lower']);
    expect(offered(`${rules}  - id: a\n    champion:\n      direction: hi|\n`)).toEqual(['higher', 'lower']);
    expect(offered(`${rules}  - id: a\n    approvals:\n      not: [author, |]\n`)).toEqual(['author', 'trainer', 'requester']);
    expect(offered(`${rules}  - id: a\n    pinned: { code: |}\n`)).toEqual(['clean-commit', 'true', 'false']);
    expect(offered('anchor: |\n')).toEqual(['required', 'optional']);
  });
});
