import type { Case } from '../../../src/core/governance/ledger/caseOf.ts';
import type { PolicyRule } from '../../../src/core/governance/policy/policy.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { Evidence } from '../../../src/core/governance/policy/evidence.ts';
import type { Finding, RuleContext } from '../../../src/core/governance/policy/rules/finding.ts';
import { ruleKinds, type RuleCheck } from '../../../src/core/governance/policy/rules/kinds.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { candidate } from './ledgers.ts';

export interface Given {
  readonly value: number | string | boolean;
  readonly unit?: string | null;
  readonly samples?: number | null;
  readonly asOf?: string;
}
export type Readings = Readonly<Record<string, Given>>;

export const now = '2026-01-10T00:00:00.000Z';
export const lately = '2026-01-09T00:00:00.000Z';

export function evidenceOf(readings: Readings): Evidence {
  return new Evidence(Object.entries(readings).map(([path, { value, unit = null, samples = null, asOf = lately }]) => ({ item: { kind: 'test', digest: 'a'.repeat(64), from: 'test', asOf, values: new Map([[path, { value, unit, samples }]]) }, entry: 'b'.repeat(64) })));
}

/** The one rule of a policy that has it. */
export function ruleOf(written: string): PolicyRule {
  const { policy, problems } = decodePolicy(parseYaml(`version: 1\nmodels:\n  churn: { environments: [production] }\nrules:\n  - id: it\n    ${written.replaceAll('\n', '\n    ')}\n`));
  if (policy === null) throw new Error(problems.map(({ message, hint }) => `${message} ${hint}`).join('\n'));
  return policy.rules[0]!;
}

/** `champion`: what runs has these readings; null: nothing runs. */
export function held({ check }: PolicyRule, readings: Readings, { champion = null, over = {} }: { readonly champion?: Readings | null; readonly over?: Partial<RuleContext> } = {}): Finding {
  const running = champion === null ? null : ({ entry: { candidate: candidate({ version: '6', artifact: '6'.repeat(64) }) } } as unknown as Case['running']);
  const about: Case = { candidate: candidate(), requests: [], otherRequests: [], approvals: [], rejections: [], waivers: [], evidence: [], running, champion: running, base: running, flagged: [] };
  const context: RuleContext = { candidate: candidate(), evidence: evidenceOf(readings), champion: champion && evidenceOf(champion), about, makers: { authors: { people: [] }, trainer: null }, now, ...over };
  const kind: { check(check: RuleCheck, context: RuleContext): Finding } = ruleKinds[check.kind];
  return kind.check(check, context);
}
