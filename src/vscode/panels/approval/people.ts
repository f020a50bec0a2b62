import type { Case } from '../../../core/governance/ledger/caseOf.ts';
import { rulesFor } from '../../../core/governance/policy/policy.ts';
import type { Makers } from '../../../core/governance/policy/rules/finding.ts';
import { bars, type ApprovalsCheck } from '../../../core/governance/policy/rules/approvals.ts';
import type { ApprovalActions, ApprovalPerson } from '../../../protocol/approval.ts';
import type { Me } from '../../../services/governance/inbox.ts';
import type { Trusted } from '../../../services/governance/trusted.ts';

export interface DecidersOf {
  readonly trusted: Pick<Trusted, 'policy' | 'roster'>;
  readonly about: Case;
  readonly makers: Makers;
  readonly me: Me;
}

/** Everybody with a role that the policy asks for here: whether they may, have, or why they may not. */
export function deciders({ trusted, about, makers, me }: DecidersOf): ApprovalPerson[] {
  const checks = approvalChecks(trusted, about);
  const asked = new Set(checks.flatMap(({ require }) => require.map(({ role }) => role)));
  const own = 'person' in me ? me.person.id : null;
  return trusted.roster.people
    .filter(({ roles }) => roles.some((role) => asked.has(role)))
    .map((person): ApprovalPerson => {
      const roles = person.roles.filter((role) => asked.has(role));
      const base = { id: person.id, roles, isMe: person.id === own };
      const rejected = about.rejections.some(({ signer }) => signer.id === person.id);
      if (rejected) return { ...base, state: 'rejected', why: 'blocks it' };
      const barred = barredAs(person.id, checks, about, makers);
      if (person.isBot) return { ...base, state: 'barred', why: 'is no person' };
      if (barred !== null) return { ...base, state: 'barred', why: barred };
      if (person.keys.every(({ isRevoked, retiredAtHeads }) => isRevoked || retiredAtHeads !== null)) return { ...base, state: 'barred', why: 'has no key in use' };
      const approved = about.approvals.some(({ entry, signer }) => signer.id === person.id && about.requests.some((request) => request.entry.digest === entry.request));
      return approved ? { ...base, state: 'approved', why: '' } : { ...base, state: 'may', why: '' };
    });
}

/** Null where it can be done. What is refused here is refused by the host again when it is tried. */
export function actionsOf({ trusted, about, makers, me }: DecidersOf): Omit<ApprovalActions, 'promote' | 'rollBack'> {
  if ('nobody' in me) {
    const why = me.nobody.message;
    return { approve: why, reject: why, comment: why, request: why };
  }
  const isAsked = about.requests.length > 0;
  const noRequest = about.otherRequests.length > 0 ? 'What was asked for has changed: it must be asked for anew.' : 'Nobody has asked for approval.';
  const own = deciders({ trusted, about, makers, me }).find(({ isMe }) => isMe);
  const approve = !isAsked ? noRequest : own === undefined ? 'No rule asks for a role of yours.' : own.state === 'barred' ? `Your approval would not count: you ${own.why.replace(/^is /, 'are ').replace(/^has /, 'have ')}.` : own.state === 'approved' ? 'You have approved it.' : null;
  return {
    approve,
    reject: !isAsked ? noRequest : me.person.roles.length === 0 ? 'The roster gives you no role.' : null,
    comment: isAsked ? null : noRequest,
    request: null,
  };
}

function approvalChecks({ policy }: Pick<Trusted, 'policy'>, { candidate }: Pick<Case, 'candidate'>): ApprovalsCheck[] {
  const chosen = rulesFor(policy, candidate.model, candidate.env);
  return 'unknown' in chosen ? [] : chosen.rules.flatMap(({ check }) => (check.kind === 'approvals' ? [check] : []));
}

/** As every rule that asks would bar them. */
function barredAs(id: string, checks: readonly ApprovalsCheck[], about: Case, makers: Makers): string | null {
  const isBarred = (what: ApprovalsCheck['not'][number]) => checks.length > 0 && checks.every((check) => bars(check, what));
  const [request] = about.requests;
  const as = [
    ...(isBarred('author') && 'people' in makers.authors && makers.authors.people.includes(id) ? ['wrote it'] : []),
    ...(isBarred('trainer') && makers.trainer === id ? ['trained it'] : []),
    ...(isBarred('requester') && request?.signer.id === id ? ['asked for it'] : []),
  ];
  return as.length === 0 ? null : as.join(' and ');
}
