import { fail, toFault } from '../../core/base/fault.ts';
import type { Candidate, Digest } from '../../core/governance/ledger/entry.ts';
import { rulesFor } from '../../core/governance/policy/policy.ts';
import type { Person } from '../../core/governance/roster/roster.ts';
import { problemOf } from '../../core/model/problem.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { SignRequest } from '../../core/port/signing.ts';
import { openDesk, write, type Desk } from './approvalsDesk.ts';
import { commentOn, decideOn, waiverOf, withdrawal, type DecisionKind, type Prepared } from './approvalsEntries.ts';
import type { Gated, Governance } from './governance.ts';
import { isTouched } from './keys.ts';
import { makersOf } from './makers.ts';
import { shownId } from './shownId.ts';
import { wholeView } from './wholeView.ts';
import type { Written } from './writeEntry.ts';

/** What a person wants to say: ids only. What is signed is worked out from what stands in the ledger and the registry now. */
export type ApprovalAct =
  | { readonly kind: DecisionKind; readonly request: Digest }
  | { readonly kind: 'comment'; readonly about: Digest }
  | { readonly kind: 'withdraw'; readonly entry: Digest }
  | { readonly kind: 'waive'; readonly request: Digest; readonly rule: string; readonly until: string };

export interface ActAbout {
  /** As people write a version. */
  readonly written: string;
  readonly env: string;
  /** Of what they looked at; see `shownId`. */
  readonly shown: Digest;
  readonly reason: string;
}

/** All that is to be repeated to the person before it is signed. */
export interface ActFacts {
  readonly kind: ApprovalAct['kind'];
  readonly candidate: Candidate;
  readonly verdict: Gated['report']['decision'];
  readonly verdictReason: string;
  readonly person: string;
  /** Null where none is claimed. */
  readonly role: string | null;
  readonly fingerprint: string;
  readonly needsTouch: boolean;
  readonly warnings: readonly string[];
  /** Of a waiver. */
  readonly rule: string | null;
  readonly until: string | null;
}

export interface PreparedAct {
  readonly facts: ActFacts;
  sign(): Promise<Written>;
}

export interface Asks {
  readonly passphrase: SignRequest['passphrase'];
  /** In which of several roles they decide. */
  chooseRole(roles: readonly string[]): Promise<string>;
}

/**
 * Reads everything anew, the remote and every byte of the model included, and makes ready what is to be signed. Throws `conflict` where
 * that is not what the person looked at, and what the ledger's own rules refuse.
 */
export async function prepareAct({ machine, governance }: { readonly machine: Machine; readonly governance: Governance }, act: ApprovalAct, { written, env, shown, reason }: ActAbout, asks: Asks, signal: AbortSignal): Promise<PreparedAct> {
  const gated = await freshly(governance, written, env, signal);
  const { report, found, trusted, view } = gated;
  if (found === null || trusted === null || view === null) throw fail('invalid', report.reason);
  if (shownId(gated) !== shown) throw changed();
  const desk = await openDesk(machine, trusted, await wholeView(governance, trusted, view, signal), { passphrase: asks.passphrase }, signal);
  const { candidate } = found;
  const now = machine.clock.nowMs();
  const text = reason.trim() === '' ? undefined : reason;
  if (text === undefined && act.kind !== 'approve' && act.kind !== 'withdraw') throw fail('invalid', 'Say why.', { hint: 'A reason is signed with it.' });
  const made = await entriesOf();
  const warnings = [...made.prepared.warnings, ...gated.problems.filter(({ code }) => code === 'notPulled').map(({ message }) => message)];
  return {
    facts: {
      kind: act.kind,
      candidate,
      verdict: report.decision,
      verdictReason: report.reason,
      person: desk.person.id,
      role: made.role,
      fingerprint: desk.signer.key.publicKey.fingerprint,
      needsTouch: isTouched(desk.signer.key),
      warnings,
      rule: act.kind === 'waive' ? act.rule : null,
      until: made.until,
    },
    sign: () => write(machine, desk, made.prepared.entries, signal),
  };

  async function entriesOf(): Promise<{ readonly prepared: Prepared; readonly role: string | null; readonly until: string | null }> {
    if (act.kind === 'comment') return { prepared: commentOn(desk, act.about, text ?? ''), role: null, until: null };
    if (act.kind === 'withdraw') return { prepared: withdrawal(desk, act.entry, text), role: null, until: null };
    const { repository } = await governance.place(signal);
    const base = gated.decision?.about.base?.entry.candidate ?? null;
    const makers = await makersOf(machine, repository, { candidate, base, run: found!.run, trusted: trusted!, fetches: true }, signal);
    if (act.kind === 'waive') {
      requireRequest(gated, act.request);
      const { until, ...prepared } = waiverOf(desk, candidate, { rule: act.rule, until: act.until, reason: text ?? '', makers }, now);
      return { prepared, role: null, until };
    }
    const role = await roleOf(desk, candidate, act.kind, asks);
    const { request, role: counted, ...prepared } = decideOn(desk, candidate, act.kind, { role, reason: text, makers }, now);
    if (request.entry.digest !== act.request) throw changed();
    return { prepared, role: counted, until: null };
  }
}

/** The roles that the policy asks for here and this person has. */
export function askedRoles({ roles }: Pick<Person, 'roles'>, { policy }: Pick<Desk['trusted'], 'policy'>, { model, env }: Pick<Candidate, 'model' | 'env'>): string[] {
  const chosen = rulesFor(policy, model, env);
  const asked = 'unknown' in chosen ? [] : chosen.rules.flatMap(({ check }) => (check.kind === 'approvals' ? check.require.map(({ role }) => role) : []));
  return [...new Set(asked)].filter((role) => roles.includes(role));
}

/** Undefined where there is nothing to choose: what a wrong one costs is said by `decideOn`. */
async function roleOf(desk: Desk, candidate: Candidate, kind: DecisionKind, asks: Asks): Promise<string | undefined> {
  const own = askedRoles(desk.person, desk.trusted, candidate);
  return kind === 'approve' && own.length > 1 ? asks.chooseRole(own) : undefined;
}

function requireRequest({ decision }: Gated, request: Digest): void {
  if (decision?.about.requests[0]?.entry.digest !== request) throw changed();
}

/** Model files that are not on this machine cannot be read here: then the digest is the request's own, and that is said. */
async function freshly(governance: Governance, written: string, env: string, signal: AbortSignal): Promise<Gated> {
  try {
    return await governance.gate(written, env, { fetches: true }, signal);
  } catch (error) {
    const fault = toFault(error);
    if (fault.code !== 'notPulled') throw error;
    const gated = await governance.gate(written, env, { fetches: true, trustsRequest: true }, signal);
    const isSaid = gated.problems.some(({ code }) => code === 'notPulled');
    return isSaid ? gated : { ...gated, problems: [...gated.problems, problemOf('', fault, 'warning')] };
  }
}

function changed(): Error {
  return fail('conflict', 'What you looked at has changed, so nothing was signed.', { hint: 'Look at it again as it is now.' });
}
