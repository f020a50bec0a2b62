import { parseDuration } from '../../core/base/duration.ts';
import { fail } from '../../core/base/fault.ts';
import { caseOf, saidUntil, takenBack, type Case, type Said } from '../../core/governance/ledger/caseOf.ts';
import type { Candidate, Digest, EvidenceItem } from '../../core/governance/ledger/entry.ts';
import type { CountedEntry } from '../../core/governance/ledger/weigh.ts';
import { rulesFor } from '../../core/governance/policy/policy.ts';
import { bars, type ApprovalsCheck } from '../../core/governance/policy/rules/approvals.ts';
import type { Makers } from '../../core/governance/policy/rules/finding.ts';
import type { Desk } from './approvalsDesk.ts';
import type { NewEntry } from './writeEntry.ts';

export type DecisionKind = 'approve' | 'reject' | 'request-changes';

/** What is to be signed, and what its signer should know before. */
export interface Prepared {
  readonly entries: readonly NewEntry[];
  readonly warnings: readonly string[];
}

const shortest = 8;
const dayMs = 86_400_000;
const short = (digest: Digest) => digest.slice(0, shortest);

/** The entry that these first hex digits (8 at least) name. Throws `invalid` or `notFound`. */
export function entryNamed({ view: { weighed } }: Pick<Desk, 'view'>, prefix: string): CountedEntry {
  if (!new RegExp(`^[0-9a-f]{${shortest},64}$`).test(prefix)) throw fail('invalid', `“${prefix}” is no digest of an entry.`, { hint: `Give its first ${shortest} hex digits at least: mlops approvals list shows them.` });
  const [found, second] = [...weighed.counted].flatMap(([name, one]) => (name.startsWith(prefix) ? [one] : []));
  if (second !== undefined) throw fail('invalid', `Several entries begin with ${prefix}.`, { hint: 'Give more of its digits.' });
  if (found !== undefined) return found;
  const aside = weighed.quarantined.find(({ name }) => name.startsWith(prefix));
  if (aside !== undefined) throw fail('invalid', `Entry ${short(aside.name)} does not count: ${aside.reason}.`);
  throw fail('notFound', `The ledger has no entry ${prefix}.`, { hint: 'mlops approvals list shows the digests.' });
}

/** Evidence and the question itself. `supersedes`: rejections that it answers. Throws `invalid` for one that it cannot answer. */
export function askFor(desk: Desk, candidate: Candidate, evidence: readonly EvidenceItem[], { supersedes, reason }: { readonly supersedes: readonly string[]; readonly reason?: string | undefined }, now: number): Prepared {
  const gone = takenBack(saidUntil(desk.view.weighed, now), desk.view.weighed);
  const answered = supersedes.map((prefix) => answeredRejection(entryNamed(desk, prefix), candidate, gone));
  const open = caseOf(desk.view.weighed, candidate, now).rejections.filter(({ entry }) => !answered.includes(entry.digest));
  const warnings = open.map(({ entry, signer }) => `${signer.id} ${entry.kind === 'reject' ? 'rejected' : 'asked for changes of'} this version (${short(entry.digest)}), and that still blocks it: ${isUnchanged(entry.candidate, candidate) ? `nothing has changed since, so only ${signer.id} can take it back (mlops approvals withdraw)` : 'list it with --supersedes where this answers it'}.`);
  return { warnings, entries: [...evidenceEntries(candidate, evidence), { body: { kind: 'request', candidate, supersedes: [...new Set(answered)].sort() }, text: reason }] };
}

const parts = ['artifact', 'data', 'params', 'metrics', 'commit'] as const;

function isUnchanged(rejected: Candidate, candidate: Candidate): boolean {
  return parts.every((part) => rejected[part] === candidate[part]);
}

function answeredRejection({ entry, signer }: CountedEntry, candidate: Candidate, gone: ReadonlySet<Digest>): Digest {
  if (entry.kind !== 'reject' && entry.kind !== 'request-changes') throw fail('invalid', `Entry ${short(entry.digest)} is no rejection, but a ${entry.kind}.`);
  const about = entry.candidate;
  if (about.model !== candidate.model || about.version !== candidate.version || about.env !== candidate.env) throw fail('invalid', `Entry ${short(entry.digest)} is about ${about.model} ${about.version} in ${about.env}.`);
  if (gone.has(entry.digest)) throw fail('invalid', `Entry ${short(entry.digest)} of ${signer.id} was taken back, so it blocks nothing.`, { hint: 'Ask without --supersedes.' });
  if (isUnchanged(about, candidate)) throw fail('invalid', `Nothing has changed since ${signer.id} rejected it (${short(entry.digest)}), so asking again does not answer that.`, { hint: `Only ${signer.id} can take it back: mlops approvals withdraw ${short(entry.digest)}.` });
  return entry.digest;
}

/** Largest share of an entry, as JSON, that is left to its items: an entry has at most 64 KiB. */
const mostItemLetters = 40_000;

/** As many entries as the items need. */
export function evidenceEntries(candidate: Candidate, items: readonly EvidenceItem[]): NewEntry[] {
  const groups: EvidenceItem[][] = [];
  let letters = Infinity;
  for (const item of items) {
    const size = JSON.stringify({ ...item, values: [...item.values] }).length;
    if (letters + size > mostItemLetters || groups.at(-1)!.length === 100) {
      groups.push([]);
      letters = 0;
    }
    groups.at(-1)!.push(item);
    letters += size;
  }
  return groups.map((group) => ({ body: { kind: 'evidence', candidate, items: group } }));
}

/** A decision on the latest request for exactly this candidate. Throws `invalid` where nobody asked, or the role is not the signer's. */
export function decideOn(desk: Desk, candidate: Candidate, kind: DecisionKind, { role, reason, makers }: { readonly role?: string | undefined; readonly reason: string | undefined; readonly makers: Makers }, now: number): Prepared & { readonly request: Said<'request'>; readonly role: string } {
  const request = requestFor(caseOf(desk.view.weighed, candidate, now));
  const chosen = roleOf(desk, candidate, kind, role);
  const body = { kind, candidate: request.entry.candidate, request: request.entry.digest, role: chosen };
  return { request, role: chosen, entries: [{ body, text: reason }], warnings: kind === 'approve' ? ownWarnings(desk, request, makers) : [] };
}

function requestFor(about: Case): Said<'request'> {
  const [request] = about.requests;
  if (request !== undefined) return request;
  const { model, version, env } = about.candidate;
  const [other] = about.otherRequests;
  if (other !== undefined) throw fail('invalid', `What was asked for has changed since ${other.request.signer.id} asked (${short(other.request.entry.digest)}): ${other.changed.join(', ')}.`, { hint: `It must be asked for anew: mlops approvals request ${model}:${version} --env ${env}.` });
  throw fail('invalid', `Nobody has asked for ${model} ${version} in ${env}.`, { hint: `Ask: mlops approvals request ${model}:${version} --env ${env}.` });
}

/** The one role of the signer that a rule asks for, where none is named. */
function roleOf({ person, trusted }: Desk, { model, env }: Candidate, kind: DecisionKind, named: string | undefined): string {
  if (named !== undefined) {
    if (person.roles.includes(named)) return named;
    throw fail('invalid', `${person.id} has not the role ${named}, so this would not count.`, { hint: person.roles.length === 0 ? 'The roster gives you no role.' : `Your roles: ${person.roles.join(', ')}.` });
  }
  const chosen = rulesFor(trusted.policy, model, env);
  const asked = 'unknown' in chosen ? [] : chosen.rules.flatMap(({ check }) => (check.kind === 'approvals' ? check.require.map(({ role }) => role) : []));
  const own = [...new Set(asked)].filter((role) => person.roles.includes(role));
  const [only, second] = own;
  if (only !== undefined && second === undefined) return only;
  // A rejection blocks in any role.
  const any = only ?? person.roles[0];
  if (kind !== 'approve' && any !== undefined) return any;
  if (only !== undefined) throw fail('invalid', `In which role do you decide: ${own.join(' or ')}?`, { hint: 'Say it: --role ROLE.' });
  throw fail('invalid', `No rule for ${model} in ${env} asks for a role of ${person.id}.`, { hint: `Asked for: ${[...new Set(asked)].join(', ') || 'nobody'}. Yours: ${person.roles.join(', ') || 'none'}.` });
}

function ownWarnings({ person, trusted }: Desk, { entry, signer }: Said<'request'>, makers: Makers): string[] {
  const { model, env } = entry.candidate;
  const chosen = rulesFor(trusted.policy, model, env);
  const checks = 'unknown' in chosen ? [] : chosen.rules.flatMap(({ check }) => (check.kind === 'approvals' ? [check] : []));
  const isBarred = (what: ApprovalsCheck['not'][number]) => checks.some((check) => bars(check, what));
  const roles = [
    ...(isBarred('requester') && signer.id === person.id ? ['asked for it'] : []),
    ...(isBarred('author') && 'people' in makers.authors && makers.authors.people.includes(person.id) ? ['wrote it'] : []),
    ...(isBarred('trainer') && makers.trainer === person.id ? ['trained it'] : []),
  ];
  return roles.length === 0 ? [] : [`You ${roles.join(' and ')}, so your approval will not count: the policy asks for somebody else.`];
}

/** A rule that is not held against this candidate for a while. Throws `invalid` for a waiver that the policy would not count. */
export function waiverOf(desk: Desk, candidate: Candidate, { rule, until, reason, makers }: { readonly rule: string; readonly until: string; readonly reason: string; readonly makers: Makers }, now: number): Prepared & { readonly until: string } {
  const { person, trusted } = desk;
  const about = caseOf(desk.view.weighed, candidate, now);
  const request = requestFor(about);
  const { waivers } = trusted.policy;
  if (waivers === null) throw fail('invalid', 'The policy lets no rule be waived.', { hint: 'It would need “waivers:” with max_days and approved_by.' });
  const chosen = rulesFor(trusted.policy, candidate.model, candidate.env);
  const ids = 'unknown' in chosen ? [] : chosen.rules.map(({ id }) => id);
  if (!ids.includes(rule)) throw fail('invalid', `No rule “${rule}” applies to ${candidate.model} in ${candidate.env}.`, { hint: `There are: ${ids.join(', ') || 'none'}.` });
  if (waivers.notWaivable.includes(rule)) throw fail('invalid', `The policy does not let “${rule}” be waived.`);
  const [rejection] = about.rejections;
  if (rejection !== undefined && 'rules' in chosen && chosen.rules.some(({ id, check }) => id === rule && check.kind === 'approvals')) {
    throw fail('invalid', `${rejection.signer.id} said no (${short(rejection.entry.digest)}), and that is not waived.`, { hint: `Answer it by a request with other evidence, or ask ${rejection.signer.id} to withdraw it.` });
  }
  if (!person.roles.includes(waivers.approvedBy)) throw fail('invalid', `A waiver needs the role ${waivers.approvedBy}, which ${person.id} has not.`, { hint: 'Have somebody with that role sign it.' });
  if (request.signer.id === person.id) throw fail('invalid', 'You asked for this approval, so you cannot waive a rule for it.', { hint: `Have somebody else with the role ${waivers.approvedBy} sign it.` });
  const wrote = 'people' in makers.authors && makers.authors.people.includes(person.id);
  if (wrote || makers.trainer === person.id) throw fail('invalid', `You ${wrote ? 'wrote' : 'trained'} this model, so you cannot waive a rule for it.`, { hint: `Have somebody else with the role ${waivers.approvedBy} sign it.` });
  const end = endOf(until, now, waivers.maxDays);
  const unknown = 'unknown' in makers.authors ? makers.authors.unknown : makers.trainer !== null && typeof makers.trainer === 'object' ? makers.trainer.unknown : undefined;
  const warnings = unknown === undefined ? [] : [`It is not known who made the model, so the waiver does not count yet: ${unknown}`];
  return { warnings, until: end, entries: [{ body: { kind: 'waive', candidate: request.entry.candidate, request: request.entry.digest, rule, until: end }, text: reason }] };
}

/** `30d`, a day (its end, or the longest the policy lets), or a time. */
function endOf(written: string, now: number, maxDays: number): string {
  const latest = now + maxDays * dayMs;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const duration = parseDuration(written);
  const start = duration === undefined ? Date.parse(written) : now + duration;
  if (Number.isNaN(start) || (duration === undefined && !/^\d{4}-\d{2}-\d{2}(T|$)/.test(written))) throw fail('invalid', `--until ${written} is no time.`, { hint: 'Write 30d, or 2026-01-31.' });
  const end = isDay ? Math.max(start, Math.min(start + dayMs - 1, latest)) : start;
  if (end <= now) throw fail('invalid', `${written} is over already.`);
  if (end > latest) throw fail('invalid', `The policy lets a waiver last ${maxDays} days at most.`, { hint: `Until ${new Date(latest).toISOString().slice(0, 10)} at the latest.` });
  return new Date(end).toISOString();
}

export function commentOn(desk: Desk, prefix: string, text: string): Prepared {
  return { warnings: [], entries: [{ body: { kind: 'comment', about: entryNamed(desk, prefix).entry.digest }, text }] };
}

/** Throws `invalid` for an entry of somebody else, and for what cannot be taken back. */
export function withdrawal(desk: Desk, prefix: string, text: string | undefined): Prepared {
  const { entry, signer } = entryNamed(desk, prefix);
  if (signer.id !== desk.person.id) throw fail('invalid', `Entry ${short(entry.digest)} is ${signer.id}'s: only who signed it withdraws it.`, { hint: 'An admin can revoke it: mlops approvals revoke.' });
  if (entry.kind === 'deploy' || entry.kind === 'rollback') {
    const { model, version, env } = entry.candidate;
    throw fail('invalid', `Entry ${short(entry.digest)} is a ${entry.kind}: it says that ${model} ${version} went to ${env}, and what happened is not taken back.`, { hint: `To go back to another version: mlops rollback ${model} --env ${env} --reason “…”.` });
  }
  takeable(entry.kind, entry.digest);
  return { warnings: [], entries: [{ body: { kind: 'withdraw', entry: entry.digest }, text }] };
}

/** Throws `invalid` where the signer is no admin, and for what cannot be taken back. */
export function revocation(desk: Desk, prefix: string, text: string | undefined): Prepared {
  const { entry } = entryNamed(desk, prefix);
  if (!desk.person.roles.includes('admin')) throw fail('invalid', `Only the role admin revokes an entry, and ${desk.person.id} has it not.`);
  takeable(entry.kind, entry.digest);
  return { warnings: [], entries: [{ body: { kind: 'revoke', entry: entry.digest }, text }] };
}

function takeable(kind: string, digest: Digest): void {
  if (['genesis', 'withdraw', 'revoke', 'join', 'anchor'].includes(kind)) throw fail('invalid', `Entry ${short(digest)} is a ${kind}, which cannot be taken back.`, { hint: kind === 'withdraw' || kind === 'revoke' ? 'Say anew what it took back.' : 'It changes no verdict.' });
}
