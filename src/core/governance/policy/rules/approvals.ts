import { durationText, parseDuration } from '../../../base/duration.ts';
import type { Fields } from '../../../written/fields.ts';
import { found, type Finding, type Makers, type RuleContext } from './finding.ts';
import type { Case, Said } from '../../ledger/caseOf.ts';

const excluded = ['author', 'trainer', 'requester'] as const;
/** What an approval falls with. All of it but drift is bound by every approval, named or not; drift is a rule of its own, asked anew each time. */
const invalidators = ['model', 'data', 'params', 'code', 'metrics', 'policy', 'drift-breach'] as const;

/** Who must have agreed: `approvals: { require: [{ role: ml-lead, count: 1 }], not: [author, trainer, requester], expires: 90d }`. */
export interface ApprovalsCheck {
  readonly kind: 'approvals';
  readonly require: ReadonlyArray<{ readonly role: string; readonly count: number }>;
  /** One person fills one place only. */
  readonly distinctPeople: boolean;
  readonly not: ReadonlyArray<(typeof excluded)[number]>;
  readonly expiresMs: number | null;
}

/** Whoever trained a model or asked for it is one of its authors too. */
export function bars({ not }: Pick<ApprovalsCheck, 'not'>, what: (typeof excluded)[number]): boolean {
  return not.includes(what) || not.includes('author');
}

export function decodeApprovals(fields: Fields): ApprovalsCheck | undefined {
  const require = fields.list('require').flatMap((one) => {
    const role = one.neededText('role', 'Name a role of the roster: risk.');
    const count = one.number('count', { least: 1, most: 20, isWhole: true }) ?? 1;
    one.finish();
    return role === undefined ? [] : [{ role, count }];
  });
  const distinctPeople = fields.flag('distinct_people') ?? true;
  const asked = fields.choices('not', excluded) ?? [];
  // Each of these says in the file what always holds here; what would make it hold less is refused.
  if (fields.flag('signed') === false) fields.refuse('signed', 'an approval that is not signed counts for nobody.', 'Write signed: true, or take it away.');
  fields.choices('invalidate_on', invalidators);
  const rejection = fields.fields('rejection');
  rejection?.choice('any_role', ['blocks']);
  rejection?.choice('until', ['superseded']);
  rejection?.finish();
  const expiresMs = fields.parsed('expires', parseDuration, 'Write 90d.') ?? null;
  fields.finish();
  const twice = require.find(({ role }, at) => require.findIndex((one) => one.role === role) < at);
  if (twice !== undefined) fields.refuse('require', `the role ${twice.role} is asked for twice.`, 'Write it once, with “count:”.');
  if (require.length === 0) return fields.refuse('require', 'nobody has to approve.', 'Write require: and “- role: risk” below it.');
  return { kind: 'approvals', require, distinctPeople, not: excluded.filter((one) => asked.includes(one)), expiresMs };
}

/** A rejection blocks whoever else approved. */
export function checkApprovals(check: ApprovalsCheck, { about, makers, now: instant }: RuleContext): Finding {
  const now = Date.parse(instant);
  const expected = `${check.require.map(({ role, count }) => `${count} × ${role}`).join(', ')}${check.not.length === 0 ? '' : `, not the ${check.not.join(', ')}`}`;
  const [rejection] = about.rejections;
  if (rejection !== undefined) return found('fail', expected, `${rejection.entry.kind === 'reject' ? 'rejected' : 'changes asked for'} by ${rejection.signer.id}`, `${rejection.signer.id} ${rejection.entry.kind === 'reject' ? 'rejected it' : 'asked for changes'} (${rejection.entry.digest.slice(0, 8)}).`);
  if (about.requests.length === 0) {
    const [other] = about.otherRequests;
    return found('fail', expected, 'no request', other === undefined ? 'Nobody has asked for approval.' : `What was asked for has changed since: ${other.changed.join(', ')}.`);
  }
  if (bars(check, 'author') && 'unknown' in makers.authors) return found('unknown', expected, 'authors not known', makers.authors.unknown);
  if (bars(check, 'trainer') && makers.trainer !== null && typeof makers.trainer === 'object') return found('unknown', expected, 'trainer not known', makers.trainer.unknown);
  const best = about.requests.map((request) => tally(check, request, about, makers, now)).reduce((most, one) => (one.filled > most.filled ? one : most));
  const asked = check.require.reduce((sum, { count }) => sum + count, 0);
  const observed = `${best.filled} of ${asked} approvals`;
  if (best.filled >= asked) return found('pass', expected, observed, `Approved by ${best.people.join(', ')}.`);
  return found('fail', expected, observed, [`${observed}.`, ...best.uncounted].join(' '));
}

interface Tally {
  readonly filled: number;
  readonly people: readonly string[];
  /** Why approvals that are there do not count. */
  readonly uncounted: readonly string[];
}

function tally(check: ApprovalsCheck, request: Said<'request'>, about: Case, makers: Makers, now: number): Tally {
  const { require, distinctPeople, expiresMs } = check;
  const barred = new Map<string, string>();
  const bar = (id: string | null, what: (typeof excluded)[number]) => id !== null && bars(check, what) && barred.set(id, what);
  if ('people' in makers.authors) for (const id of makers.authors.people) bar(id, 'author');
  bar(typeof makers.trainer === 'string' ? makers.trainer : null, 'trainer');
  bar(request.signer.id, 'requester');
  const uncounted: string[] = [];
  const good = about.approvals.filter(({ entry, signer }) => {
    if (entry.request !== request.entry.digest) return false;
    const reason = signer.isBot
      ? 'is no person'
      : !signer.roles.includes(entry.role)
        ? `has not the role ${entry.role}`
        : barred.has(signer.id)
          ? `is the ${barred.get(signer.id)}`
          : expiresMs !== null && now - Date.parse(entry.claimedAt) > expiresMs
            ? `approved more than ${durationText(expiresMs)} ago`
            : undefined;
    if (reason !== undefined) uncounted.push(`${signer.id} ${reason}.`);
    return reason === undefined;
  });
  const places = require.flatMap(({ role, count }) => Array.from({ length: count }, () => role));
  const candidates = places.map((role) => [...new Set(good.filter(({ entry }) => entry.role === role).map(({ signer }) => signer.id))].sort());
  const filled = distinctPeople ? matched(candidates) : withoutRepeats(places, candidates);
  return { filled: filled.length, people: [...new Set(filled)].sort(), uncounted: [...new Set(uncounted)].sort() };
}

/** As many places as can be filled with people of whom each takes one (bipartite matching by augmenting paths). */
function matched(candidates: ReadonlyArray<readonly string[]>): string[] {
  const holder = new Map<string, number>();
  const seat = (place: number, tried: Set<string>): boolean =>
    candidates[place]!.some((person) => {
      if (tried.has(person)) return false;
      tried.add(person);
      const other = holder.get(person);
      if (other !== undefined && !seat(other, tried)) return false;
      holder.set(person, place);
      return true;
    });
  candidates.forEach((_, place) => seat(place, new Set()));
  return [...holder.keys()];
}

/** One person may fill places of several roles, but no role twice. */
function withoutRepeats(places: readonly string[], candidates: ReadonlyArray<readonly string[]>): string[] {
  return places.flatMap((role, place) => candidates[place]![places.slice(0, place).filter((one) => one === role).length] ?? []);
}
