import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
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
    expect(wordsAt('first_release')).toContain('nothing else ever ran');
    expect(wordsAt('environments:')).toContain('In the order of promotion');
    expect(wordsAt('churn:')).toContain('A model, by its name');
    expect(wordsAt('"metrics.p95')).toContain('an expression in CEL');
    expect(wordsAt('env: production')).toBe('Environments it is for; all where it is left out.');
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
    // What often stands there, where anything may.
    expect(offered(`${rules}  - id: a\n    env: |\n`)).toEqual(['staging', 'production']);
    expect(offered('models:\n  churn: { environments: [|] }\n')).toEqual(['staging', 'production']);
  });

  const rules = 'version: 1\nrules:\n';

  it('offers behind a dash what an item of the list begins with: rules of every kind, then the other keys', () => {
    const kinds = ['metric', 'champion', 'slice_gap', 'drift', 'card', 'columns', 'reproduce', 'pinned', 'approvals', 'expr'];
    expect(offered(`${rules}  - |`)).toEqual([...kinds, 'id', 'env', 'model', 'first_release', 'units']);
    expect(offered(`${rules}  - id: a\n    drift: {}\n  - app|\n`)).toEqual(offered(`${rules}  - |`));
    expect(offered(`${rules}  - |\n  - id: b\n`).slice(0, 10)).toEqual(kinds);
    expect(offered(`${rules}- |\nwaivers: { max_days: 3, approved_by: risk }\n`).slice(0, 10)).toEqual(kinds);
    // It goes on below: no second beginning.
    expect(offered(`${rules}  - |\n    env: staging\n`)).toEqual(['id', 'model', ...kinds, 'first_release', 'units']);
  });

  it('offers behind a dash the words of a list of words, without those that are there', () => {
    const approvals = `${rules}  - id: a\n    approvals:\n`;
    expect(offered(`${approvals}      not:\n        - author\n        - |\n`)).toEqual(['trainer', 'requester']);
    expect(offered(`${approvals}      require:\n        - |\n      not: [author]\n`)).toEqual(['role', 'count']);
    expect(offered('models:\n  churn:\n    environments:\n      - staging\n      - |\n')).toEqual(['production']);
    expect(offered(`${rules}  - id: a\n    columns:\n      scan:\n        - |\n`)).toContain('iban');
    expect(offered('waivers:\n  not_waivable:\n    - |\n')).toEqual([]);
  });

  it.each([
    ['metric', '  - ', 'id: ${1:id}\n  metric: { path: ${2:path}, min: ${3:0} }'],
    ['champion', '  - ', 'id: ${1:id}\n  champion: { metric: ${2:metric}, direction: ${3|higher,lower|} }'],
    ['slice_gap', '-   ', 'id: ${1:id}\n    slice_gap: { metric: ${2:metric}, by: [${3:by}], max: ${4:0} }'],
    ['drift', '  - ', 'id: ${1:id}\n  drift: { ${2} }'],
    ['columns', '  - ', 'id: ${1:id}\n  columns: { dataset: ${2:dataset}, forbid: [${3:forbid}] }'],
    ['pinned', '  - ', 'id: ${1:id}\n  pinned: { data: ${2|dvc,git|} }'],
    ['approvals', '  - ', 'id: ${1:id}\n  approvals: { require: [{ role: ${2:role} }] }'],
    ['expr', '  - ', 'id: ${1:id}\n  expr: "${2:metrics.auc >= 0.8}"'],
  ])('a rule of %s begins with what it must have', (kind, dash, insert) => {
    const [text, offset] = [`${rules}${dash}`, rules.length + dash.length];
    const { text: rest, place } = withoutWord(text, offset);
    const found = offersAt(parseYaml(rest), policySchema, place).find(({ label }) => label === kind);
    expect([found?.kind, found?.insert, found?.words]).toEqual(['snippet', insert, expect.stringMatching(/^Asks that|^Asks for/)]);
  });

  it('every beginning of a rule, once its places are filled, is a policy without a mistake in it', () => {
    for (const { label, insert } of offersAt(parseYaml(`${rules}  - `), policySchema, { offset: rules.length + 4, column: 4, before: '  - ' })) {
      if (insert === undefined) continue;
      const filled = insert.replaceAll(/\$\{\d+\}/g, '').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1').replaceAll(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1').replaceAll('\n', '\n  ').replace('forbid: [forbid]', 'forbid: [ssn]').replace('path: path', 'path: metrics.auc');
      expect([label, decodePolicy(parseYaml(`version: 1\ngenesis: ${'a'.repeat(64)}\nmodels: { m: { environments: [staging] } }\nrules:\n  - ${filled}\n`)).problems]).toEqual([label, []]);
    }
  });
});
