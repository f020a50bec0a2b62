import { counted } from '../../base/counted.ts';
import type { TextRange } from '../../model/pipeline.ts';
import { caseOf, type Case, type Said } from '../ledger/caseOf.ts';
import type { Candidate, Digest, Instant } from '../ledger/entry.ts';
import type { Weighed } from '../ledger/weigh.ts';
import { Evidence } from '../policy/evidence.ts';
import { isProduction, rulesFor, type Policy, type PolicyModel, type PolicyRule, type WaiverRule } from '../policy/policy.ts';
import type { Finding, Makers, RuleContext } from '../policy/rules/finding.ts';
import { ruleKinds, type RuleCheck } from '../policy/rules/kinds.ts';

export interface RuleOutcome extends Omit<Finding, 'outcome'> {
  readonly id: string;
  readonly outcome: Finding['outcome'] | 'waived';
  /** Of the rule in the policy. */
  readonly range: TextRange;
}

export interface Decision {
  readonly decision: 'pass' | 'fail' | 'unknown';
  /** Why, in one sentence. */
  readonly reason: string;
  readonly rules: readonly RuleOutcome[];
  readonly about: Case;
}

export interface DecisionInput {
  readonly policy: Policy;
  readonly candidate: Candidate;
  readonly weighed: Weighed;
  readonly makers: Makers;
  /** Heads that were seen before; empty where none are remembered. */
  readonly anchor: readonly Digest[];
  readonly now: Instant;
}

/**
 * Whether a candidate may go on: one function for panel, lens, command and pipeline, without a clock, a file or a network of its own.
 * It passes only where every rule passes or is waived; whatever is missing is unknown. A broken ledger is its caller's to report: no
 * decision is made on one.
 */
export function decide({ policy, candidate, weighed, makers, anchor, now }: DecisionInput): Decision {
  const about = caseOf(weighed, candidate, Date.parse(now));
  const none = (reason: string): Decision => ({ decision: 'unknown', reason, rules: [], about });
  if (weighed.broken.length > 0) return none(weighed.broken[0]!.message);
  const chosen = rulesFor(policy, candidate.model, candidate.env);
  if ('unknown' in chosen) return none(chosen.unknown);
  const model = policy.models.get(candidate.model)!;
  if (isProduction(candidate.env) && anchor.length === 0 && !model.isAnchorOptional) return none('No head of the ledger is remembered that it could be held against; the policy does not say “anchor: optional”.');
  const evidenceOf = (of: Case) => new Evidence(of.evidence.filter((one) => countsHere(one, model, candidate.env)).toSorted((a, b) => a.entry.seq - b.entry.seq).flatMap(({ entry }) => entry.items.map((item) => ({ item, entry: entry.digest }))));
  const other = about.champion?.entry.candidate;
  const champion = other === undefined ? null : evidenceOf(caseOf(weighed, other, Date.parse(now)));
  const context: RuleContext = { candidate, evidence: evidenceOf(about), champion, about, makers, now };
  const rules = chosen.rules.map((rule): RuleOutcome => {
    const finding = held(rule.check, context);
    // A rejection is answered by another request or taken back: nobody waives what somebody said no to.
    const isRejected = rule.check.kind === 'approvals' && about.rejections.length > 0;
    const waiver = finding.outcome === 'pass' || isRejected ? undefined : waiverOf(rule, policy.waivers, context);
    const { id, range } = rule;
    return waiver === undefined ? { ...finding, id, range } : { ...finding, id, range, outcome: 'waived', reason: `${finding.reason} Waived by ${waiver.signer.id} until ${waiver.entry.until.slice(0, 10)}.` };
  });
  const bad = rules.filter(({ outcome }) => outcome === 'fail');
  const open = rules.filter(({ outcome }) => outcome === 'unknown');
  const names = (of: readonly RuleOutcome[]) => of.map(({ id }) => id).join(', ');
  const unjudged = open.length > 0 ? `; ${open.length} could not be judged: ${names(open)}` : '';
  if (bad.length > 0) return { decision: 'fail', reason: `${bad.length} of ${counted(rules.length, 'rule', 'rules')} failed: ${names(bad)}${unjudged}.`, rules, about };
  if (open.length > 0) return { decision: 'unknown', reason: `${open.length} of ${counted(rules.length, 'rule', 'rules')} could not be judged: ${names(open)}.`, rules, about };
  return { decision: 'pass', reason: rules.length === 1 ? 'The only rule passed or is waived.' : `All ${rules.length} rules passed or are waived.`, rules, about };
}

function held<K extends RuleCheck['kind']>(check: Extract<RuleCheck, { readonly kind: K }>, context: RuleContext): Finding {
  const kind: { check(check: Extract<RuleCheck, { readonly kind: K }>, context: RuleContext): Finding } = ruleKinds[check.kind];
  return kind.check(check, context);
}

/** Evidence of whoever may measure for this environment. */
function countsHere({ signer }: Said<'evidence'>, { evidenceFrom }: PolicyModel, env: string): boolean {
  const roles = evidenceFrom.get(env);
  return roles === undefined || signer.roles.some((role) => roles.includes(role));
}

const dayMs = 86_400_000;

/** By someone who may, who neither asked, wrote nor trained; for no longer than the policy lets; not over. */
function waiverOf({ id }: PolicyRule, rule: WaiverRule | null, { about, makers, now }: RuleContext): Said<'waive'> | undefined {
  const { authors, trainer } = makers;
  if (rule === null || rule.notWaivable.includes(id) || 'unknown' in authors || (trainer !== null && typeof trainer === 'object')) return undefined;
  const own = new Set([...authors.people, ...(trainer === null ? [] : [trainer]), ...about.requests.map(({ signer }) => signer.id)]);
  return about.waivers.find(({ entry, signer }) => {
    const [from, until] = [Date.parse(entry.claimedAt), Date.parse(entry.until)];
    return entry.rule === id && signer.roles.includes(rule.approvedBy) && !signer.isBot && !own.has(signer.id) && until > Date.parse(now) && until - from <= rule.maxDays * dayMs;
  });
}
