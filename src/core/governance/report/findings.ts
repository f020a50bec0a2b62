import type { GateReport, GateRule } from '../../model/gate.ts';

/** A rule as reports list it; `gate` stands for the decision itself. */
export type GateFinding = GateRule;

export const isBlocking = ({ outcome }: GateFinding): boolean => outcome === 'fail' || outcome === 'unknown';

/**
 * What a report lists: the rules, and the decision itself where none of them explains it (no policy at the ref, say). So no list of
 * a gate that does not pass is empty, or looks as if all were well.
 */
export function findingsOf({ rules, decision, reason }: GateReport): readonly GateFinding[] {
  const isExplained = decision === 'pass' ? rules.length > 0 : rules.some(isBlocking);
  if (isExplained) return rules;
  return [...rules, { id: 'gate', outcome: decision, expected: 'a decision on rules of the policy', observed: decision === 'pass' ? 'no rule' : 'none that passes', reason, at: null }];
}

/** `churn 7 → production`. */
export function gateTitle({ model, version, env }: Pick<GateReport, 'model' | 'version' | 'env'>): string {
  return `${model}${version === null ? '' : ` ${version}`} → ${env}`;
}
