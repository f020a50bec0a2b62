import type { TextRange } from '../../model/pipeline.ts';
import type { Digest } from '../ledger/entry.ts';
import type { RuleCheck } from './rules/kinds.ts';

/** What a version of a model needs before it goes on, as the trusted ref has it. */
export interface Policy {
  /** First entry of the ledger that counts; null where the policy pins none. */
  readonly genesis: Digest | null;
  readonly models: ReadonlyMap<string, PolicyModel>;
  readonly rules: readonly PolicyRule[];
  readonly waivers: WaiverRule | null;
}

export interface PolicyModel {
  /** In the order in which a version goes through them. */
  readonly environments: readonly string[];
  /** A commit after which authors are counted of a version before which nothing ran: what is older was agreed on in another way. Null: all commits. */
  readonly authorsSince: string | null;
  /** Production is judged also where no head of the ledger is remembered. */
  readonly isAnchorOptional: boolean;
  /** Roles whose evidence counts, by environment; others take anyone of the roster. */
  readonly evidenceFrom: ReadonlyMap<string, readonly string[]>;
}

export interface PolicyRule {
  readonly id: string;
  /** Null: all. */
  readonly environments: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly check: RuleCheck;
  readonly range: TextRange;
}

export interface WaiverRule {
  readonly maxDays: number;
  readonly approvedBy: string;
  readonly notWaivable: readonly string[];
}

/** Where it matters most: what is stricter by default is so here. */
export function isProduction(env: string): boolean {
  return /^prod(?:uction)?$/i.test(env);
}

/** The rules for a model in an environment; `unknown` says why there are none, which is never a pass. */
export function rulesFor(policy: Policy, model: string, env: string): { readonly rules: readonly PolicyRule[] } | { readonly unknown: string } {
  const known = policy.models.get(model);
  if (known === undefined) return { unknown: `The policy names no model “${model}”.` };
  if (!known.environments.includes(env)) return { unknown: `“${env}” is no environment of “${model}”: ${known.environments.join(', ')}.` };
  const rules = policy.rules.filter((rule) => (rule.environments?.includes(env) ?? true) && (rule.models?.includes(model) ?? true));
  return rules.length === 0 ? { unknown: `The policy has no rule for “${model}” in “${env}”.` } : { rules };
}
